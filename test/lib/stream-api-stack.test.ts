import { describe, expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { ROUTES } from '../../contract/routes.ts';
import { extractEnvironment, operatorEnvironment, refreshEnvironment } from '../../lambda/wiring/environment.ts';
import { loadStageSettings } from '../../lib/stage/load-stage.ts';
import { STAGES } from '../../lib/stage/stages.ts';
import { synthesise, synthesiseStack } from './synthesise.ts';
import { onlyResource, resourcesOf } from './template-resources.ts';

const templates = new Map(Object.keys(STAGES).map((stage) => [stage, synthesise(stage)]));
const dev = templates.get('dev')!;
const prod = templates.get('prod')!;

/** The methods of one route, by the last part of its path. */
function methodsOf(template: typeof prod, part: string) {
  const [id] = resourcesOf(template, 'AWS::ApiGateway::Resource').find(
    ([, { Properties }]) => Properties.PathPart === part,
  )!;
  return resourcesOf(template, 'AWS::ApiGateway::Method').flatMap(([, method]) =>
    JSON.stringify(method.Properties.ResourceId) === JSON.stringify({ Ref: id }) ? [method] : [],
  );
}

describe.each([...templates])('the %s stack', (stage, template) => {
  const settings = loadStageSettings(stage);

  test('has one regional API that compresses, without a role for the whole account', () => {
    template.hasResourceProperties('AWS::ApiGateway::RestApi', {
      EndpointConfiguration: { Types: ['REGIONAL'] },
      MinimumCompressionSize: 1024,
    });
    expect(resourcesOf(template, 'AWS::ApiGateway::Account')).toEqual([]);
  });

  test('sends every method of each route to the version in service of the extract function and waits as long as the ladder says', () => {
    const [aliasId] = onlyResource(template, 'AWS::Lambda::Alias', 'Extract');
    // The others are of features that a stage has by its settings.
    const live = settings.live ? 1 : 0;
    const methods = resourcesOf(template, 'AWS::ApiGateway::Method');
    const routes = Object.values(ROUTES).filter((route) => route.function === 'extract');
    expect(methods).toHaveLength(routes.length + live + (settings.usage ? 1 : 0));
    for (const { path, key } of routes) {
      const [method] = methodsOf(template, path.split('/').at(-1)!);
      expect(method!.Properties).toMatchObject({
        HttpMethod: 'ANY',
        ApiKeyRequired: key && settings.access === 'key',
        Integration: { Type: 'AWS_PROXY', TimeoutInMillis: 29_000 },
      });
      expect(JSON.stringify(method!.Properties.Integration)).toContain(`{"Ref":"${aliasId}"},"/invocations"`);
    }
  });

  test('asks uptime monitors for no key', () => {
    const routes = methodsOf(template, 'status').map(({ Properties }) => Properties);
    expect(routes).toMatchObject([{ HttpMethod: 'ANY', ApiKeyRequired: false }]);
  });

  test('lets only the deployed stage of the gateway invoke a function, not the test of its console', () => {
    const sources = resourcesOf(template, 'AWS::Lambda::Permission').map(([, { Properties }]) =>
      JSON.stringify(Properties.SourceArn ?? ''),
    );
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.filter((source) => source.includes('test-invoke-stage'))).toEqual([]);
  });

  test('throttles the whole stage', () => {
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      StageName: stage,
      MethodSettings: Match.arrayWith([
        {
          HttpMethod: '*',
          ResourcePath: '/*',
          ThrottlingRateLimit: settings.throttle.rate,
          ThrottlingBurstLimit: settings.throttle.burst,
          DataTraceEnabled: false,
        },
      ]),
    });
  });

  test.each([
    ['Extract', 28],
    ['Refresh', 120],
    ['Cache', 30],
  ])('runs the %s function on Node 24 and arm64 for at most %d s, with its own log group', (name, seconds) => {
    const [logsId, logs] = onlyResource(template, 'AWS::Logs::LogGroup', name);
    expect(logs.Properties).toEqual({ RetentionInDays: settings.logRetentionDays });
    const [, { Properties }] = onlyResource(template, 'AWS::Lambda::Function', name);
    expect(Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: `${name.toLowerCase()}.handler`,
      Timeout: seconds,
      LoggingConfig: { LogGroup: { Ref: logsId } },
    });
    expect(Properties).not.toHaveProperty('TracingConfig');
  });

  test.each([
    ['Extract', extractEnvironment],
    ['Refresh', refreshEnvironment],
    ['Cache', operatorEnvironment],
  ])('gives the %s function every variable of its schema and no other', (name, { shape }) => {
    const [, { Properties }] = onlyResource(template, 'AWS::Lambda::Function', name);
    const { Variables } = Properties.Environment as { Variables: Record<string, unknown> };
    expect(Object.keys(Variables).sort()).toEqual(Object.keys(shape).sort());
    expect(Variables).toMatchObject({ STAGE: stage, CACHE_NAMESPACE: expect.stringMatching(/^[0-9a-f]{8}$/) });
  });

  test('gives an extraction the time that the ladder leaves it', () => {
    const [, { Properties }] = onlyResource(template, 'AWS::Lambda::Function', 'Extract');
    expect(Properties.Environment).toMatchObject({
      Variables: {
        DEADLINE_MS: '26000',
        EARLY_TIMEOUT_RESERVE_MS: '1000',
        FRESH_SECONDS: '1800',
        STALE_SECONDS: '3600',
      },
    });
  });

  test('has Lambda try a refresh once, and soon or never', () => {
    const [functionId] = onlyResource(template, 'AWS::Lambda::Function', 'Refresh');
    const [, { Properties }] = onlyResource(template, 'AWS::Lambda::EventInvokeConfig', 'Refresh');
    expect(Properties).toMatchObject({
      FunctionName: { Ref: functionId },
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
    });
  });

  test('has encrypted tables paid per request, of which all but the catalogue forget by themselves', () => {
    // What players report has a sort key, and its own test.
    const tables = resourcesOf(template, 'AWS::DynamoDB::Table').filter(([id]) => !id.startsWith('Usage'));
    const isLive = (id: string) => id.startsWith('NotifyTable');
    expect(tables).toHaveLength(settings.live ? 4 : 3);
    for (const [id, table] of tables) {
      const sorted = isLive(id) ? [{ AttributeName: 'sk', KeyType: 'RANGE' }] : [];
      expect(table.Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { SSEEnabled: true },
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }, ...sorted],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          ...sorted.map(({ AttributeName }) => ({ AttributeName, AttributeType: 'S' })),
        ],
      });
    }
    const forgetting = tables.filter(([, table]) => table.Properties.TimeToLiveSpecification !== undefined);
    expect(forgetting.map(([id, table]) => [id, table.Properties.TimeToLiveSpecification])).toEqual([
      [expect.stringMatching(/^CacheTable/), { AttributeName: 'ttl', Enabled: true }],
      ...(settings.live ? [[expect.stringMatching(/^NotifyTable/), { AttributeName: 'ttl', Enabled: true }]] : []),
      [expect.stringMatching(/^LimitsTable/), { AttributeName: 'ttl', Enabled: true }],
    ]);
  });

  test('names nothing physically that another stage or account could hold already', () => {
    const fixed = /^(TableName|FunctionName|RoleName|LogGroupName|UsagePlanName|PolicyName|GroupName)$/;
    for (const [id, { Type, Properties }] of resourcesOf(template)) {
      // An inline policy's name counts within its role only.
      const literal = Object.entries(Properties).filter(([key, value]) => fixed.test(key) && typeof value === 'string');
      expect([id, Type === 'AWS::IAM::Policy' ? [] : literal]).toEqual([id, []]);
    }
    expect(onlyResource(template, 'AWS::ApiGateway::RestApi')[1].Properties.Name).toBe(`StreamApi-${stage}`);
  });

  test('has as outputs the URL, the tables, the functions to call, and the key where there is one', () => {
    const expected = ['ApiUrl', 'CacheFunctionName', 'CacheTableName', 'CatalogueTableName', 'ExtractFunctionName'];
    const outputs = Object.keys(template.toJSON().Outputs as object).sort();
    const keyed = settings.access === 'key' ? ['ApiKeyId', 'UsagePlanId'] : [];
    const canary = settings.canary ? ['CanaryFunctionName'] : [];
    const live = settings.live ? ['LiveUrl'] : [];
    const usage = settings.usage ? ['UsageFunctionName'] : [];
    expect(outputs).toEqual([...expected, ...keyed, ...canary, ...live, ...usage].sort());
  });
});

describe('access', () => {
  test('a public stage has neither key nor usage plan', () => {
    expect(resourcesOf(dev, 'AWS::ApiGateway::ApiKey')).toEqual([]);
    expect(resourcesOf(dev, 'AWS::ApiGateway::UsagePlan')).toEqual([]);
  });

  test('a keyed stage has a plan for its API stage and a key whose value nobody wrote down', () => {
    const [keyId, key] = onlyResource(prod, 'AWS::ApiGateway::ApiKey', 'Access');
    expect(key.Properties).toEqual({ Enabled: true });
    const [stageId] = onlyResource(prod, 'AWS::ApiGateway::Stage');
    const [planId, plan] = onlyResource(prod, 'AWS::ApiGateway::UsagePlan');
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

  test.each([
    ['key', [], ['ANY']],
    ['key', ['https://www.example.com'], ['ANY', 'OPTIONS']],
    ['public', ['https://www.example.com'], ['ANY']],
  ] as const)('of a stage that is %s, with %j: a preflight needs no key', (access, corsOrigins, methods) => {
    const plan = access === 'key' ? {} : { usagePlan: undefined };
    const template = synthesise('prod', { access, corsOrigins: [...corsOrigins], ...plan } as never);
    const routes = methodsOf(template, 'extract').map(({ Properties }) => Properties);
    expect(routes.map(({ HttpMethod }) => HttpMethod).sort()).toEqual(methods);
    for (const { HttpMethod, ApiKeyRequired } of routes) {
      expect([HttpMethod, ApiKeyRequired]).toEqual([HttpMethod, access === 'key' && HttpMethod === 'ANY']);
    }
  });

  test('a plan may have a daily quota', () => {
    const template = synthesise('prod', { usagePlan: { quotaPerDay: 50_000 } });
    template.hasResourceProperties('AWS::ApiGateway::UsagePlan', { Quota: { Limit: 50_000, Period: 'DAY' } });
  });
});

describe('what stays when a stack is deleted', () => {
  test.each([...templates])(
    'no log group that %s does not own: each function logs to one of the stack',
    (_stage, template) => {
      const groups = resourcesOf(template, 'AWS::Logs::LogGroup').map(([id]) => id);
      for (const [, { Properties }] of resourcesOf(template, 'AWS::Lambda::Function')) {
        const { LogGroup } = Properties.LoggingConfig as { LogGroup: { Ref: string } };
        expect(groups).toContain(LogGroup.Ref);
      }
      // A custom resource would bring a function, and a log group, of CDK's own.
      expect(resourcesOf(template).filter(([, { Type }]) => /^Custom::|CustomResource$/.test(Type))).toEqual([]);
    },
  );

  test('of dev nothing does', () => {
    expect(synthesiseStack('dev').terminationProtection).toBe(false);
    const kept = JSON.stringify(dev.toJSON().Resources).match(
      /"(Deletion|UpdateReplace)Policy":"(Retain|Snapshot)[^"]*"/g,
    );
    expect(kept).toBeNull();
    for (const [, table] of resourcesOf(dev, 'AWS::DynamoDB::Table')) {
      expect(table).toMatchObject({ DeletionPolicy: 'Delete' });
      expect(table.Properties.DeletionProtectionEnabled ?? false).toBe(false);
    }
  });

  test('of prod the cache, the catalogue and the logs do, but never the salt of the limits, and its catalogue can be restored to any moment', () => {
    expect(synthesiseStack('prod').terminationProtection).toBe(true);
    for (const [id, table] of resourcesOf(prod, 'AWS::DynamoDB::Table')) {
      if (id.startsWith('Limits')) {
        expect(table.DeletionPolicy).toBe('Delete');
        expect(table.Properties).not.toHaveProperty('PointInTimeRecoverySpecification');
        continue;
      }
      expect(table).toMatchObject({ DeletionPolicy: 'Retain', Properties: { DeletionProtectionEnabled: true } });
      const restorable = { PointInTimeRecoveryEnabled: true };
      expect(table.Properties.PointInTimeRecoverySpecification).toEqual(
        id.startsWith('Catalogue') ? restorable : undefined,
      );
    }
    for (const [, logs] of resourcesOf(prod, 'AWS::Logs::LogGroup'))
      expect(logs.DeletionPolicy).toBe('RetainExceptOnCreate');
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
