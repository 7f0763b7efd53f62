import { Duration } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { METRICS_NAMESPACE, type MetricName, SERVICE } from '../contract/metrics.ts';
import type { DeploymentMetrics } from './safe-deployment.ts';
import type { StageSettings } from './stage-settings.ts';

/** The counts by which a stage's new version is judged. */
export function deploymentMetrics(api: RestApi, { stage }: Pick<StageSettings, 'stage'>): DeploymentMetrics {
  const eachMinute = { period: Duration.minutes(1), statistic: 'Sum' };
  const ours = (metricName: MetricName) =>
    new Metric({ namespace: METRICS_NAMESPACE, metricName, dimensionsMap: { service: SERVICE, stage }, ...eachMinute });
  return {
    gatewayRequests: api.deploymentStage.metricCount(eachMinute),
    gatewayServerErrors: api.deploymentStage.metricServerError(eachMinute),
    internalErrors: ours('InternalErrors'),
    unavailableErrors: ours('UnavailableErrors'),
    timeoutErrors: ours('TimeoutErrors'),
  };
}
