import { describe, expect, test } from '@jest/globals';
import { synthesise } from '../synthesise.ts';
import { onlyResource, resourcesOf } from '../template-resources.ts';

const prod = synthesise('prod');

describe('the canary', () => {
  test('is not there where the stage names no title for it', () => {
    const dev = synthesise('dev');
    expect(resourcesOf(dev, 'AWS::Events::Rule')).toEqual([]);
    expect(resourcesOf(dev, 'AWS::Lambda::Function').filter(([id]) => id.startsWith('Canary'))).toEqual([]);
  });

  test('visits every five minutes the title that the stage names, by its alias and without repeats', () => {
    const [, rule] = onlyResource(prod, 'AWS::Events::Rule');
    const [alias] = onlyResource(prod, 'AWS::Lambda::Alias', 'Canary');
    expect(rule.Properties).toMatchObject({
      ScheduleExpression: 'rate(5 minutes)',
      State: 'ENABLED',
      Targets: [{ Arn: { Ref: alias }, RetryPolicy: { MaximumRetryAttempts: 0 } }],
    });
    const [, { Properties }] = onlyResource(prod, 'AWS::Lambda::Function', 'Canary');
    const { Variables } = Properties.Environment as { Variables: Record<string, string> };
    expect(JSON.parse(Variables.CONTENT!)).toEqual({ mediaType: 'movie', tmdbId: '10378' });
  });

  test('has its own key on the plan, knows its id only, and may read that key and nothing else', () => {
    const [keyId] = onlyResource(prod, 'AWS::ApiGateway::ApiKey', 'CanaryKey');
    const [, fn] = onlyResource(prod, 'AWS::Lambda::Function', 'Canary');
    expect(fn.Properties.Environment).toMatchObject({ Variables: { API_KEY_ID: { Ref: keyId } } });
    const [, policy] = onlyResource(prod, 'AWS::IAM::Policy', 'Canary');
    const { Statement } = policy.Properties.PolicyDocument as { Statement: { Action: string; Resource: unknown }[] };
    const reading = Statement.filter(({ Action }) => JSON.stringify(Action).includes('apigateway'));
    expect(reading).toEqual([
      {
        Effect: 'Allow',
        Action: 'apigateway:GET',
        Resource: {
          'Fn::Join': [
            '',
            ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, '::/apikeys/', { Ref: keyId }],
          ],
        },
      },
    ]);
    const onPlan = resourcesOf(prod, 'AWS::ApiGateway::UsagePlanKey').map(([, { Properties }]) => Properties.KeyId);
    expect(onPlan).toContainEqual({ Ref: keyId });
  });

  test('of a public API needs no key', () => {
    const content = { mediaType: 'tv', tmdbId: '1396', season: 1, episode: 1 } as const;
    const template = synthesise('dev', { canary: { content, everyMinutes: 1 } });
    expect(resourcesOf(template, 'AWS::ApiGateway::ApiKey')).toEqual([]);
    template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(1 minute)' });
    const [, { Properties }] = onlyResource(template, 'AWS::Lambda::Function', 'Canary');
    expect(Properties.Environment).toMatchObject({
      Variables: { API_KEY_ID: '', CONTENT: JSON.stringify(content) },
    });
  });
});
