import type { SimulatedFeature } from './feature.ts';
import { cache } from './features/cache.ts';
import { providers } from './features/providers.ts';
import { responses } from './features/responses.ts';
import { tables } from './features/tables.ts';
import { traffic } from './features/traffic.ts';

/** Every feature that the simulator reports on, in the report's order. */
export const FEATURES: readonly SimulatedFeature[] = [traffic, cache, providers, tables, responses];
