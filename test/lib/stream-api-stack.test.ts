import { describe, expect, test } from '@jest/globals';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { ERRORS } from '../../contract/error-table.ts';
import { extractEnvironment } from '../../lambda/functions/environment.ts';
import { loadStageSettings } from '../../lib/stage-settings.ts';
import { STAGES } from '../../lib/stages.ts';
import { synthesise, synthesiseStack } from './synthesise.ts';

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DeletionPolicy?: string;
}

const templates = new Map(Object.keys(STAGES).map((stage) => [stage, synthesise(stage)]));
const dev = templates.get('dev')!;
const prod = templates.get('prod')!;

function resources(template: Template, type?: string): Array<[string, Resource]> {
  const all = Object.entries(template.toJSON().Resources as Record<string, Resource>);
  return all.filter(([, resource]) => type === undefined || resource.Type === type);
}

function only(template: Template, type: string): [string, Resource] {
  const found = resources(template, type);
  expect(found).toHaveLength(1);
  return found[0]!;
}

describe.each([...templates])('the %s stack', (stage, template) => {
  const settings = loadStageSettings(stage);

  test('has one regional API that compresses, without a role for the whole account', () => {
    template.hasResourceProperties('AWS::ApiGateway::RestApi', {
      EndpointConfiguration: { Types: ['REGIONAL'] },
      MinimumCompressionSize: 1024,
    });
    expect(resources(template, 'AWS::ApiGateway::Account')).toEqual([]);
  });

  test('sends every method of the one route to the extract function and waits as long as the ladder says', () => {
    const [functionId] = only(template, 'AWS::Lambda::Function');
    expect(functionId).toContain('Extract');
    const [, method] = only(template, 'AWS::ApiGateway::Method');
    expect(method.Properties).toMatchObject({
      HttpMethod: 'ANY',
      ApiKeyRequired: settings.access === 'key',
      Integration: { Type: 'AWS_PROXY', TimeoutInMillis: 29_000 },
    });
    expect(JSON.stringify(method.Properties.Integration)).toContain(functionId);
    const parts = resources(template, 'AWS::ApiGateway::Resource').map(([, resource]) => resource.Properties.PathPart);
    expect(parts).toEqual(['api', 'stream', 'extract']);
  });

  test('throttles the whole stage', () => {
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      StageName: stage,
      MethodSettings: [
        {
          HttpMethod: '*',
          ResourcePath: '/*',
          ThrottlingRateLimit: settings.throttle.rate,
          ThrottlingBurstLimit: settings.throttle.burst,
          DataTraceEnabled: false,
        },
      ],
    });
  });

  test('runs the function on Node 24 and arm64 with a time and a log group of its own', () => {
    const [logsId] = only(template, 'AWS::Logs::LogGroup');
    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'extract.handler',
      Timeout: 28,
      LoggingConfig: { LogGroup: { Ref: logsId } },
      TracingConfig: Match.absent(),
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: settings.logRetentionDays });
  });

  test('gives the function every variable of its schema and no other', () => {
    const [, extract] = only(template, 'AWS::Lambda::Function');
    const { Variables } = extract.Properties.Environment as { Variables: Record<string, unknown> };
    expect(Object.keys(Variables).sort()).toEqual(Object.keys(extractEnvironment.shape).sort());
    expect(Variables).toMatchObject({
      STAGE: stage,
      DEADLINE_MS: '26000',
      EARLY_TIMEOUT_RESERVE_MS: '1000',
      FRESH_SECONDS: '1800',
      STALE_SECONDS: '3600',
      CACHE_NAMESPACE: expect.stringMatching(/^[0-9a-f]{8}$/),
    });
  });

  test('has two encrypted tables paid per request, of which the cache forgets by itself', () => {
    const tables = resources(template, 'AWS::DynamoDB::Table');
    expect(tables).toHaveLength(2);
    for (const [, table] of tables) {
      expect(table.Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { SSEEnabled: true },
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      });
    }
    const forgetting = tables.filter(([, table]) => table.Properties.TimeToLiveSpecification !== undefined);
    expect(forgetting.map(([id, table]) => [id, table.Properties.TimeToLiveSpecification])).toEqual([
      [expect.stringMatching(/^CacheTable/), { AttributeName: 'ttl', Enabled: true }],
    ]);
  });

  test('names nothing physically that another stage or account could hold already', () => {
    const fixed = /^(TableName|FunctionName|RoleName|LogGroupName|UsagePlanName|PolicyName|GroupName)$/;
    for (const [id, { Type, Properties }] of resources(template)) {
      // An inline policy's name counts within its role only.
      const literal = Object.entries(Properties).filter(([key, value]) => fixed.test(key) && typeof value === 'string');
      expect([id, Type === 'AWS::IAM::Policy' ? [] : literal]).toEqual([id, []]);
    }
    expect(only(template, 'AWS::ApiGateway::RestApi')[1].Properties.Name).toBe(`StreamApi-${stage}`);
  });

  test('tells the operator the URL, the tables and the function, and the key where there is one', () => {
    const expected = ['ApiUrl', 'CacheTableName', 'CatalogueTableName', 'ExtractFunctionName'];
    const outputs = Object.keys(template.toJSON().Outputs as object).sort();
    expect(outputs).toEqual([...(settings.access === 'key' ? ['ApiKeyId'] : []), ...expected]);
  });
});

describe('access', () => {
  test('a public stage has neither key nor usage plan', () => {
    expect(resources(dev, 'AWS::ApiGateway::ApiKey')).toEqual([]);
    expect(resources(dev, 'AWS::ApiGateway::UsagePlan')).toEqual([]);
  });

  test('a keyed stage has a plan for its API stage and a key whose value nobody wrote down', () => {
    const [keyId, key] = only(prod, 'AWS::ApiGateway::ApiKey');
    expect(key.Properties).toEqual({ Enabled: true });
    const [stageId] = only(prod, 'AWS::ApiGateway::Stage');
    const [planId, plan] = only(prod, 'AWS::ApiGateway::UsagePlan');
    expect(plan.Properties).toMatchObject({
      ApiStages: [{ ApiId: { Ref: expect.stringMatching(/^Api/) }, Stage: { Ref: stageId } }],
      Throttle: { RateLimit: 500, BurstLimit: 1000 },
    });
    expect(plan.Properties).not.toHaveProperty('Quota');
    prod.hasResourceProperties('AWS::ApiGateway::UsagePlanKey', {
      KeyId: { Ref: keyId },
      UsagePlanId: { Ref: planId },
    });
  });

  test('a plan may have a daily quota', () => {
    const template = synthesise('prod', { usagePlan: { quotaPerDay: 50_000 } });
    template.hasResourceProperties('AWS::ApiGateway::UsagePlan', { Quota: { Limit: 50_000, Period: 'DAY' } });
  });
});

describe('what stays when a stack is deleted', () => {
  test('of dev nothing does', () => {
    expect(synthesiseStack('dev').terminationProtection).toBe(false);
    expect(resources(dev).filter(([, resource]) => resource.DeletionPolicy === 'Retain')).toEqual([]);
    for (const [, table] of resources(dev, 'AWS::DynamoDB::Table')) {
      expect(table).toMatchObject({ DeletionPolicy: 'Delete', Properties: { DeletionProtectionEnabled: false } });
    }
  });

  test('of prod the tables and the logs do, and its catalogue can be restored to any moment', () => {
    expect(synthesiseStack('prod').terminationProtection).toBe(true);
    for (const [id, table] of resources(prod, 'AWS::DynamoDB::Table')) {
      expect(table).toMatchObject({ DeletionPolicy: 'Retain', Properties: { DeletionProtectionEnabled: true } });
      const restorable = { PointInTimeRecoveryEnabled: true };
      expect(table.Properties.PointInTimeRecoverySpecification).toEqual(
        id.startsWith('Catalogue') ? restorable : undefined,
      );
    }
    expect(only(prod, 'AWS::Logs::LogGroup')[1].DeletionPolicy).toBe('Retain');
  });
});

describe("the function's rights", () => {
  function statements(template: Template): Array<{ Action: string | string[]; Resource: unknown }> {
    const [, policy] = only(template, 'AWS::IAM::Policy');
    return (policy.Properties.PolicyDocument as { Statement: Array<{ Action: string; Resource: unknown }> }).Statement;
  }

  test('are its log, its cache and its catalogue, and no managed policy', () => {
    expect(statements(prod).map(({ Action }) => Action)).toEqual([
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      'dynamodb:GetItem',
    ]);
    expect(JSON.stringify(statements(prod))).not.toContain('"*"');
    expect(only(prod, 'AWS::IAM::Role')[1].Properties).not.toHaveProperty('ManagedPolicyArns');
  });

  test('include reading the secrets that its providers name, by name or by ARN, and nothing else of them', () => {
    const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:second';
    const tokens = ['first', arn, `${arn}-a1B2c3`];
    const providers = tokens.map((tokenSecret, index) => ({
      type: 'http' as const,
      name: `own-${index}`,
      url: 'https://extractor.example/extract',
      tokenSecret,
    }));
    const { Action, Resource } = statements(synthesise('dev', { providers })).at(-1)!;
    expect(Action).toBe('secretsmanager:GetSecretValue');
    expect(JSON.stringify((Resource as unknown[])[0])).toContain(':secret:first-??????');
    expect((Resource as unknown[]).slice(1)).toEqual([`${arn}-??????`, `${arn}-a1B2c3`]);
  });
});

describe("the gateway's own answers", () => {
  const answers = new Map(
    resources(dev, 'AWS::ApiGateway::GatewayResponse').map(([, { Properties }]) => [
      Properties.ResponseType,
      Properties,
    ]),
  );

  test.each([
    ['MISSING_AUTHENTICATION_TOKEN', ERRORS.unknownRoute, undefined],
    ['INVALID_API_KEY', ERRORS.forbidden, undefined],
    ['ACCESS_DENIED', ERRORS.forbidden, undefined],
    ['BAD_REQUEST_PARAMETERS', ERRORS.badRequest, undefined],
    ['THROTTLED', ERRORS.tooManyRequests, 1],
    ['QUOTA_EXCEEDED', ERRORS.tooManyRequests, 3600],
    ['INTEGRATION_FAILURE', ERRORS.unavailable, 5],
    ['INTEGRATION_TIMEOUT', ERRORS.timeout, 5],
    ['DEFAULT_4XX', ERRORS.badRequest, undefined],
    ['DEFAULT_5XX', ERRORS.internal, undefined],
  ])('for %s has the form of our own errors', (type, { status, ...body }, retryAfter) => {
    const answer = answers.get(type)!;
    expect(answer.StatusCode).toBe(String(status));
    const { 'application/json': template } = answer.ResponseTemplates as Record<string, string>;
    expect(JSON.parse(template!)).toEqual({ ...body, requestId: '$context.requestId' });
    expect(answer.ResponseParameters).toEqual({
      'gatewayresponse.header.Cache-Control': "'no-store'",
      'gatewayresponse.header.X-Content-Type-Options': "'nosniff'",
      ...(retryAfter !== undefined && { 'gatewayresponse.header.Retry-After': `'${retryAfter}'` }),
    });
  });

  test('name their status and their form in every case', () => {
    for (const answer of answers.values()) {
      expect(answer.StatusCode).toMatch(/^[45]\d\d$/);
      expect(answer.ResponseTemplates).toHaveProperty(['application/json']);
    }
  });
});

describe('settings that change the template', () => {
  test('x86_64 is there for machines that are', () => {
    synthesise('dev', { architecture: 'x86_64' }).hasResourceProperties('AWS::Lambda::Function', {
      Architectures: ['x86_64'],
    });
  });

  test('a raised quota moves the whole ladder', () => {
    const template = synthesise('dev', { timeouts: { quotaRaised: true } });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Timeout: 32,
      Environment: { Variables: Match.objectLike({ DEADLINE_MS: '30000', EARLY_TIMEOUT_RESERVE_MS: '1000' }) },
    });
    template.hasResourceProperties('AWS::ApiGateway::Method', { Integration: { TimeoutInMillis: 33_000 } });
  });
});
