import { newCacheStatus } from '../../lambda/cache/cache-status.ts';
import type { CacheEntry, Lifetimes } from '../../lambda/cache/entry.ts';
import type { Refresher } from '../../lambda/cache/extraction.ts';
import { MemoryTier } from '../../lambda/cache/memory-tier.ts';
import { Purges } from '../../lambda/cache/purges.ts';
import { refresh } from '../../lambda/cache/refresh.ts';
import { TieredCache } from '../../lambda/cache/tiered-cache.ts';
import { createDeadline } from '../../lambda/deadline.ts';
import { RateLimiter } from '../../lambda/limits/rate-limiter.ts';
import type { Content } from '../../lambda/stream/content.ts';
import { exponential } from './random.ts';
import type { SimulatedClock } from './simulated-clock.ts';
import type { SimulatedExtractions } from './simulated-provider.ts';
import type { SimulatedTables } from './simulated-tables.ts';
import { type Kind, kindOf } from './tally.ts';

export interface FleetOptions {
  readonly clock: SimulatedClock;
  readonly random: () => number;
  readonly tables: SimulatedTables;
  readonly provider: SimulatedExtractions;
  readonly lifetimes: Lifetimes;
  /** The number of containers at the beginning; more are started when all are busy. */
  readonly containers: number;
  readonly containerLifeMs: number;
  readonly memoryBytes: number;
  readonly rateLimit: number;
}

/** The processor time of a request, in milliseconds: middleware, signing, serialising. */
const HANDLER_MS = 2;
/** From the start of a container to its first request. */
const COLD_START_MS = 250;
const INVOKE_MS = 15;
const QUEUE_MS = 50;
const DEADLINE_MS = 26_000;
const REFRESH_MS = 120_000;

interface Container {
  readonly cache: TieredCache;
  readonly limiter: RateLimiter;
  readonly endsAt: number;
  isCold: boolean;
}

/** Lambda's containers, each with the real cache and limiter, and one request at a time. */
export class Fleet {
  readonly #options: FleetOptions;
  readonly #idle: Container[] = [];
  readonly #refreshPurges: Purges;
  #containers = 0;
  #owners = 0;
  #busy = 0;
  /** The most that were busy at the same time (Lambda's concurrent executions). */
  mostBusy = 0;
  coldStarts = 0;
  refreshes = 0;
  /** Billed time of both functions, in milliseconds. */
  busyMs = 0;

  constructor(options: FleetOptions) {
    this.#options = options;
    this.#refreshPurges = new Purges(options.tables, options.clock);
    for (let index = 0; index < options.containers; index++) this.#idle.push(this.#start());
  }

  get size(): number {
    return this.#containers;
  }

  /** Answers one request in an idle container. @returns how, and the time in milliseconds */
  async answer(content: Content, client: string): Promise<{ kind: Kind; latencyMs: number; isFound: boolean }> {
    const { clock } = this.#options;
    const status = newCacheStatus();
    const latencyMs = await this.#serve(async ({ cache, limiter }, started) => {
      const allowed = isAllowed(limiter, client, started);
      const deadline = () => createDeadline(clock, started + DEADLINE_MS);
      await cache.get(content, { allowed, deadline }, status);
    });
    const kind = kindOf(status);
    return { kind, latencyMs, isFound: kind !== 'failed' && !status.negative };
  }

  /** The newest entry of a title, as steering looks for it; a refresh is begun where none is enough, if it may be. */
  async renewal(
    content: Content,
    client: string,
    { isEnough, mayRefresh }: { readonly isEnough: (entry: CacheEntry) => boolean; readonly mayRefresh: boolean },
  ): Promise<CacheEntry | undefined> {
    let found: CacheEntry | undefined;
    await this.#serve(async ({ cache, limiter }, started) => {
      const isCounted = async () => {
        if (mayRefresh) await isAllowed(limiter, client, started);
        return mayRefresh;
      };
      ({ entry: found } = await (await cache.renewals()).find(content, { isEnough, mayRefresh: isCounted }));
    });
    return found;
  }

  /** @returns milliseconds from the request to its answer */
  async #serve(work: (container: Container, started: number) => Promise<void>): Promise<number> {
    const { clock } = this.#options;
    const began = clock.now();
    const container = this.#take();
    this.#busy += 1;
    this.mostBusy = Math.max(this.mostBusy, this.#busy);
    if (container.isCold) {
      container.isCold = false;
      this.coldStarts += 1;
      await clock.sleep(COLD_START_MS);
    }
    const started = clock.now();
    await work(container, started);
    this.busyMs += clock.now() - started + HANDLER_MS;
    this.#busy -= 1;
    this.#idle.push(container);
    return clock.now() - began + HANDLER_MS;
  }

  /** Takes a random idle container, the hardest case for the memory tier. */
  #take(): Container {
    const { clock, random } = this.#options;
    const index = Math.floor(random() * this.#idle.length);
    const chosen = this.#idle[index];
    if (chosen === undefined) return this.#start();
    this.#idle[index] = this.#idle.at(-1)!;
    this.#idle.pop();
    if (chosen.endsAt > clock.now()) return chosen;
    this.#containers -= 1;
    return this.#start();
  }

  #start(): Container {
    const { clock, random, tables, provider, containerLifeMs, memoryBytes, lifetimes, rateLimit } = this.#options;
    this.#containers += 1;
    return {
      cache: new TieredCache({
        memory: new MemoryTier(memoryBytes),
        store: tables,
        purges: new Purges(tables, clock),
        extraction: provider.extraction(tables.breakers),
        refresher: this.#refresher,
        clock,
        random,
        newOwner: this.#newOwner,
        lifetimes,
      }),
      limiter: new RateLimiter({ counter: tables, clock, limit: rateLimit, windowSeconds: 60 }),
      endsAt: clock.now() + exponential(random, containerLifeMs),
      isCold: true,
    };
  }

  readonly #refresher: Refresher = {
    start: async (content, token) => {
      const { clock } = this.#options;
      await clock.sleep(INVOKE_MS);
      clock.setTimer(QUEUE_MS, () => this.#refresh(content, token));
    },
  };

  readonly #newOwner = (): string => `owner-${this.#owners++}`;

  async #refresh(content: Content, token: string): Promise<void> {
    const { clock, tables, provider, lifetimes } = this.#options;
    const began = clock.now();
    const deadline = createDeadline(clock, began + REFRESH_MS);
    const extraction = provider.extraction(tables.breakers);
    const options = {
      store: tables,
      purges: this.#refreshPurges,
      extraction,
      clock,
      lifetimes,
      newOwner: this.#newOwner,
    };
    await refresh(options, content, token, deadline);
    deadline.clear();
    this.refreshes += 1;
    this.busyMs += clock.now() - began + HANDLER_MS;
  }
}

function isAllowed(limiter: RateLimiter, client: string, now: number): Promise<void> {
  return limiter.decide({ hash: client, saltIsLocal: false }, now).then((decision) => {
    if (!decision.allowed) throw new Error('Over the limit: the simulation has too few clients');
  });
}
