import { LOOK_INTERVAL_MS } from '../../lambda/cache/purges.ts';
import { Fleet } from './fleet.ts';
import { HedgedProviders, type Hedging } from './hedged-providers.ts';
import { exponential, seededRandom, skewed } from './random.ts';
import { SimulatedClock } from './simulated-clock.ts';
import { type Outage, type ProviderOptions, SimulatedProvider } from './simulated-provider.ts';
import { SimulatedTables, type TableOperations } from './simulated-tables.ts';
import { Tally } from './tally.ts';
import { Viewers, type Viewing } from './viewers.ts';
import { zipf } from './zipf.ts';

/** What is simulated. Times in milliseconds unless their names say otherwise. */
export interface Scenario {
  readonly name: string;
  /** Requests a second, at independent times. */
  readonly rate: number;
  readonly minutes: number;
  readonly containers: number;
  /** The mean lifetime of a container, in minutes. */
  readonly containerMinutes: number;
  readonly titles: number;
  /** The exponent of Zipf's law: the greater, the more requests are for popular titles. */
  readonly exponent: number;
  readonly providerMs: number;
  /** The share of titles that the provider does not have. */
  readonly missing: number;
  /** In minutes from the beginning. */
  readonly outages: readonly { readonly from: number; readonly until: number }[];
  readonly seed: number;
  /** A second provider; absent: there is one. */
  readonly hedging?: Hedging | undefined;
  /** How answers are played; absent: they are not. */
  readonly viewing?: Viewing | undefined;
  /** Simulates one of this number of titles, to shorten long runs: each has its own rate in the whole fleet. */
  readonly sample: number;
}

export interface SimulationResult {
  readonly scenario: Scenario;
  /** The share of the traffic that was simulated; counts are of that share. */
  readonly share: number;
  readonly whole: Tally;
  /** The second half only, in which the caches are filled. */
  readonly settled: Tally;
  readonly minutes: readonly MinuteResult[];
  readonly operations: TableOperations;
  readonly providerCalls: number;
  readonly doubledCalls: number;
  readonly containers: number;
  readonly mostBusy: number;
  readonly coldStarts: number;
  readonly refreshes: number;
  readonly busyMs: number;
  /** Absent where nothing is played. */
  readonly viewers?: Pick<Viewers, 'playlists' | 'steering' | 'reports' | 'renewals' | 'expired' | 'viewingMs'>;
}

export interface MinuteResult {
  readonly tally: Tally;
  readonly providerCalls: number;
}

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1);
/** A client requests a title about every ten minutes. */
const SECONDS_PER_REQUEST_OF_A_CLIENT = 600;
/** As in the stages. */
const MEMORY_BYTES = 64 * 1024 * 1024;
const TABLE_MS = { median: 4, tail: 5 };

/** @param progress called with the finished share, once for each simulated minute */
export async function simulate(scenario: Scenario, progress: (done: number) => void): Promise<SimulationResult> {
  const random = seededRandom(scenario.seed);
  const { next: nextTitle, share } = zipf(scenario.titles, scenario.exponent, scenario.sample, random);
  const rate = scenario.rate * share;
  const clients = Math.ceil(rate * SECONDS_PER_REQUEST_OF_A_CLIENT);
  const clock = new SimulatedClock(START);
  const tables = new SimulatedTables({ clock, latency: () => skewed(random, TABLE_MS.median, TABLE_MS.tail) });
  const providerOptions: ProviderOptions = {
    clock,
    random,
    start: START,
    medianMs: scenario.providerMs,
    missing: scenario.missing,
    outages: scenario.outages.map(inMilliseconds),
    linkMs: scenario.viewing && scenario.viewing.linkMinutes * MINUTE,
  };
  const provider = scenario.hedging
    ? new HedgedProviders({ ...providerOptions, ...scenario.hedging })
    : new SimulatedProvider(providerOptions);
  const fleet = new Fleet({
    clock,
    random,
    tables,
    provider,
    lifetimes: { freshMs: 30 * MINUTE, staleMs: 60 * MINUTE, notFoundMs: MINUTE },
    containers: scenario.containers,
    containerLifeMs: scenario.containerMinutes * MINUTE,
    memoryBytes: MEMORY_BYTES * share,
    rateLimit: 100,
  });
  const failed = (error: unknown): void => {
    failure ??= error;
  };
  const viewers = scenario.viewing && new Viewers({ ...scenario.viewing, clock, random, fleet }, failed);
  const [whole, settled] = [new Tally(), new Tally()];
  let minute = new Tally();
  let failure: unknown;

  let arrival = START;
  const arrive = (): void => {
    arrival += exponential(random, 1000 / rate);
    clock.setTimer(arrival - clock.now(), arrive);
    const content = { mediaType: 'movie', tmdbId: String(nextTitle() + 1) } as const;
    const client = String(Math.floor(random() * clients));
    fleet.answer(content, client).then(({ kind, latencyMs, isFound }) => {
      for (const tally of isSettled() ? [whole, settled, minute] : [whole, minute]) tally.add(kind, latencyMs);
      if (isFound) viewers?.begin(content, client);
    }, failed);
  };
  const isSettled = () => clock.now() - START >= (scenario.minutes * MINUTE) / 2;

  const minutes: MinuteResult[] = [];
  arrive();
  for (let index = 1; index <= scenario.minutes; index++) {
    const before = provider.calls;
    minute = new Tally();
    await clock.runUntil(START + index * MINUTE);
    if (failure) throw failure;
    minutes.push({ tally: minute, providerCalls: provider.calls - before });
    progress(index / scenario.minutes);
  }
  return {
    scenario,
    share,
    whole,
    settled,
    minutes,
    operations: { ...tables.operations, ...inWholeTraffic(tables.operations, scenario, share) },
    providerCalls: provider.calls,
    doubledCalls: provider.doubled,
    containers: fleet.size,
    mostBusy: fleet.mostBusy,
    coldStarts: fleet.coldStarts,
    refreshes: fleet.refreshes,
    busyMs: fleet.busyMs,
    ...(viewers && { viewers }),
  };
}

const inMilliseconds = ({ from, until }: Outage): Outage => ({ from: from * MINUTE, until: until * MINUTE });

/**
 * Scales the reads of the purges to the whole traffic. They depend on time: a container with a share of its requests
 * reads nearly as often as one with all of them. The mean time between two reads is the interval plus the wait for a
 * request.
 */
function inWholeTraffic(
  { consistentReads, purgeReads }: TableOperations,
  { rate, containers }: Scenario,
  share: number,
): Pick<TableOperations, 'consistentReads' | 'purgeReads'> {
  const wait = (1000 * containers) / rate;
  const corrected = (purgeReads * share * (LOOK_INTERVAL_MS + wait / share)) / (LOOK_INTERVAL_MS + wait);
  return { purgeReads: corrected, consistentReads: consistentReads - purgeReads + corrected };
}
