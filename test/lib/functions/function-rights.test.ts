import { describe, expect, test } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { synthesise } from '../synthesise.ts';
import { onlyResource, resourcesOf } from '../template-resources.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
}

/** What a function may do: every action with the logical id of what it may do it to. */
function rightsOf(template: Template, name: string): Record<string, string[]> {
  const rights: Record<string, string[]> = {};
  for (const { Effect, Action, Resource } of statementsOf(template, name)) {
    expect(Effect).toBe('Allow');
    for (const action of [Action].flat()) {
      rights[action] = [...(rights[action] ?? []), ...logicalIds(Resource)].sort();
    }
  }
  return rights;
}

function statementsOf(template: Template, name: string): Statement[] {
  const [, { Properties }] = onlyResource(template, 'AWS::IAM::Policy', name);
  return (Properties.PolicyDocument as { Statement: Statement[] }).Statement;
}

function logicalIds(resource: unknown): string[] {
  const ids = JSON.stringify(resource).matchAll(/"(?:Ref|Fn::GetAtt)":\[?"(\w+?)[0-9A-F]{8}"/g);
  return [...new Set([...ids].map(([, id]) => id!))];
}

const catalogueOnly = synthesise('prod');
const httpProvider = { type: 'http', name: 'own', url: 'https://provider.example/extract' } as const;
const withBreaker = synthesise('prod', { providers: [httpProvider] });

describe('a function may do exactly', () => {
  const logging = (name: string) => ({
    'logs:CreateLogStream': [`${name}Logs`],
    'logs:PutLogEvents': [`${name}Logs`],
  });
  const caching = { 'dynamodb:PutItem': ['CacheTable'], 'dynamodb:UpdateItem': ['CacheTable'] };
  const looking = { 'dynamodb:GetItem': ['CacheTable', 'CatalogueTable'] };

  test('extract: log, count, cache, look titles up, and start refreshes', () => {
    expect(rightsOf(catalogueOnly, 'Extract')).toEqual({
      ...logging('Extract'),
      ...caching,
      'dynamodb:GetItem': ['CacheTable', 'CatalogueTable', 'LimitsTable'],
      'dynamodb:UpdateItem': ['CacheTable', 'LimitsTable'],
      'dynamodb:DeleteItem': ['LimitsTable'],
      'lambda:InvokeFunction': ['RefreshLive'],
    });
  });

  test('refresh: log, cache and look titles up', () => {
    expect(rightsOf(catalogueOnly, 'Refresh')).toEqual({ ...logging('Refresh'), ...caching, ...looking });
  });

  test('cache: log, show and purge', () => {
    expect(rightsOf(catalogueOnly, 'Cache')).toEqual({
      ...logging('Cache'),
      'dynamodb:GetItem': ['CacheTable'],
      'dynamodb:PutItem': ['CacheTable'],
    });
  });

  test.each(['Extract', 'Refresh'])(
    '%s, where a provider has a breaker: delete it from the cache table too',
    (name) => {
      const without = rightsOf(catalogueOnly, name);
      expect(rightsOf(withBreaker, name)).toEqual({
        ...without,
        'dynamodb:DeleteItem': ['CacheTable', ...(without['dynamodb:DeleteItem'] ?? [])],
      });
    },
  );
});

test('no function has a managed policy, and none may act on everything', () => {
  const roles = resourcesOf(withBreaker, 'AWS::IAM::Role').filter(([, { Properties }]) =>
    JSON.stringify(Properties.AssumeRolePolicyDocument).includes('lambda.amazonaws.com'),
  );
  expect(roles).toHaveLength(resourcesOf(withBreaker, 'AWS::Lambda::Function').length);
  for (const [, { Properties }] of roles) {
    expect(Properties).not.toHaveProperty('ManagedPolicyArns');
  }
  for (const [, { Properties }] of resourcesOf(withBreaker, 'AWS::IAM::Policy')) {
    expect(JSON.stringify(Properties.PolicyDocument)).not.toContain('"Resource":"*"');
  }
});

test.each(['Extract', 'Refresh'])(
  '%s reads the secrets of its providers, by name or by ARN, and nothing else of them',
  (name) => {
    const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:second';
    const providers = ['first', arn, `${arn}-a1B2c3`].map((tokenSecret, index) => ({
      ...httpProvider,
      name: `own-${index}`,
      tokenSecret,
    }));
    const statements = statementsOf(synthesise('dev', { providers }), name);
    const [secrets, ...others] = statements.filter(({ Action }) => JSON.stringify(Action).includes('secretsmanager'));
    expect(others).toEqual([]);
    expect(secrets!.Action).toBe('secretsmanager:GetSecretValue');
    const resources = secrets!.Resource as unknown[];
    const byArn = resources.filter((resource) => typeof resource === 'string');
    const [byName, ...more] = resources.filter((resource) => typeof resource !== 'string');
    expect(more).toEqual([]);
    expect(JSON.stringify(byName)).toContain(':secret:first-??????');
    expect(byArn.toSorted()).toEqual([`${arn}-??????`, `${arn}-a1B2c3`]);
  },
);
