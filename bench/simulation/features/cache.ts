import { lineChart } from '../chart.ts';
import { minutesAxis, percent, type Row, type SimulatedFeature } from '../feature.ts';
import { KINDS } from '../tally.ts';

/** How the cache answers requests. */
export const cache: SimulatedFeature = {
  rows: ({ whole, settled }) => [
    ['hit ratio, whole run', percent(whole.hitRatio)],
    ['hit ratio, second half', percent(settled.hitRatio)],
    ...KINDS.map((kind): Row => [`— ${kind}, second half`, percent(settled.share(kind))]),
  ],
  charts: (result) => {
    const tallies = result.minutes.map(({ tally }) => tally);
    return {
      tiers: lineChart({
        ...minutesAxis(result),
        title: `${result.scenario.name}: how requests are answered`,
        yLabel: 'share of the requests',
        max: 1,
        series: [
          { name: 'all hits', values: tallies.map((tally) => tally.hitRatio) },
          ...KINDS.map((kind) => ({ name: kind, values: tallies.map((tally) => tally.share(kind)) })).slice(0, 5),
        ],
      }),
    };
  },
};
