import type { Row } from './feature.ts';
import { FEATURES, monthlyCost } from './features.ts';
import { SECONDS_PER_MONTH } from './scenarios.ts';
import type { SimulationResult } from './simulation.ts';
import { usageOf } from './usage.ts';

/** The results of a simulation, as rows of name and value. */
export function figures(result: SimulationResult): Row[] {
  const { scenario } = result;
  const cost = monthlyCost(usageOf(result), scenario.rate * SECONDS_PER_MONTH);
  return [
    ...FEATURES.flatMap((feature) => feature.rows?.(result) ?? []),
    ...cost.map(({ what, dollars }): Row => [`${what}, a month`, `$${dollars.toFixed(2)}`]),
    ['all of these, a month', `$${cost.reduce((sum, { dollars }) => sum + dollars, 0).toFixed(2)}`],
    ['seed', String(scenario.seed)],
  ];
}

/** Charts of the run, minute by minute, as SVG by the ending of their file's name. */
export const charts = (result: SimulationResult): Map<string, string> =>
  new Map(FEATURES.flatMap((feature) => Object.entries(feature.charts?.(result) ?? {})));
