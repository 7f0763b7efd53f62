import type { Scenario } from './simulation.ts';

const usual = {
  minutes: 120,
  containerMinutes: 90,
  titles: 20_000,
  exponent: 1,
  upstreamMs: 900,
  missing: 0.02,
  outages: [],
  seed: 1,
  sample: 1,
} as const;

/**
 * What `docs/scale.md` tells of. Today stands for a small site: ten requests a second are 26 million a month. A run
 * takes two hours, since an entry lives for an hour and a half. The containers are about as many as Lambda keeps for
 * such traffic.
 */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  today: { ...usual, name: 'today', rate: 10, containers: 4 },
  'ten-times': { ...usual, name: 'ten-times', rate: 100, containers: 20 },
  'hundred-times': { ...usual, name: 'hundred-times', rate: 1000, containers: 100, minutes: 60 },
  'one-container': { ...usual, name: 'one-container', rate: 2, containers: 1 },
  'thousand-containers': { ...usual, name: 'thousand-containers', rate: 1000, containers: 1000, minutes: 60 },
  'million-titles': { ...usual, name: 'million-titles', rate: 1000, containers: 100, titles: 1_000_000, sample: 10 },
  churn: { ...usual, name: 'churn', rate: 100, containers: 20, containerMinutes: 5 },
  outage: { ...usual, name: 'outage', rate: 10, containers: 4, minutes: 180, outages: [{ from: 100, until: 130 }] },
};
