import { functionCosts, lambdaSeries } from '../costs.ts';
import { alarm, type Feature, panel, ratioAbove, row } from '../feature.ts';
import { ownSeries, ratio } from '../series.ts';

/** Seconds that viewers watch in five minutes: with some twelve of them, a share of stalls means something. */
const ENOUGH_SECONDS = 3_600;

const viewersStalled = alarm('ViewersStalled', [
  'filter ispresent(PlayedSeconds) or ispresent(StalledSeconds)',
  'stats sum(PlayedSeconds) as played, sum(StalledSeconds) as stalled, sum(PlaybackErrors) as errors by bin(5m)',
]);

/** What viewers really got. */
export const usage: Feature = {
  alarms: [viewersStalled],
  watch(stage) {
    const { usage: its } = stage.functions;
    if (its === undefined) return {};
    const own = ownSeries(stage.stage);
    const of = lambdaSeries('usage', its.name);
    const played = own('PlayedSeconds', 'seconds played');
    const stalled = ratio('stalledRatio', 'stalled', [own('StalledSeconds', 'seconds stalled')], [played]);
    return {
      rows: [
        row(
          'What do viewers really get?',
          panel('Stalled, of what was played', '%', [stalled]),
          panel('Start of a film', 'ms', [own('StartupTime', 'median', 'p50'), own('StartupTime', '95 of 100', 'p95')]),
          panel('Posts and errors of players', 'count', [
            of('Invocations', 'posts'),
            of('Throttles', 'throttled'),
            own('PlaybackErrors', 'errors'),
          ]),
        ),
      ],
      rules: [ratioAbove(viewersStalled, stalled, 5, ENOUGH_SECONDS)],
      costs: functionCosts('usage', its, stage),
    };
  },
};
