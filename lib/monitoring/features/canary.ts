import { above, alarm, type Feature, FIVE_MINUTES, MINUTE, panel, QUESTIONS, row } from '../feature.ts';
import { ownSeries } from '../series.ts';

const canaryFailing = alarm('CanaryFailing', [
  'filter message = "canary" and level = "ERROR"',
  'fields @timestamp, @message',
  'sort @timestamp desc',
  'limit 50',
]);

/** Whether the API works as a client sees it. */
export const canary: Feature = {
  alarms: [canaryFailing],
  watch({ stage, canary }) {
    if (canary === undefined) return {};
    const own = ownSeries(stage);
    const success = own('CanarySuccess', 'visits that went well', 'Average');
    const time = own('CanaryResponseTime', 'canary', 'Maximum');
    return {
      rows: [
        row(QUESTIONS.speed, panel('As the canary sees it', 'ms', [time])),
        row(QUESTIONS.errors, panel('Canary', 'count', [success])),
      ],
      rules: [
        {
          ...above(canaryFailing, success, 1),
          breaches: 'below',
          severity: 'page',
          periodSeconds: Math.max(FIVE_MINUTES, canary.everyMinutes * MINUTE),
          // A missing visit is no failed one: an alarm that was just created would page before the first visit.
          missing: 'insufficient',
        },
      ],
    };
  },
};
