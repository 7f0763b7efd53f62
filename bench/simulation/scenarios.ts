import type { Scenario } from './simulation.ts';

export const SECONDS_PER_MONTH = 30 * 24 * 60 * 60;

const usual = {
  minutes: 120,
  containerMinutes: 90,
  titles: 20_000,
  exponent: 1,
  providerMs: 900,
  missing: 0.02,
  outages: [],
  seed: 1,
  sample: 1,
} as const;

/** Requests a month in the scenarios from which `docs/cost.md` is generated. */
export const MONTHLY_VOLUMES = {
  'million-a-month': 1_000_000,
  'ten-million-a-month': 10_000_000,
  'hundred-million-a-month': 100_000_000,
} as const;

/** With fewer requests, it takes longer until the caches are filled. */
const MONTHLY_MINUTES: Record<keyof typeof MONTHLY_VOLUMES, number> = {
  'million-a-month': 360,
  'ten-million-a-month': 240,
  'hundred-million-a-month': 180,
};

const monthly = (Object.keys(MONTHLY_VOLUMES) as (keyof typeof MONTHLY_VOLUMES)[]).map((name): [string, Scenario] => [
  name,
  { ...usual, name, rate: MONTHLY_VOLUMES[name] / SECONDS_PER_MONTH, containers: 4, minutes: MONTHLY_MINUTES[name] },
]);

/**
 * The scenarios of `docs/scale.md`. `today` is a small site: ten requests a second are 26 million a month. A run covers
 * two hours, since an entry is used for an hour and a half. The number of containers is about what Lambda keeps for the
 * traffic.
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
  silent: { ...usual, name: 'silent', rate: 10, containers: 4, hedging: { silent: 0.05 } },
  playing: {
    ...usual,
    name: 'playing',
    rate: 2,
    containers: 4,
    minutes: 240,
    viewing: { minutes: 60, linkMinutes: 60 },
  },
  ...Object.fromEntries(monthly),
};
