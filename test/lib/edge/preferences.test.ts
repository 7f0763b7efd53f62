import { expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { emptyApp } from '../../../lib/app.ts';
import { EdgeStack } from '../../../lib/edge/edge-stack.ts';
import { loadStageSettings, type StageOverrides } from '../../../lib/stage/load-stage.ts';
import { synthesise } from '../synthesise.ts';
import { onlyResource, resourcesOf } from '../template-resources.ts';

/* What of a request is in which key of the edge, and what reaches the API, of a stage that keeps preferences. */

const edge = { siteOrigin: 'https://origin.example.com', plan: { rate: 500, burst: 1000 }, floodLimit: 5000 };
const preferences = { tokenSecret: 'viewer-token' };

function edgeOf(overrides: StageOverrides): Template {
  const settings = loadStageSettings('prod', overrides);
  const props = { settings, edge: settings.edge!, apiRegion: 'eu-west-1', consolePage: undefined };
  return Template.fromStack(new EdgeStack(emptyApp(), 'StreamApi-prod-edge', props));
}

interface Behavior {
  readonly PathPattern: string;
  readonly CachePolicyId: { readonly Ref: string };
  readonly OriginRequestPolicyId: { readonly Ref: string };
  readonly AllowedMethods: string[];
}

const template = edgeOf({ edge, preferences });
const behaviors = (
  onlyResource(template, 'AWS::CloudFront::Distribution')[1].Properties.DistributionConfig as {
    CacheBehaviors: Behavior[];
  }
).CacheBehaviors;

/** The headers in the key of a path. */
function keyOf(pattern: string) {
  const { Ref: id } = behaviors.find(({ PathPattern }) => PathPattern === pattern)!.CachePolicyId;
  const [, policy] = resourcesOf(template, 'AWS::CloudFront::CachePolicy').find(([each]) => each === id)!;
  const { ParametersInCacheKeyAndForwardedToOrigin: key } = policy.Properties.CachePolicyConfig as {
    ParametersInCacheKeyAndForwardedToOrigin: Record<string, Record<string, unknown>>;
  };
  return {
    headers: key.HeadersConfig!.Headers,
    queries: key.QueryStringsConfig!.QueryStringBehavior,
    cookies: key.CookiesConfig!.CookieBehavior,
  };
}

test('the token of a viewer reaches the API on the one path that takes it, before any other pattern', () => {
  expect(behaviors.map(({ PathPattern }) => PathPattern)).toEqual(['/api/stream/preferences', '/api/*']);
  expect(keyOf('/api/stream/preferences')).toEqual({
    headers: ['Authorization', 'Origin'],
    queries: 'all',
    cookies: 'none',
  });
  expect(behaviors[0]!.AllowedMethods).toEqual(expect.arrayContaining(['GET', 'PUT', 'DELETE', 'OPTIONS']));
});

test('what changes an answer is in its key: every parameter, the origin, and whether data are saved', () => {
  expect(keyOf('/api/*')).toEqual({ headers: ['Origin', 'Save-Data'], queries: 'all', cookies: 'none' });
});

test('no policy of requests to the API forwards a token', () => {
  for (const [, { Properties }] of resourcesOf(template, 'AWS::CloudFront::OriginRequestPolicy')) {
    expect(JSON.stringify(Properties)).not.toContain('Authorization');
  }
});

test('a stage without preferences has no policy for tokens', () => {
  const policies = resourcesOf(edgeOf({ edge }), 'AWS::CloudFront::CachePolicy').map(([id]) => id);
  expect(policies.filter((id) => id.startsWith('Preferences'))).toEqual([]);
});

test('the stage has a function with exactly its rights, and keys where the others have them', () => {
  const api = synthesise('prod', { edge, preferences });
  const [, policy] = onlyResource(api, 'AWS::IAM::Policy', 'Preferences');
  const { Statement: statements } = policy.Properties.PolicyDocument as { Statement: { Action: unknown }[] };
  expect(new Set(statements.flatMap(({ Action }) => Action))).toEqual(
    new Set([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:DeleteItem',
      'dynamodb:UpdateItem',
      'secretsmanager:GetSecretValue',
    ]),
  );
  const methods = resourcesOf(api, 'AWS::ApiGateway::Method').filter(([id]) => id.includes('preferences'));
  expect(methods.map(([, { Properties }]) => Properties.ApiKeyRequired)).toEqual([true]);
  const [, table] = onlyResource(api, 'AWS::DynamoDB::Table', 'PreferencesTable');
  expect(table.Properties).toMatchObject({ TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true } });
  expect(table.Properties).not.toHaveProperty('PointInTimeRecoverySpecification');
});
