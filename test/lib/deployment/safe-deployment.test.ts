import { describe, expect, test } from '@jest/globals';
import { synthesise } from '../synthesise.ts';
import { onlyResource, type Resource, resourcesOf } from '../template-resources.ts';

const dev = synthesise('dev');
const prod = synthesise('prod');

const updatePolicy = (resource: Resource) => (resource as Resource & { UpdatePolicy?: unknown }).UpdatePolicy;

/** The names of metrics that an alarm looks at. */
function metricsOf({ Properties }: Resource): string[] {
  return [...JSON.stringify(Properties).matchAll(/"MetricName":"(\w+)"/g)].map(([, name]) => name!).sort();
}

describe('every call reaches a function by its alias `live`', () => {
  test.each(['dev', 'prod'] as const)('in %s', (stage) => {
    const template = stage === 'dev' ? dev : prod;
    const aliases = resourcesOf(template, 'AWS::Lambda::Alias');
    expect(aliases).toHaveLength(resourcesOf(template, 'AWS::Lambda::Function').length);
    for (const [, { Properties }] of aliases) expect(Properties.Name).toBe('live');
  });

  test('the refreshes that extract starts, too, and it may start no other version', () => {
    const [alias] = onlyResource(prod, 'AWS::Lambda::Alias', 'Refresh');
    const [, extract] = onlyResource(prod, 'AWS::Lambda::Function', 'Extract');
    expect(extract.Properties.Environment).toMatchObject({ Variables: { REFRESH_FUNCTION: { Ref: alias } } });
    const [, policy] = onlyResource(prod, 'AWS::IAM::Policy', 'Extract');
    const { Statement } = policy.Properties.PolicyDocument as { Statement: { Action: unknown; Resource: unknown }[] };
    const invoking = Statement.filter(({ Action }) => JSON.stringify(Action).includes('lambda:InvokeFunction'));
    expect(invoking.map(({ Resource }) => Resource)).toEqual([{ Ref: alias }]);
  });

  test('and the limits on asynchronous calls are set on the alias that is called', () => {
    const [, { Properties }] = onlyResource(prod, 'AWS::Lambda::EventInvokeConfig', 'Refresh');
    expect(JSON.stringify(Properties.Qualifier)).toContain(onlyResource(prod, 'AWS::Lambda::Alias', 'Refresh')[0]);
  });
});

describe('a deployment', () => {
  test('to dev happens at once', () => {
    expect(resourcesOf(dev, 'AWS::CodeDeploy::DeploymentGroup')).toEqual([]);
    for (const [, alias] of resourcesOf(dev, 'AWS::Lambda::Alias')) expect(updatePolicy(alias)).toBeUndefined();
  });

  test('to prod begins with a tenth of the requests', () => {
    const [groupId, group] = onlyResource(prod, 'AWS::CodeDeploy::DeploymentGroup');
    expect(group.Properties).toMatchObject({
      DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
      AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
      AlarmConfiguration: { Enabled: true },
    });
    expect(updatePolicy(onlyResource(prod, 'AWS::Lambda::Alias', 'Extract')[1])).toMatchObject({
      CodeDeployLambdaAliasUpdate: { DeploymentGroupName: { Ref: groupId } },
    });
  });

  test('is rolled back by 500s, by answers that the gateway had to replace, and by crashes of either function', () => {
    const [, group] = onlyResource(prod, 'AWS::CodeDeploy::DeploymentGroup', 'DeploymentExtract');
    const { Alarms } = group.Properties.AlarmConfiguration as { Alarms: { Name: { Ref: string } }[] };
    const alarms = new Map(resourcesOf(prod, 'AWS::CloudWatch::Alarm'));
    expect(Alarms.map(({ Name }) => metricsOf(alarms.get(Name.Ref)!))).toEqual([
      ['InternalErrors'],
      ['5XXError', 'Count', 'InternalErrors', 'TimeoutErrors', 'UnavailableErrors'],
      ['Errors'],
      ['Errors'],
    ]);
  });

  test('is not rolled back by the 503s and 504s of a provider’s outage: they are taken out of the gateway’s count', () => {
    const [, alarm] = onlyResource(prod, 'AWS::CloudWatch::Alarm', 'DeploymentUnreadableAnswers');
    const { Expression } = (alarm.Properties.Metrics as { Expression?: string }[])[0]!;
    expect(Expression).toBe('100 * (errors - FILL(internal, 0) - FILL(unavailable, 0) - FILL(timeout, 0)) / requests');
    const { DatapointsToAlarm, EvaluationPeriods } = alarm.Properties;
    expect([DatapointsToAlarm, EvaluationPeriods]).toEqual([2, 3]);
  });

  test('is rolled back at the first minute of two faults, or at two minutes of three with one in a hundred', () => {
    const numbers = resourcesOf(prod, 'AWS::CloudWatch::Alarm')
      .filter(([id]) => id.startsWith('Deployment'))
      .map(([id, { Properties }]) => [
        id.slice('Deployment'.length, -8),
        Properties.ComparisonOperator,
        Properties.Threshold,
        Properties.DatapointsToAlarm,
        Properties.EvaluationPeriods,
      ]);
    const atLeast = 'GreaterThanOrEqualToThreshold';
    expect(numbers).toEqual([
      ['UnexpectedErrors', atLeast, 2, 1, 1],
      ['UnreadableAnswers', atLeast, 1, 2, 3],
      ['ExtractFaults', atLeast, 2, 1, 1],
      ['RefreshFaults', atLeast, 2, 1, 1],
    ]);
  });

  test('is judged by sums over a minute', () => {
    for (const [id, { Properties }] of resourcesOf(prod, 'AWS::CloudWatch::Alarm')) {
      if (!id.startsWith('Deployment')) continue;
      const periods = [...JSON.stringify(Properties).matchAll(/"Period":(\d+)/g)].map(([, period]) => period);
      const statistics = [...JSON.stringify(Properties).matchAll(/"Stat(?:istic)?":"(\w+)"/g)].map(([, name]) => name);
      expect([id, new Set(periods), new Set(statistics)]).toEqual([id, new Set(['60']), new Set(['Sum'])]);
    }
  });

  test('of a stack without traffic is judged by nothing, and passes', () => {
    for (const [id, { Properties }] of resourcesOf(prod, 'AWS::CloudWatch::Alarm')) {
      if (id.startsWith('Deployment')) expect(Properties.TreatMissingData).toBe('notBreaching');
    }
  });
});
