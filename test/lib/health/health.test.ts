import { describe, expect, test } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { loadStageSettings, StageSettingsError } from '../../../lib/stage/load-stage.ts';
import { STAGES } from '../../../lib/stage/stages.ts';
import { synthesise } from '../synthesise.ts';
import { onlyResource, type Resource } from '../template-resources.ts';

const withHealth = synthesise('prod', { health: {}, corsOrigins: ['https://www.example.com'] });

const everyResource = (template: Template): Record<string, Resource> => template.toJSON().Resources;

const actionsOf = (template: Template, name: string): string[] => {
  const [, { Properties }] = onlyResource(template, 'AWS::IAM::Policy', name);
  const { Statement } = Properties.PolicyDocument as { Statement: { Action: string | string[]; Resource: unknown }[] };
  return Statement.flatMap(({ Action, Resource }) =>
    [Action].flat().flatMap((action) => {
      const ids = [...JSON.stringify(Resource).matchAll(/"(\w+?)[0-9A-F]{8}"/g)].map(([, id]) => id);
      return ids.map((id) => `${action} ${id}`);
    }),
  ).filter((right) => right.startsWith('dynamodb:'));
};

describe('a stage with health', () => {
  test('has a function on a schedule, and its table', () => {
    const [, rule] = onlyResource(withHealth, 'AWS::Events::Rule', 'Health');
    expect(rule.Properties).toMatchObject({ ScheduleExpression: 'rate(5 minutes)' });
    const [, table] = onlyResource(withHealth, 'AWS::DynamoDB::Table', 'HealthTable');
    expect(table.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    });
  });

  test('gives the prober its settings, and the pages of the stage', () => {
    const [, { Properties }] = onlyResource(withHealth, 'AWS::Lambda::Function', 'Health');
    expect((Properties.Environment as { Variables: object }).Variables).toMatchObject({
      BUDGET_SOURCES: '200',
      FAILURES_TO_DOWN: '2',
      SUCCESSES_TO_UP: '3',
      SLOW_MS: '2000',
      PAGE_ORIGINS: '["https://www.example.com"]',
    });
  });

  test('lets the prober read links and write what it finds, and a request look and note', () => {
    expect(actionsOf(withHealth, 'Health').sort()).toEqual([
      'dynamodb:GetItem CacheTable',
      'dynamodb:GetItem CatalogueTable',
      'dynamodb:GetItem HealthTable',
      'dynamodb:PutItem HealthTable',
      'dynamodb:Scan CatalogueTable',
    ]);
    const ofHealth = (name: string) => actionsOf(withHealth, name).filter((right) => right.endsWith(' HealthTable'));
    expect(ofHealth('Extract').sort()).toEqual(['dynamodb:GetItem HealthTable', 'dynamodb:UpdateItem HealthTable']);
    expect(ofHealth('Refresh')).toEqual(['dynamodb:UpdateItem HealthTable']);
  });
});

describe.each(Object.keys(STAGES))('%s as it is', (stage) => {
  test('has no resource of health', () => {
    const named = Object.keys(everyResource(synthesise(stage))).filter((id) =>
      /^Health|HealthNotRun|SourcesDown|OriginDown/.test(id),
    );
    expect(named).toEqual([]);
  });
});

describe('the settings', () => {
  test('have their defaults in their schema', () => {
    expect(loadStageSettings('dev', { health: {} }).health).toEqual({
      everyMinutes: 5,
      budgetSources: 200,
      failuresToDown: 2,
      successesToUp: 3,
      slowMs: 2000,
      notedShare: 0.05,
    });
  });

  test.each([{ everyMinutes: 0 }, { budgetSources: 0 }, { slowMs: 10 }, { origins: ['https://a.example/path'] }])(
    'refuse %j',
    (health) => {
      expect(() => loadStageSettings('dev', { health })).toThrow(StageSettingsError);
    },
  );
});
