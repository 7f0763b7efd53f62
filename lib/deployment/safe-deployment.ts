import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { Construct } from 'constructs';
import type { StreamFunction } from '../functions/stream-function.ts';

const MINUTE = Duration.minutes(1);

/** A single fault may be chance; a broken version has more of them in a minute of a tenth of the traffic. */
const FAULTS = 2;

/** Per cent of the requests. Requests that the two sides count in different minutes stay below it. */
const GATEWAY_FAULT_SHARE = 1;

const ONE_MINUTE = { breaching: 1, of: 1 };

interface AlarmOptions {
  readonly description: string;
  /** How many of the last `of` minutes must breach. */
  readonly minutes?: { readonly breaching: number; readonly of: number };
}

/** The counts by which a version is judged, each a sum over a minute. */
export interface DeploymentMetrics {
  /** Requests at the gateway, and its answers of 500 and above. */
  readonly gatewayRequests: IMetric;
  readonly gatewayServerErrors: IMetric;
  /** The function's 500s, which are faults, and its 503s and 504s, which are a provider's. */
  readonly internalErrors: IMetric;
  readonly unavailableErrors: IMetric;
  readonly timeoutErrors: IMetric;
}

export interface SafeDeploymentProps {
  /** The function that answers requests. */
  readonly extract: StreamFunction;
  /** Is updated at once, just before: no viewer waits for it. If its new version crashes, both are rolled back. */
  readonly refresh: StreamFunction;
  readonly metrics: DeploymentMetrics;
}

/**
 * Moves a tenth of the requests to a new version, and the others five minutes later. Rolls back at once when the new
 * version answers 500, returns what the gateway cannot pass on (the gateway answers 502), crashes or times out. A
 * provider's outage is 503 and 504 and rolls nothing back: the old version would do no better.
 */
export class SafeDeployment extends Construct {
  /** Those that roll a deployment back. */
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { extract, refresh, metrics }: SafeDeploymentProps) {
    super(scope, id);
    this.alarms = [
      this.#unexpectedErrors(metrics),
      this.#unreadableAnswers(metrics),
      this.#functionErrors(extract),
      this.#functionErrors(refresh),
    ];
    new LambdaDeploymentGroup(this, extract.node.id, {
      application: new LambdaApplication(this, 'Application'),
      alias: extract.live,
      deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      alarms: [...this.alarms],
    });
  }

  #unexpectedErrors({ internalErrors }: DeploymentMetrics): Alarm {
    return this.#alarm('UnexpectedErrors', internalErrors, FAULTS, {
      description: 'The extract function answers 500: a fault of ours.',
    });
  }

  /** Server errors that the function did not answer: the gateway had no answer to pass on. */
  #unreadableAnswers(metrics: DeploymentMetrics): Alarm {
    const share = new MathExpression({
      expression: '100 * (errors - FILL(internal, 0) - FILL(unavailable, 0) - FILL(timeout, 0)) / requests',
      usingMetrics: {
        errors: metrics.gatewayServerErrors,
        requests: metrics.gatewayRequests,
        internal: metrics.internalErrors,
        unavailable: metrics.unavailableErrors,
        timeout: metrics.timeoutErrors,
      },
      label: 'server errors that the gateway made itself (% of requests)',
      period: MINUTE,
    });
    return this.#alarm('UnreadableAnswers', share, GATEWAY_FAULT_SHARE, {
      description: 'The gateway itself answers 502 or 504: the function crashes, hangs, or returns no valid answer.',
      // The two sides count a minute differently when an outage begins or ends in it, and when the function's counts,
      // which come later than the gateway's, have not arrived yet.
      minutes: { breaching: 2, of: 3 },
    });
  }

  #functionErrors(each: StreamFunction): Alarm {
    const errors = each.live.metricErrors({ period: MINUTE, statistic: 'Sum' });
    return this.#alarm(`${each.node.id}Faults`, errors, FAULTS, {
      description: `The ${each.node.id.toLowerCase()} function crashes or times out.`,
    });
  }

  #alarm(id: string, metric: IMetric, threshold: number, { description, minutes = ONE_MINUTE }: AlarmOptions) {
    return new Alarm(this, id, {
      metric,
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      datapointsToAlarm: minutes.breaching,
      evaluationPeriods: minutes.of,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `Rolls a deployment back. ${description} docs/operations.md, "Roll back".`,
    });
  }
}
