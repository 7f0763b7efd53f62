import type { CostLine } from './feature.ts';
import { FEATURES } from './features.ts';
import type { Usage } from './usage.ts';

export type { CostLine } from './feature.ts';
export { ANSWER_BYTES, LOG_BYTES } from './features/responses.ts';
export { MEMORY_GB } from './features/traffic.ts';

/** What a month with this number of requests costs, by the price file, in its region and without free tiers. */
export const monthlyCost = (usage: Usage, requests: number): CostLine[] =>
  FEATURES.flatMap((feature) => feature.costs?.(usage, requests) ?? []);
