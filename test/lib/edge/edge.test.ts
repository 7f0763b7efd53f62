import { describe, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { ERRORS } from '../../../contract/errors/error-table.ts';
import { emptyApp } from '../../../lib/app.ts';
import { EdgeStack } from '../../../lib/edge/edge-stack.ts';
import { loadStageSettings, type StageOverrides } from '../../../lib/stage/load-stage.ts';
import { synthesise } from '../synthesise.ts';
import { onlyResource, resourcesOf } from '../template-resources.ts';

const edge = {
  siteOrigin: 'https://origin.example.com',
  plan: { rate: 500, burst: 1000 },
  floodLimit: 5000,
};
const named = {
  ...edge,
  domain: 'www.example.com',
  certificate: 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f',
};

function synthesiseEdge(overrides: StageOverrides): { stack: EdgeStack; template: Template } {
  const settings = loadStageSettings('prod', overrides);
  const app = emptyApp();
  const props = { settings, edge: settings.edge!, apiRegion: 'eu-west-1', consolePage: undefined };
  const stack = new EdgeStack(app, 'StreamApi-prod-edge', props);
  return { stack, template: Template.fromStack(stack) };
}

interface Behavior {
  readonly PathPattern?: string;
  readonly TargetOriginId: string;
  readonly CachePolicyId: unknown;
  readonly Compress: boolean;
  readonly AllowedMethods: string[];
}
interface Origin {
  readonly Id: string;
  readonly DomainName: unknown;
  readonly OriginPath?: string;
  readonly OriginCustomHeaders?: { HeaderName: string; HeaderValue: unknown }[];
  readonly CustomOriginConfig: Record<string, unknown>;
}
interface DistributionConfig {
  readonly Origins: Origin[];
  readonly DefaultCacheBehavior: Behavior;
  readonly CacheBehaviors: Behavior[];
  readonly CustomErrorResponses: { ErrorCode: number; ErrorCachingMinTTL: number }[];
  readonly Aliases?: string[];
  readonly ViewerCertificate?: Record<string, unknown>;
  readonly Logging?: unknown;
}

const { stack, template } = synthesiseEdge({ edge });
const configOf = (from: Template) =>
  onlyResource(from, 'AWS::CloudFront::Distribution')[1].Properties.DistributionConfig as DistributionConfig;
const config = configOf(template);
const originOf = ({ TargetOriginId }: Behavior) => config.Origins.find(({ Id }) => Id === TargetOriginId)!;

describe('the edge', () => {
  test('is in the region from which CloudFront takes firewalls', () => {
    expect(stack.region).toBe('us-east-1');
  });

  test('sends visitors to the site, and what lies under /api/ to the API with a key that no template holds', () => {
    expect(originOf(config.DefaultCacheBehavior).DomainName).toBe('origin.example.com');
    const [api] = config.CacheBehaviors;
    expect(config.CacheBehaviors.map(({ PathPattern }) => PathPattern)).toEqual(['/api/*']);
    const origin = originOf(api!);
    expect(origin).toMatchObject({ OriginPath: '/prod' });
    expect(origin.DomainName).toBe(
      '{{resolve:secretsmanager:StreamApi-prod/edge/eu-west-1/1/api-host:SecretString:::}}',
    );
    expect(origin.OriginCustomHeaders).toEqual([
      {
        HeaderName: 'x-api-key',
        HeaderValue: '{{resolve:secretsmanager:StreamApi-prod/edge/eu-west-1/1/api-key:SecretString:::}}',
      },
    ]);
  });

  test('waits for the API longer than the gateway does, so that errors come in our form', () => {
    const { OriginReadTimeout } = originOf(config.CacheBehaviors[0]!).CustomOriginConfig;
    expect(OriginReadTimeout).toBe(30);
    const between = configOf(synthesiseEdge({ edge, timeouts: { gatewayMs: 28_001 } }).template);
    expect(between.Origins.map(({ CustomOriginConfig }) => CustomOriginConfig.OriginReadTimeout)).toContain(30);
    const raised = configOf(synthesiseEdge({ edge, timeouts: { quotaRaised: true } }).template);
    expect(raised.Origins.map(({ CustomOriginConfig }) => CustomOriginConfig.OriginReadTimeout)).toContain(34);
  });

  test('compresses answers without keeping them, and keeps no error', () => {
    const [id, policy] = onlyResource(template, 'AWS::CloudFront::CachePolicy', 'ApiCachePolicy');
    expect(config.CacheBehaviors[0]).toMatchObject({ CachePolicyId: { Ref: id }, Compress: true });
    expect(policy.Properties.CachePolicyConfig).toMatchObject({
      MinTTL: 0,
      DefaultTTL: 0,
      MaxTTL: 1,
      ParametersInCacheKeyAndForwardedToOrigin: {
        EnableAcceptEncodingGzip: true,
        EnableAcceptEncodingBrotli: true,
        QueryStringsConfig: { QueryStringBehavior: 'all' },
        CookiesConfig: { CookieBehavior: 'none' },
        HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Origin', 'Save-Data'] },
      },
    });
    // Every status of which CloudFront keeps an answer (Developer Guide, "How CloudFront processes errors").
    const errors = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];
    expect(config.CustomErrorResponses).toEqual(errors.map((ErrorCode) => ({ ErrorCode, ErrorCachingMinTTL: 0 })));
  });

  test('keeps answers of the site apart by every header that sites choose by', () => {
    const [id, policy] = onlyResource(template, 'AWS::CloudFront::CachePolicy', 'SiteCachePolicy');
    expect(config.DefaultCacheBehavior).toMatchObject({
      CachePolicyId: { Ref: id },
      Compress: true,
      ViewerProtocolPolicy: 'redirect-to-https',
    });
    expect(policy.Properties.CachePolicyConfig).toMatchObject({
      // An answer that says nothing of caching is not cached; the rest is the site's word, up to a year.
      MinTTL: 0,
      DefaultTTL: 0,
      MaxTTL: 31_536_000,
      ParametersInCacheKeyAndForwardedToOrigin: {
        EnableAcceptEncodingGzip: true,
        EnableAcceptEncodingBrotli: true,
        HeadersConfig: {
          HeaderBehavior: 'whitelist',
          Headers: ['Accept', 'Accept-Language', 'Authorization', 'Origin'],
        },
        CookiesConfig: { CookieBehavior: 'all' },
        QueryStringsConfig: { QueryStringBehavior: 'all' },
      },
    });
  });

  test('keeps answers of the site as long as its Cache-Control states, up to a year, and without one not at all', () => {
    const [, policy] = onlyResource(template, 'AWS::CloudFront::CachePolicy', 'SiteCachePolicy');
    expect(policy.Properties.CachePolicyConfig).toMatchObject({ MinTTL: 0, DefaultTTL: 0, MaxTTL: 31_536_000 });
  });

  test('passes every request on to the site, compresses its answers, and asks it as the setting does', () => {
    expect(config.DefaultCacheBehavior).toMatchObject({
      AllowedMethods: expect.arrayContaining(['GET', 'POST', 'DELETE']),
      Compress: true,
      // AllViewerExceptHostHeader, of AWS's managed policies.
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      ViewerProtocolPolicy: 'redirect-to-https',
    });
    expect(config.CacheBehaviors[0]).toMatchObject({ ViewerProtocolPolicy: 'https-only' });
    const protocolOf = (siteOrigin: string) => {
      const { DefaultCacheBehavior, Origins } = configOf(synthesiseEdge({ edge: { ...edge, siteOrigin } }).template);
      const site = Origins.find(({ Id }) => Id === DefaultCacheBehavior.TargetOriginId)!;
      return site.CustomOriginConfig.OriginProtocolPolicy;
    };
    expect(protocolOf('https://origin.example.com')).toBe('https-only');
    expect(protocolOf('http://origin.example.com')).toBe('http-only');
  });

  test('cannot be deleted by mistake where the stage keeps its data', () => {
    expect(stack.terminationProtection).toBe(true);
    const settings = loadStageSettings('staging', { edge });
    const props = { settings, edge: settings.edge!, consolePage: undefined };
    expect(new EdgeStack(emptyApp(), 'StreamApi-staging-edge', props).terminationProtection).toBe(false);
  });

  test('takes the API of the region to which the CDK command deploys, unless it is named', () => {
    const settings = loadStageSettings('staging', { edge });
    const props = { settings, edge: settings.edge!, consolePage: undefined };
    const unnamed = Template.fromStack(new EdgeStack(emptyApp(), 'StreamApi-staging-edge', props));
    const region = process.env.CDK_DEFAULT_REGION ?? 'us-east-1';
    expect(JSON.stringify(unnamed.toJSON())).toContain(`StreamApi-staging/edge/${region}/1/api-key`);
  });

  test('names its address and its distribution', () => {
    const values = (from: Template) =>
      Object.fromEntries(
        Object.entries(from.findOutputs('*')).map(([name, output]) => [name, (output as { Value: unknown }).Value]),
      );
    const [id] = onlyResource(template, 'AWS::CloudFront::Distribution');
    const domain = { 'Fn::GetAtt': [id, 'DomainName'] };
    expect(values(template)).toEqual({
      DistributionId: { Ref: id },
      DistributionDomain: domain,
      SiteUrl: { 'Fn::Join': ['', ['https://', domain]] },
    });
    expect(values(synthesiseEdge({ edge: named }).template)).toMatchObject({ SiteUrl: 'https://www.example.com' });
  });

  test('passes the address of the visitor to the API', () => {
    const [, policy] = onlyResource(template, 'AWS::CloudFront::OriginRequestPolicy');
    expect(policy.Properties.OriginRequestPolicyConfig).toMatchObject({
      HeadersConfig: {
        HeaderBehavior: 'whitelist',
        Headers: expect.arrayContaining([
          'CloudFront-Viewer-Address',
          'Access-Control-Request-Headers',
          'Access-Control-Request-Method',
        ]),
      },
      QueryStringsConfig: { QueryStringBehavior: 'all' },
    });
  });

  test('lets every method through to the API, whose 405 answers those it does not accept', () => {
    expect(config.CacheBehaviors[0]!.AllowedMethods).toContain('POST');
  });

  test('writes no log of visitors’ addresses', () => {
    expect(config.Logging).toBeUndefined();
  });

  test('has its own domain only with a certificate for it', () => {
    expect(config.Aliases).toBeUndefined();
    const own = configOf(synthesiseEdge({ edge: named }).template);
    expect(own.Aliases).toEqual([named.domain]);
    expect(own.ViewerCertificate).toMatchObject({
      AcmCertificateArn: named.certificate,
      MinimumProtocolVersion: 'TLSv1.2_2021',
    });
  });
});

describe('the firewall', () => {
  const [, { Properties }] = onlyResource(template, 'AWS::WAFv2::WebACL');
  const [rule, ...others] = Properties.Rules as Record<string, unknown>[];

  test('refuses an address that floods the API in the form of the API’s errors', () => {
    expect(others).toEqual([]);
    expect(rule).toMatchObject({
      Statement: { RateBasedStatement: { Limit: 5000, AggregateKeyType: 'IP', EvaluationWindowSec: 300 } },
      Action: { Block: { CustomResponse: { ResponseCode: 429, CustomResponseBodyKey: 'tooManyRequests' } } },
    });
    const { tooManyRequests } = Properties.CustomResponseBodies as Record<string, Record<string, string>>;
    expect(tooManyRequests!.ContentType).toBe('APPLICATION_JSON');
    const { status: _status, ...body } = ERRORS.tooManyRequests;
    expect(JSON.parse(tooManyRequests!.Content!)).toEqual(body);
  });

  test('names to a refused client when it may retry, and keeps caches from storing the refusal', () => {
    expect(rule).toMatchObject({
      Action: {
        Block: {
          CustomResponse: {
            ResponseHeaders: [
              { Name: 'Retry-After', Value: '300' },
              { Name: 'Cache-Control', Value: 'no-store' },
            ],
          },
        },
      },
    });
  });

  test('is CloudFront’s, lets everything else through, and counts only what is under /api/', () => {
    expect(Properties).toMatchObject({ Scope: 'CLOUDFRONT', DefaultAction: { Allow: {} } });
    expect(rule).toMatchObject({
      Statement: {
        RateBasedStatement: {
          ScopeDownStatement: {
            ByteMatchStatement: {
              FieldToMatch: { UriPath: {} },
              PositionalConstraint: 'STARTS_WITH',
              SearchString: '/api/',
            },
          },
        },
      },
    });
  });

  test('counts every spelling of the path by which CloudFront finds the API', () => {
    expect(JSON.stringify(rule)).toContain(
      '"TextTransformations":[{"Priority":0,"Type":"URL_DECODE"},{"Priority":1,"Type":"NORMALIZE_PATH"}]',
    );
  });

  test('counts what it refuses, for the operator to see', () => {
    const { VisibilityConfig } = Properties as { VisibilityConfig: Record<string, unknown> };
    const { VisibilityConfig: ofRule } = rule as { VisibilityConfig: Record<string, unknown> };
    expect([VisibilityConfig, ofRule].map((each) => each.CloudWatchMetricsEnabled)).toEqual([true, true]);
  });

  test('keeps no samples of requests: they hold addresses', () => {
    expect(JSON.stringify(Properties)).not.toContain('"SampledRequestsEnabled":true');
    expect(Properties.VisibilityConfig).toMatchObject({ SampledRequestsEnabled: false });
    expect(rule).toMatchObject({ VisibilityConfig: { SampledRequestsEnabled: false } });
  });
});

describe('the API behind an edge', () => {
  const api = synthesise('prod', { edge });

  test('knows the key of its distribution, whose value Secrets Manager makes up and copies to the edge', () => {
    const [keyId, key] = onlyResource(api, 'AWS::ApiGateway::ApiKey', 'Edge');
    const [, fn] = onlyResource(api, 'AWS::Lambda::Function', 'Extract');
    expect(fn.Properties.Environment).toMatchObject({ Variables: { EDGE_KEY_ID: { Ref: keyId } } });
    const [secretId, secret] = onlyResource(api, 'AWS::SecretsManager::Secret', 'EdgeKey');
    expect(JSON.stringify(key.Properties.Value)).toContain('{{resolve:secretsmanager:');
    expect(JSON.stringify(key.Properties.Value)).toContain(`{"Ref":"${secretId}"}`);
    expect(secret.Properties).toMatchObject({
      Name: { 'Fn::Join': ['', ['StreamApi-prod/edge/', { Ref: 'AWS::Region' }, '/1/api-key']] },
      GenerateSecretString: { PasswordLength: 40, ExcludePunctuation: true },
    });
    expect(secret.Properties).not.toHaveProperty('SecretString');
    expect(JSON.stringify(secret.Properties.ReplicaRegions)).toContain('us-east-1');
  });

  test('hands its domain to the edge’s region, and copies nothing where that is its own region', () => {
    const [, { Properties }] = onlyResource(api, 'AWS::SecretsManager::Secret', 'EdgeDomain');
    expect(Properties.SecretString).toEqual({
      'Fn::Join': [
        '',
        [
          { Ref: onlyResource(api, 'AWS::ApiGateway::RestApi')[0] },
          '.execute-api.',
          { Ref: 'AWS::Region' },
          '.',
          { Ref: 'AWS::URLSuffix' },
        ],
      ],
    });
    const [[condition, isElsewhere]] = Object.entries(api.toJSON().Conditions as object) as [[string, unknown]];
    expect(isElsewhere).toEqual({ 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] }] });
    for (const [, secret] of resourcesOf(api, 'AWS::SecretsManager::Secret')) {
      expect(secret.Properties.ReplicaRegions).toEqual({
        'Fn::If': [condition, [{ Region: 'us-east-1' }], { Ref: 'AWS::NoValue' }],
      });
    }
  });

  test('gives the distribution a plan with a rate and without a quota: all visitors share it', () => {
    const [planId, plan] = onlyResource(api, 'AWS::ApiGateway::UsagePlan', 'Edge');
    expect(plan.Properties).toMatchObject({ Throttle: { RateLimit: 500, BurstLimit: 1000 } });
    expect(plan.Properties).not.toHaveProperty('Quota');
    const [keyId] = onlyResource(api, 'AWS::ApiGateway::ApiKey', 'Edge');
    const memberships = resourcesOf(api, 'AWS::ApiGateway::UsagePlanKey').map(([, { Properties }]) => Properties);
    expect(memberships.filter(({ KeyId }) => (KeyId as { Ref: string }).Ref === keyId)).toEqual([
      { KeyId: { Ref: keyId }, KeyType: 'API_KEY', UsagePlanId: { Ref: planId } },
    ]);
  });

  test('gets a new key, as the edge does, when the version is raised', () => {
    const renewed = { edge: { ...edge, keyVersion: 2 } };
    const secrets = resourcesOf(synthesise('prod', renewed), 'AWS::SecretsManager::Secret').map(([, { Properties }]) =>
      (Properties.Name as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1].at(-1),
    );
    expect(secrets.sort()).toEqual(['/1/api-key', '/2/api-host', '/2/api-key']);
    const received = JSON.stringify(synthesiseEdge(renewed).template.toJSON()).match(/StreamApi-prod\/edge\/[\w/-]+/g);
    expect([...new Set(received)].sort()).toEqual([
      'StreamApi-prod/edge/eu-west-1/2/api-host',
      'StreamApi-prod/edge/eu-west-1/2/api-key',
    ]);
  });

  test('accepts the former key as well, which the distribution sends until its stack is deployed', () => {
    const logicalIds = (version: number) =>
      resourcesOf(synthesise('prod', { edge: { ...edge, keyVersion: version } }), 'AWS::ApiGateway::ApiKey')
        .map(([id]) => id)
        .filter((id) => id.startsWith('Edge'));
    const [[first], second, third] = [logicalIds(1), logicalIds(2), logicalIds(3)] as [[string], string[], string[]];
    // Nothing of the former key is replaced: the same resource, with the same value, in the next template.
    expect(second).toHaveLength(2);
    expect(second).toContain(first);
    expect(third).toHaveLength(2);
    expect(third).not.toContain(first);
    expect(third.filter((id) => second.includes(id))).toHaveLength(1);

    const renewed = synthesise('prod', { edge: { ...edge, keyVersion: 2 } });
    const [, fn] = onlyResource(renewed, 'AWS::Lambda::Function', 'Extract');
    const { EDGE_KEY_ID } = (fn.Properties.Environment as { Variables: Record<string, unknown> }).Variables;
    const [present] = second.filter((id) => id !== first);
    expect(EDGE_KEY_ID).toEqual({ 'Fn::Join': ['', [{ Ref: present }, ',', { Ref: first }]] });
    const [planId] = onlyResource(renewed, 'AWS::ApiGateway::UsagePlan', 'Edge');
    const members = resourcesOf(renewed, 'AWS::ApiGateway::UsagePlanKey')
      .map(([, { Properties }]) => Properties as { KeyId: { Ref: string }; UsagePlanId: { Ref: string } })
      .filter(({ UsagePlanId }) => UsagePlanId.Ref === planId);
    expect(members.map(({ KeyId }) => KeyId.Ref).sort()).toEqual([first, present].sort());
  });

  test('compresses by itself as well, for partners who go past the edge', () => {
    const [, restApi] = onlyResource(api, 'AWS::ApiGateway::RestApi');
    expect(restApi.Properties.MinimumCompressionSize).toBe(1024);
  });

  test('is visited by its canary as the viewers do it, once they have a name for it', () => {
    const visited = (template: Template) => {
      const { Environment } = onlyResource(template, 'AWS::Lambda::Function', 'Canary')[1].Properties;
      return (Environment as { Variables: Record<string, unknown> }).Variables;
    };
    expect(visited(api).API_KEY_ID).not.toBe('');
    expect(visited(synthesise('prod', { edge: named }))).toMatchObject({
      API_URL: 'https://www.example.com/api/stream/extract',
      API_KEY_ID: '',
    });
  });

  test('and without one has neither secrets nor a key for it', () => {
    const plain = synthesise('prod');
    expect(resourcesOf(plain, 'AWS::SecretsManager::Secret')).toEqual([]);
    const [, fn] = onlyResource(plain, 'AWS::Lambda::Function', 'Extract');
    expect(fn.Properties.Environment).toMatchObject({ Variables: { EDGE_KEY_ID: '' } });
  });
});
