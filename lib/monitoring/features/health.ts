import { functionCosts } from '../costs.ts';
import { above, alarm, type Feature, FIVE_MINUTES, MINUTE, panel, ratioAbove, row } from '../feature.ts';
import { ownSeries, ratio } from '../series.ts';

const LINES = 'filter message in ["health", "source health", "origin down", "the prober is blocked"]';

const sourcesDown = alarm('SourcesDown', [
  'filter message = "source health" and to = "down"',
  'fields @timestamp, content, id, reason',
  'sort @timestamp desc',
  'limit 50',
]);
const originDown = alarm('OriginDown', [
  'filter message in ["origin down", "health"]',
  'fields @timestamp, message, origin, originsDown.0, probed',
  'sort @timestamp desc',
  'limit 50',
]);
const healthNotRun = alarm('HealthNotRun', [LINES, 'fields @timestamp, message, probed, blocked', 'limit 50']);

/** Which sources are well, as a prober sees them. */
export const health: Feature = {
  alarms: [sourcesDown, originDown, healthNotRun],
  watch(stage) {
    const { health: its, functions } = stage;
    if (its === undefined) return {};
    const own = ownSeries(stage.stage);
    const probed = own('SourcesProbed', 'probed');
    const down = own('SourcesDown', 'down');
    const share = ratio('sourcesDownRatio', 'sources that are down', [down], [probed]);
    const origins = own('OriginsDown', 'origins that are down', 'Maximum');
    const runs = own('HealthRuns', 'runs that found something out');
    // At least two runs, so that one that takes its time is none that is missing.
    const periodSeconds = Math.max(FIVE_MINUTES, 2 * its.everyMinutes * MINUTE);
    return {
      rows: [
        row(
          'Are the sources well?',
          panel('Sources that are down', '%', [share]),
          panel('Sources', 'count', [probed, down]),
          panel('Origins and runs', 'count', [origins, runs]),
        ),
      ],
      rules: [
        { ...ratioAbove(sourcesDown, share, 20, 20), periodSeconds },
        { ...above(originDown, origins, 0), periodSeconds },
        { ...above(healthNotRun, runs, 1), breaches: 'below', periodSeconds, missing: 'insufficient' },
      ],
      costs: functions.health === undefined ? [] : functionCosts('health', functions.health, stage),
    };
  },
};
