import type { CacheProfile } from './cache-history.ts';

const CALM = { skewMs: 0, faults: 0, latencyMs: 20, storms: false } as const;

/** From fair weather to all at once. */
export const CACHE_PROFILES: readonly CacheProfile[] = [
  { ...CALM, name: 'nothing goes wrong' },
  { ...CALM, name: 'clocks differ by three seconds', skewMs: 1_500 },
  { ...CALM, name: 'the table is slow', latencyMs: 400 },
  { ...CALM, name: 'containers are frozen and killed', storms: true },
  { ...CALM, name: 'one call in ten fails', skewMs: 500, faults: 0.1 },
  { ...CALM, name: 'everything at once', skewMs: 1_500, faults: 0.3, storms: true },
];
