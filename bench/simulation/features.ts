import type { CostLine, SimulatedFeature } from './feature.ts';
import { cache } from './features/cache.ts';
import { playing } from './features/playing.ts';
import { providers } from './features/providers.ts';
import { responses } from './features/responses.ts';
import { tables } from './features/tables.ts';
import { traffic } from './features/traffic.ts';
import type { Usage } from './usage.ts';

/** Every feature that the simulator reports on, in the report's order. */
export const FEATURES: readonly SimulatedFeature[] = [traffic, cache, providers, tables, responses, playing];

/** What a month with this number of requests costs, by the price file, in its region and without free tiers. */
export const monthlyCost = (usage: Usage, requests: number): CostLine[] =>
  FEATURES.flatMap((feature) => feature.costs?.(usage, requests) ?? []);
