import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { Construct } from 'constructs';
import type { StreamFunction } from '../functions/stream-function.ts';

const MINUTE = Duration.minutes(1);

/** A single fault may be chance; a version that is broken shows more of them within a minute of a tenth of the traffic. */
const FAULTS = 2;

/** Per cent of the requests. What the two sides of a minute's end count apart stays below it. */
const GATEWAY_FAULT_SHARE = 1;

const ONE_MINUTE = { breaching: 1, of: 1 };

interface AlarmOptions {
  readonly says: string;
  /** So many of the last `of` minutes must breach. */
  readonly minutes?: { readonly breaching: number; readonly of: number };
}

/** The counts by which a version is judged, each a sum over a minute. */
export interface DeploymentMetrics {
  /** Requests at the gateway, and its answers from 500 up. */
  readonly gatewayRequests: IMetric;
  readonly gatewayServerErrors: IMetric;
  /** The function's own 500s, which nobody expects, and its 503s and 504s, which are an upstream's. */
  readonly internalErrors: IMetric;
  readonly unavailableErrors: IMetric;
  readonly timeoutErrors: IMetric;
}

export interface SafeDeploymentProps {
  /** What requests pass through. */
  readonly extract: StreamFunction;
  /** Is updated just before and at once, off the viewers' way; where its new version crashes, both go back. */
  readonly refresh: StreamFunction;
  readonly metrics: DeploymentMetrics;
}

/**
 * Moves a tenth of the calls to a new version, and the rest five minutes later; back at once when the new version
 * answers 500, answers what the gateway cannot pass on (a 502 of its own), crashes or times out. An upstream's outage
 * shows as 503 and 504 and rolls nothing back: the old version would fare no better.
 */
export class SafeDeployment extends Construct {
  /** What rolls a deployment back. */
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
      says: 'The extract function answers 500: a fault of ours.',
    });
  }

  /** What the gateway counts beyond the function's own answers it has made itself, for want of an answer to pass on. */
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
      says: 'The gateway answers 502 or 504 of its own: the function crashes, hangs, or answers what cannot be passed on.',
      // A minute in which an outage begins or ends is counted differently by the two sides, and so is one whose counts of
      // our own have not arrived yet: the gateway's come sooner.
      minutes: { breaching: 2, of: 3 },
    });
  }

  #functionErrors(each: StreamFunction): Alarm {
    const errors = each.live.metricErrors({ period: MINUTE, statistic: 'Sum' });
    return this.#alarm(`${each.node.id}Faults`, errors, FAULTS, {
      says: `The ${each.node.id.toLowerCase()} function crashes or times out.`,
    });
  }

  #alarm(id: string, metric: IMetric, threshold: number, { says, minutes = ONE_MINUTE }: AlarmOptions) {
    return new Alarm(this, id, {
      metric,
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      datapointsToAlarm: minutes.breaching,
      evaluationPeriods: minutes.of,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `Rolls a deployment back. ${says} docs/operations.md, "Roll back".`,
    });
  }
}
