import { describe, expect, test } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { loadStageSettings, StageSettingsError } from '../../../lib/stage/load-stage.ts';
import { cdnHosts } from '../../../lib/usage/cdn-hosts.ts';
import { synthesise } from '../synthesise.ts';
import { onlyResource, type Resource, resourcesOf } from '../template-resources.ts';

const withUsage = synthesise('prod', {
  usage: { origins: ['https://player.example'], reservedConcurrency: 20 },
  health: {},
  corsOrigins: ['https://www.example.com'],
});

const collector = (template: Template): Resource['Properties'] =>
  resourcesOf(template, 'AWS::Lambda::Function').find(
    ([, { Properties }]) => Properties.Handler === 'usage.handler',
  )![1].Properties;

const rightsOf = (template: Template, name: string): string[] => {
  const [, { Properties }] = onlyResource(template, 'AWS::IAM::Policy', name);
  const { Statement } = Properties.PolicyDocument as { Statement: { Action: string | string[]; Resource: unknown }[] };
  return Statement.flatMap(({ Action, Resource }) =>
    [Action].flat().flatMap((action) => {
      const ids = [...JSON.stringify(Resource).matchAll(/"(\w+?)[0-9A-F]{8}"/g)].map(([, id]) => id);
      return [...new Set(ids)].map((id) => `${action} ${id}`);
    }),
  ).filter((right) => /^(dynamodb|lambda):/.test(right));
};

describe('a stage with usage', () => {
  test('has its own throttle for the route, beside the one of the stage', () => {
    const [[, stage]] = resourcesOf(withUsage, 'AWS::ApiGateway::Stage') as [[string, Resource]];
    expect(stage.Properties.MethodSettings).toEqual([
      expect.objectContaining({ HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 1000 }),
      expect.objectContaining({
        HttpMethod: 'ANY',
        ResourcePath: '/~1api~1stream~1cmcd',
        ThrottlingRateLimit: 200,
        ThrottlingBurstLimit: 400,
      }),
    ]);
  });

  test('asks for no key there, and reserves containers by setting', () => {
    const methods = resourcesOf(withUsage, 'AWS::ApiGateway::Method').filter(([id]) => id.includes('cmcd'));
    expect(methods.map(([, { Properties }]) => [Properties.HttpMethod, Properties.ApiKeyRequired])).toEqual([
      ['ANY', false],
    ]);
    expect(collector(withUsage)).toMatchObject({ ReservedConcurrentExecutions: 20 });
    expect(collector(synthesise('dev'))).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  test('keeps sums for as long as they live, and has its own limit and origins', () => {
    const [, table] = onlyResource(withUsage, 'AWS::DynamoDB::Table', 'UsageTable');
    expect(table.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    });
    const { Variables } = collector(withUsage).Environment as { Variables: Record<string, string> };
    expect(Variables).toMatchObject({
      RATE_LIMIT: '60',
      PAGE_ORIGINS: '["https://www.example.com","https://player.example"]',
      CDN_HOSTS: '{}',
    });
  });

  test('lets the collector add, look and report, and the report read', () => {
    expect(rightsOf(withUsage, 'UsageCollector').sort()).toEqual([
      'dynamodb:DeleteItem LimitsTable',
      'dynamodb:GetItem CacheTable',
      'dynamodb:GetItem HealthTable',
      'dynamodb:GetItem LimitsTable',
      'dynamodb:PutItem HealthTable',
      'dynamodb:UpdateItem LimitsTable',
      'dynamodb:UpdateItem UsageTable',
      'lambda:InvokeFunction HealthLive',
    ]);
    expect(rightsOf(withUsage, 'UsageReport')).toEqual(['dynamodb:Query UsageTable']);
  });
});

test.each(['staging', 'prod'])('%s as it is has nothing of it', (stage) => {
  const template = synthesise(stage);
  const named = Object.keys(template.toJSON().Resources).filter((id) => /^Usage|cmcd|ViewersStalled/.test(id));
  expect(named).toEqual([]);
});

describe('the settings', () => {
  test('have their defaults in their schema, and are on in dev', () => {
    const defaults = { origins: [], throttle: { rate: 200, burst: 400 }, limit: 60 };
    expect(loadStageSettings('dev').usage).toEqual(defaults);
    expect(loadStageSettings('prod', { usage: {} }).usage).toEqual(defaults);
    expect(loadStageSettings('dev', { usage: null }).usage).toBeUndefined();
  });

  test.each([{ limit: 0 }, { reservedConcurrency: 0 }, { origins: ['https://a.example/path'] }])(
    'refuse %j',
    (usage) => {
      expect(() => loadStageSettings('dev', { usage })).toThrow(StageSettingsError);
    },
  );

  test('name CDNs by their hosts, where the stage has any', () => {
    const cdns = [{ name: 'main', base: 'https://cdn.example.com:8443/media/' }];
    expect(cdnHosts({ ...loadStageSettings('dev'), cdns } as never)).toEqual({ 'cdn.example.com:8443': 'main' });
    expect(cdnHosts(loadStageSettings('dev'))).toEqual({});
  });
});
