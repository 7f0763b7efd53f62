import prices from '../../../lib/prices.json' with { type: 'json' };
import { lineChart } from '../chart.ts';
import { costLine, GIGABYTE, minutesAxis, type Row, type SimulatedFeature, whole } from '../feature.ts';

/** Log bytes of one invocation: our own line, and what Lambda adds. */
export const LOG_BYTES = 650 + 300;
/** The size of an answer on the wire. */
export const ANSWER_BYTES = 1_500;

const SHARES = [0.5, 0.95, 0.99];

/** Responses: their latency, their size and their log. */
export const responses: SimulatedFeature = {
  rows: ({ settled }) =>
    SHARES.map((share): Row => [`latency p${100 * share}, second half`, `${whole(settled.percentile(share))} ms`]),
  charts: (result) => ({
    latency: lineChart({
      ...minutesAxis(result),
      title: `${result.scenario.name}: latency`,
      yLabel: 'ms',
      series: SHARES.map((share) => ({
        name: `p${100 * share}`,
        values: result.minutes.map(({ tally }) => tally.percentile(share)),
      })),
    }),
  }),
  costs: (usage, requests) => [
    costLine('Logs', (requests * (1 + usage.refreshes) * LOG_BYTES) / GIGABYTE, prices.logsPerGb),
    costLine('Data out', (requests * ANSWER_BYTES) / GIGABYTE, prices.dataOutPerGb),
  ],
};
