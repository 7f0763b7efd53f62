import { newCacheStatus } from '../lambda/cache/cache-status.ts';
import { MemoryTier } from '../lambda/cache/memory-tier.ts';
import { Purges } from '../lambda/cache/purges.ts';
import { TieredCache } from '../lambda/cache/tiered-cache.ts';
import { createDeadline } from '../lambda/deadline.ts';
import { RateLimiter } from '../lambda/limits/rate-limiter.ts';
import { SimulatedClock } from './simulation/simulated-clock.ts';
import { SimulatedProvider } from './simulation/simulated-provider.ts';
import { SimulatedTables, type TableOperations } from './simulation/simulated-tables.ts';

const START = Date.UTC(2026, 0, 1);
const HOUR_MS = 60 * 60_000;
const LIFETIMES = { freshMs: HOUR_MS, staleMs: HOUR_MS, notFoundMs: 60_000 };
const DEADLINE_MS = 26_000;

/** Containers with one table and one provider, on a simulated clock, with the real cache and limiter. */
function startContainers() {
  const clock = new SimulatedClock(START);
  const tables = new SimulatedTables({ clock, latency: () => 4 });
  const random = () => 0.5;
  const provider = new SimulatedProvider({
    clock,
    random,
    start: START,
    medianMs: 900,
    missing: 0,
    outages: [],
  });
  let owners = 0;
  const container = () => {
    const limiter = new RateLimiter({ counter: tables, clock, limit: 1_000_000, windowSeconds: 60 });
    const cache = new TieredCache({
      memory: new MemoryTier(64 * 2 ** 20),
      store: tables,
      purges: new Purges(tables, clock),
      extraction: provider.extraction(tables.breakers),
      refresher: { start: async () => undefined },
      clock,
      random,
      newOwner: () => `owner-${owners++}`,
      lifetimes: LIFETIMES,
    });
    return async (tmdbId: number) => {
      const status = newCacheStatus();
      const allowed = limiter.decide({ hash: 'client', saltIsLocal: false }, clock.now());
      const deadline = () => createDeadline(clock, clock.now() + DEADLINE_MS);
      await cache.get({ mediaType: 'movie', tmdbId: String(tmdbId) }, { allowed, deadline }, status);
      return status;
    };
  };
  return { clock, tables, provider, container };
}

const REQUESTS_A_SECOND = 50;
const SECONDS = 60;

/**
 * Table calls per request of a container that answers 50 requests a second for a minute: this share from its memory,
 * the rest from the table.
 */
export async function operationsPerRequest(memoryHits: number): Promise<number> {
  const { clock, tables, container } = startContainers();
  const [fills, measured] = [container(), container()];
  const requests = REQUESTS_A_SECOND * SECONDS;
  const rest = Math.round(requests * (1 - memoryHits));
  // Another container stores the titles that will come from the table.
  for (let title = 0; title <= rest; title++) fills(1000 + title).catch(fail);
  await clock.runUntil(START + 60_000);
  const popular = 1000;
  measured(popular).catch(fail);
  await clock.runUntil(START + 120_000);

  const before = sum(tables.operations);
  const every = Math.round(requests / rest);
  for (let request = 0; request < requests; request++) {
    const fromTable = request % every === every - 1;
    measured(fromTable ? 1001 + Math.floor(request / every) : popular).catch(fail);
    await clock.runUntil(START + 120_000 + ((request + 1) * 1000) / REQUESTS_A_SECOND);
  }
  return (sum(tables.operations) - before) / requests;
}

/** The provider calls for one uncached title that many containers request at the same moment. */
export async function callsOfHerd(containers: number): Promise<number> {
  const { clock, provider, container } = startContainers();
  for (let index = 0; index < containers; index++) container()(550).catch(fail);
  await clock.runUntil(START + 60_000);
  return provider.calls;
}

const sum = ({ reads, consistentReads, writes }: TableOperations): number => reads + consistentReads + writes;

function fail(error: unknown): never {
  throw error;
}
