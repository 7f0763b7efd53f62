import { Duration, type Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { METRICS_NAMESPACE, type MetricName, SERVICE } from '../../contract/metrics.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import type { DeploymentMetrics } from './safe-deployment.ts';

/**
 * The counts by which a stage's new version is judged. The gateway's are found by name: a reference to the gateway
 * would close a circle, since it depends on the alias, the alias on its deployment, and that on the alarms.
 */
export function deploymentMetrics(stack: Stack, { stage }: Pick<StageSettings, 'stage'>): DeploymentMetrics {
  const eachMinute = { period: Duration.minutes(1), statistic: 'Sum' };
  const gateway = (metricName: string) => {
    const dimensionsMap = { ApiName: stack.stackName, Stage: stage };
    return new Metric({ namespace: 'AWS/ApiGateway', metricName, dimensionsMap, ...eachMinute });
  };
  const ours = (metricName: MetricName) => {
    const dimensionsMap = { service: SERVICE, stage };
    return new Metric({ namespace: METRICS_NAMESPACE, metricName, dimensionsMap, ...eachMinute });
  };
  return {
    gatewayRequests: gateway('Count'),
    gatewayServerErrors: gateway('5XXError'),
    internalErrors: ours('InternalErrors'),
    unavailableErrors: ours('UnavailableErrors'),
    timeoutErrors: ours('TimeoutErrors'),
  };
}
