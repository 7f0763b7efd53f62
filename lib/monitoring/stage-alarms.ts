import { Alarm, ComparisonOperator, type IAlarmAction, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { StageSettings } from '../stage/stage-settings.ts';
import { watchedMetric } from './cloudwatch-metrics.ts';
import type { AlarmRule, Severity } from './feature.ts';

const COMPARISON = {
  above: ComparisonOperator.GREATER_THAN_THRESHOLD,
  below: ComparisonOperator.LESS_THAN_THRESHOLD,
};
const MISSING = { notBreaching: TreatMissingData.NOT_BREACHING, insufficient: TreatMissingData.MISSING };

export interface StageAlarmsProps {
  readonly rules: readonly AlarmRule[];
  readonly settings: StageSettings['monitoring'];
}

/** One alarm for each rule. The topic of its severity, where the stage has one, is notified when it starts and ends. */
export class StageAlarms extends Construct {
  constructor(scope: Construct, id: string, { rules, settings }: StageAlarmsProps) {
    super(scope, id);
    const topics = { page: settings.pageTopicArn, ticket: settings.ticketTopicArn };
    const actions = new Map<Severity, IAlarmAction>();
    for (const severity of ['page', 'ticket'] as const) {
      const arn = topics[severity];
      if (arn !== undefined) actions.set(severity, new SnsAction(Topic.fromTopicArn(this, `${severity}Topic`, arn)));
    }
    for (const rule of rules) {
      const alarm = new Alarm(this, alarmId(rule), {
        metric: watchedMetric(rule),
        threshold: rule.threshold,
        comparisonOperator: COMPARISON[rule.breaches],
        datapointsToAlarm: rule.periods.breaching,
        evaluationPeriods: rule.periods.of,
        treatMissingData: MISSING[rule.missing],
        alarmDescription: description(rule, settings.runbookUrl),
      });
      const action = actions.get(rule.severity);
      if (action) {
        alarm.addAlarmAction(action);
        alarm.addOkAction(action);
        // Only changes of state are sent, and this is an alarm's first state: nothing is sent before the first data.
        if (rule.missing === 'insufficient') alarm.addInsufficientDataAction(action);
      }
    }
  }
}

/** `ProviderUnhealthyCatalogue` */
function alarmId({ name, of = '' }: AlarmRule): string {
  return name + of.replace(/(?:^|\W)(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

function description({ title, of, severity, threshold, breaches, periods, periodSeconds }: AlarmRule, runbook: string) {
  const when = `${breaches} ${threshold} in ${periods.breaching} of ${periods.of} × ${periodSeconds} s`;
  const anchor = title.toLowerCase().replaceAll(' ', '-');
  return `${severity}: ${title}${of === undefined ? '' : ` (${of})`}, ${when}. Runbook: ${runbook}#${anchor}`;
}
