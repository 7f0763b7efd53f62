import { lambdaSeries } from '../costs.ts';
import { above, alarm, type Feature, nearMaximum, panel, QUESTIONS, row } from '../feature.ts';
import { ownSeries } from '../series.ts';

const concurrencyNearMaximum = alarm('ConcurrencyNearMaximum', [
  'filter message = "request"',
  'stats avg(responseTime) as mean, pct(responseTime, 99) as p99, count(*) as requests by cache.tier, bin(1m)',
]);

/** How many containers the extract function has. */
export const containers: Feature = {
  alarms: [concurrencyNearMaximum],
  watch({ stage, functions, reservedConcurrency }) {
    const extract = lambdaSeries('extract', functions.extract.name);
    const atWork = extract('ConcurrentExecutions', 'containers at work', 'Maximum');
    const coldStarts = ownSeries(stage)('ColdStarts', 'cold starts');
    return {
      rows: [row(QUESTIONS.operation, panel('Containers', 'count', [atWork, coldStarts]))],
      rules:
        reservedConcurrency === undefined
          ? []
          : [above(concurrencyNearMaximum, atWork, nearMaximum(reservedConcurrency))],
    };
  },
};
