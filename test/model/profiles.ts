/** What a history is made of. */
export interface Profile {
  readonly name: string;
  /** The containers' clocks differ from the true time by up to this, in milliseconds. */
  readonly skewMs: number;
  /** The share of calls to the table that meet a fault. */
  readonly faults: number;
  /** The most that a call to the table takes, each way, in milliseconds. */
  readonly latencyMs: number;
  /** Containers are frozen and killed, the table is out, events are lost and delivered twice. */
  readonly storms: boolean;
}

/** What became of a history. */
export interface Played {
  /** What should not have happened. */
  readonly violations: readonly string[];
  /** Every answer, in order: two histories of one seed have the same. */
  readonly answers: readonly string[];
}

const CALM = { skewMs: 0, faults: 0, latencyMs: 20, storms: false } as const;

/** From fair weather to all at once. */
export const PROFILES: readonly Profile[] = [
  { ...CALM, name: 'nothing goes wrong' },
  { ...CALM, name: 'clocks differ by three seconds', skewMs: 1_500 },
  { ...CALM, name: 'the table is slow', latencyMs: 300 },
  { ...CALM, name: 'containers are frozen and killed', storms: true },
  { ...CALM, name: 'one call in ten fails', skewMs: 500, faults: 0.1 },
  { ...CALM, name: 'everything at once', skewMs: 1_500, faults: 0.3, storms: true },
];

/** Beyond what leases hold for: a client's count does not depend on how clocks agree. */
export const LIMITS_PROFILES: readonly Profile[] = [
  ...PROFILES,
  { ...CALM, name: 'clocks differ by four minutes', skewMs: 120_000, faults: 0.2, storms: true },
];
