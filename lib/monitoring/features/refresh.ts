import { functionCosts, lambdaSeries } from '../costs.ts';
import { above, alarm, type Feature, panel, QUESTIONS, ratioAbove, row } from '../feature.ts';
import { ownSeries, ratio } from '../series.ts';

const refreshesDropped = alarm('RefreshesDropped', [
  'filter ispresent(cache.refresh)',
  'stats count(*) as answers by cache.refresh, bin(5m)',
]);
const refreshesFailing = alarm('RefreshesFailing', [
  'filter message = "refresh" and outcome not in ["stored", "superseded"]',
  'fields @timestamp, mediaType, tmdbId, season, episode, outcome, responseTime, @message',
  'sort @timestamp desc',
  'limit 100',
]);

/** Whether stale entries are refreshed. */
export const refresh: Feature = {
  alarms: [refreshesDropped, refreshesFailing],
  watch(monitored) {
    const own = ownSeries(monitored.stage);
    const { refresh } = monitored.functions;
    const ended = own('Refreshes', 'refreshes');
    const failed = own('RefreshesFailed', 'failed');
    const failureRatio = ratio('refreshFailureRatio', 'failed', [failed], [ended]);
    const dropped = lambdaSeries('refresh', refresh.name)('AsyncEventsDropped', 'dropped by Lambda');
    const counts = [
      own('RefreshesStarted', 'started'),
      own('RefreshesNotStarted', 'could not be started'),
      own('HandedOver', 'handed over at the deadline'),
      ended,
      failed,
      dropped,
    ];
    return {
      rows: [
        row(
          QUESTIONS.operation,
          panel('Refreshes', 'count', counts),
          panel('Refreshes: time', 'ms', [own('RefreshTime', 'time (p95)', 'p95')]),
          panel('Refreshes: failed', '%', [failureRatio]),
        ),
      ],
      rules: [above(refreshesDropped, dropped, 0), ratioAbove(refreshesFailing, failureRatio, 50, 5)],
      costs: functionCosts('refresh', refresh, monitored),
    };
  },
};
