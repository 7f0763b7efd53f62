import { AccessLogFormat, type IAccessLogDestination, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigateway';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { StageSettings } from '../stage/stage-settings.ts';
import { logRemovalPolicy } from '../tables/removal-policy.ts';

/** One line for each request at the gateway, without address, user agent and query. */
const FORMAT = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTimeEpoch',
    method: '$context.httpMethod',
    path: '$context.resourcePath',
    status: '$context.status',
    responseLatency: '$context.responseLatency',
    integrationLatency: '$context.integrationLatency',
    integrationStatus: '$context.integration.integrationStatus',
    responseType: '$context.error.responseType',
    apiKeyId: '$context.identity.apiKeyId',
  }),
);

/** The access log of a stage, as options of its deployment. */
export function accessLog(
  scope: Construct,
  id: string,
  settings: StageSettings,
): { accessLogDestination: IAccessLogDestination; accessLogFormat: AccessLogFormat } {
  const logs = new LogGroup(scope, id, {
    retention: settings.logRetentionDays,
    removalPolicy: logRemovalPolicy(settings),
  });
  return { accessLogDestination: new LogGroupLogDestination(logs), accessLogFormat: FORMAT };
}
