import { Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { Construct } from 'constructs';
import { METRICS_NAMESPACE, type MetricName, SERVICE } from '../../contract/metrics.ts';
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

export interface SafeDeploymentProps {
  readonly stage: string;
  /** The function that answers requests. */
  readonly extract: StreamFunction;
  /** Is updated at once, just before: no viewer waits for it. If its new version crashes, both are rolled back. */
  readonly refresh: StreamFunction;
}

/**
 * Moves a tenth of the requests to a new version, and the others five minutes later. Rolls back at once when the new
 * version answers 500, returns what the gateway cannot pass on (the gateway answers 502), crashes or times out. A
 * provider's outage is 503 and 504 and rolls nothing back: the old version would do no better.
 */
export class SafeDeployment extends Construct {
  constructor(scope: Construct, id: string, { stage, extract, refresh }: SafeDeploymentProps) {
    super(scope, id);
    const alarms = [
      this.#unexpectedErrors(stage),
      this.#unreadableAnswers(stage),
      this.#functionErrors(extract),
      this.#functionErrors(refresh),
    ];
    new LambdaDeploymentGroup(this, extract.node.id, {
      application: new LambdaApplication(this, 'Application'),
      alias: extract.live,
      deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      alarms,
    });
  }

  #unexpectedErrors(stage: string): Alarm {
    return this.#alarm('UnexpectedErrors', ownCount('InternalErrors', stage), FAULTS, {
      description: 'The extract function answers 500: a fault of ours.',
    });
  }

  /**
   * Server errors that the function did not answer: the gateway had no answer to pass on. The gateway's metrics are
   * found by name: a reference to it would close a circle, since it depends on the alias, the alias on its deployment,
   * and that on the alarms.
   */
  #unreadableAnswers(stage: string): Alarm {
    const gateway = { ApiName: Stack.of(this).stackName, Stage: stage };
    const share = new MathExpression({
      expression: '100 * (errors - FILL(internal, 0) - FILL(unavailable, 0) - FILL(timeout, 0)) / requests',
      usingMetrics: {
        errors: count('AWS/ApiGateway', '5XXError', gateway),
        requests: count('AWS/ApiGateway', 'Count', gateway),
        internal: ownCount('InternalErrors', stage),
        unavailable: ownCount('UnavailableErrors', stage),
        timeout: ownCount('TimeoutErrors', stage),
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

/** A sum over a minute. */
const count = (namespace: string, metricName: string, dimensionsMap: Record<string, string>): Metric =>
  new Metric({ namespace, metricName, dimensionsMap, period: MINUTE, statistic: 'Sum' });

/** The function's 500s (`InternalErrors`) are faults; its 503s and 504s are a provider's. */
const ownCount = (metric: MetricName, stage: string): Metric =>
  count(METRICS_NAMESPACE, metric, { service: SERVICE, stage });
