import { lineChart } from './chart.ts';
import { monthlyCost, requestsAMonth } from './monthly-cost.ts';
import type { SimulationResult } from './simulation.ts';
import { KINDS } from './tally.ts';
import { usageOf } from './usage.ts';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const whole = (value: number): string => Math.round(value).toLocaleString('en');
const perRequest = (count: number, { whole: { requests } }: SimulationResult): string => (count / requests).toFixed(3);

/** What a simulation came to, as rows of name and value. */
export function figures(result: SimulationResult): [string, string][] {
  const { scenario, settled, operations } = result;
  const cost = monthlyCost(usageOf(result), requestsAMonth(scenario));
  return [
    ['requests', whole(result.whole.requests)],
    ['share of the traffic that was simulated', percent(result.share)],
    ['containers at the end (started cold)', `${whole(result.containers)} (${whole(result.coldStarts)})`],
    ['busy at the same time, at most', whole(result.mostBusy)],
    ['hit ratio, whole run', percent(result.whole.hitRatio)],
    ['hit ratio, second half', percent(settled.hitRatio)],
    ...KINDS.map((kind): [string, string] => [`— ${kind}, second half`, percent(settled.share(kind))]),
    ['upstream calls', whole(result.upstreamCalls)],
    ['— of them while the same title was being asked for', whole(result.doubledCalls)],
    ['upstream calls a request', perRequest(result.upstreamCalls, result)],
    ['table calls a request', perRequest(operations.reads + operations.consistentReads + operations.writes, result)],
    ['— reads of entries', perRequest(operations.reads + operations.consistentReads - operations.purgeReads, result)],
    ['— reads of the purges', perRequest(operations.purgeReads, result)],
    ['— writes', perRequest(operations.writes, result)],
    ...[0.5, 0.95, 0.99].map((share): [string, string] => [
      `latency p${100 * share}, second half`,
      `${whole(settled.percentile(share))} ms`,
    ]),
    ...cost.map(({ what, dollars }): [string, string] => [`${what}, a month`, `$${dollars.toFixed(2)}`]),
    ['all of these, a month', `$${cost.reduce((sum, { dollars }) => sum + dollars, 0).toFixed(2)}`],
    ['seed', String(scenario.seed)],
  ];
}

/** How the run went, minute by minute: hit ratio by tier, and the upstream's calls. File name's ending → SVG. */
export function charts({ scenario, minutes }: SimulationResult): Map<string, string> {
  const xTicks = Array.from({ length: 7 }, (_, index) => String(Math.round((index * scenario.minutes) / 6)));
  const shared = { xLabel: 'minutes', xTicks };
  const tallies = minutes.map(({ tally }) => tally);
  return new Map([
    [
      'tiers',
      lineChart({
        ...shared,
        title: `${scenario.name}: how requests are answered`,
        yLabel: 'share of the requests',
        max: 1,
        series: [
          { name: 'all hits', values: tallies.map((tally) => tally.hitRatio) },
          ...KINDS.map((kind) => ({ name: kind, values: tallies.map((tally) => tally.share(kind)) })).slice(0, 5),
        ],
      }),
    ],
    [
      'upstream',
      lineChart({
        ...shared,
        title: `${scenario.name}: upstream calls`,
        yLabel: 'calls a minute',
        series: [{ name: 'upstream', values: minutes.map(({ upstreamCalls }) => upstreamCalls) }],
      }),
    ],
    [
      'latency',
      lineChart({
        ...shared,
        title: `${scenario.name}: latency`,
        yLabel: 'ms',
        series: [0.5, 0.95, 0.99].map((share) => ({
          name: `p${100 * share}`,
          values: tallies.map((tally) => tally.percentile(share)),
        })),
      }),
    ],
  ]);
}
