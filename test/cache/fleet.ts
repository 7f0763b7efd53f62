import type { CacheOptions } from '../../lambda/cache/cache-options.ts';
import { type CacheStatus, newCacheStatus } from '../../lambda/cache/cache-status.ts';
import type { Lifetimes } from '../../lambda/cache/entry.ts';
import type { AnswerExtraction, ExtractionOutcome, Refresher } from '../../lambda/cache/extraction.ts';
import { MemoryTier } from '../../lambda/cache/memory-tier.ts';
import { type PurgeScope, type PurgeStore, Purges } from '../../lambda/cache/purges.ts';
import { type RefreshOutcome, refresh } from '../../lambda/cache/refresh.ts';
import type { SharedStore } from '../../lambda/cache/shared-store.ts';
import type { CacheResult, Lookup } from '../../lambda/cache/tiered-cache.ts';
import { TieredCache } from '../../lambda/cache/tiered-cache.ts';
import type { Clock } from '../../lambda/clock.ts';
import { createDeadline, type Deadline } from '../../lambda/deadline.ts';
import type { Content } from '../../lambda/stream/content.ts';
import type { LinkLife } from '../../lambda/stream/links/link-lives.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const LIFETIMES: Lifetimes = { freshMs: 30 * MINUTE, staleMs: HOUR, notFoundMs: MINUTE };
export const DEADLINE_MS = 26_000;

export const movie = (tmdbId: string): Content => ({ mediaType: 'movie', tmdbId });

export const found = (name: string, links: LinkLife = { signedWithoutExpiry: false }): ExtractionOutcome => ({
  outcome: 'found',
  answer: {
    data: `{"sources":[{"url":"https://media.example/${name}.mp4","quality":"720p","type":"mp4"}],"subtitles":[]}`,
    etag: `W/"${name}"`,
    sourceCount: 1,
    subtitleCount: 0,
    bestQuality: '720p',
    links,
  },
});

/** A provider that a test scripts, and that counts its calls. */
export class ScriptedProvider {
  calls = 0;
  blockedMs = 0;
  answer: (content: Content, deadline: Deadline) => Promise<ExtractionOutcome> | ExtractionOutcome = () =>
    found(`answer-${this.calls}`);

  readonly extraction: AnswerExtraction = {
    blockedFor: async () => this.blockedMs,
    extract: async (content, deadline) => {
      this.calls += 1;
      return this.answer(content, deadline);
    },
  };
}

/** An extraction that takes `ms` milliseconds, cut off by its deadline. */
export const taking =
  (clock: Clock, ms: number, outcome: (content: Content) => ExtractionOutcome) =>
  async (content: Content, deadline: Deadline): Promise<ExtractionOutcome> => {
    try {
      await clock.sleep(ms, deadline.signal);
      return outcome(content);
    } catch {
      return { outcome: 'timeout' };
    }
  };

export interface Answer {
  readonly result: CacheResult;
  readonly status: CacheStatus;
}

export interface Container {
  readonly cache: TieredCache;
  readonly memory: MemoryTier;
  readonly purges: Purges;
  get(content: Content, lookup?: Partial<Lookup>): Promise<Answer>;
}

export interface FleetOptions {
  readonly clock: Clock;
  readonly store: SharedStore;
  readonly purgeStore: PurgeStore;
  readonly provider: ScriptedProvider;
  readonly lifetimes?: Lifetimes;
  readonly random?: () => number;
  readonly watching?: CacheOptions['watching'];
}

/** The refresh function's event, as the extract function sends it. */
export interface RefreshEvent {
  readonly content: Content;
  readonly token: string;
}

/** A fleet of logical containers over one shared tier, and the refresh function beside them. */
export class Fleet {
  readonly #options: FleetOptions;
  #owners = 0;
  /** Refreshes that were started, whether or not they have run. */
  readonly events: RefreshEvent[] = [];
  /** The outcomes of those that ran. */
  readonly refreshed: RefreshOutcome[] = [];
  /** Events wait here instead of being run at once, until {@link deliver}. */
  holdEvents = false;
  /** What starting a refresh does instead. */
  start: Refresher['start'] = async (content, token) => {
    this.events.push({ content, token });
    if (!this.holdEvents) void this.deliver({ content, token });
  };

  constructor(options: FleetOptions) {
    this.#options = options;
  }

  /** A container with its own memory, and where a test passes them, its own clock and way to the store. */
  container(clock: Clock = this.#options.clock, maxBytes = 1_000_000, store?: SharedStore): Container {
    const memory = new MemoryTier(maxBytes);
    const options = { ...this.#cacheOptions(clock, memory), ...(store && { store }) };
    const cache = new TieredCache(options);
    return {
      cache,
      memory,
      purges: options.purges,
      get: async (content, lookup = {}) => {
        const status = newCacheStatus();
        const deadline = () => createDeadline(clock, clock.now() + DEADLINE_MS);
        return {
          result: await cache.get(content, { allowed: Promise.resolve(), deadline, ...lookup }, status),
          status,
        };
      },
    };
  }

  containers(count: number): Container[] {
    return Array.from({ length: count }, () => this.container());
  }

  /** Runs the refresh function for one event, in a new container. */
  async deliver({ content, token }: RefreshEvent): Promise<RefreshOutcome> {
    const { clock } = this.#options;
    const deadline = createDeadline(clock, clock.now() + 120_000);
    try {
      const outcome = await refresh(this.#cacheOptions(clock, new MemoryTier(0)), content, token, deadline);
      this.refreshed.push(outcome);
      return outcome;
    } finally {
      deadline.clear();
    }
  }

  async purge(scope: PurgeScope): Promise<void> {
    await new Purges(this.#options.purgeStore, this.#options.clock).purge(scope);
  }

  #cacheOptions(clock: Clock, memory: MemoryTier): CacheOptions {
    const { store, purgeStore, provider, lifetimes = LIFETIMES, random = () => 0.5, watching } = this.#options;
    return {
      memory,
      store,
      purges: new Purges(purgeStore, clock),
      extraction: provider.extraction,
      refresher: { start: (content, token, signal) => this.start(content, token, signal) },
      clock,
      random,
      newOwner: () => `owner-${++this.#owners}`,
      lifetimes,
      watching,
    };
  }
}

/** The data of an answer; undefined when it is none. */
export const dataOf = ({ result }: Answer): string | undefined =>
  result.result === 'answer' ? result.entry.data : undefined;

/** The name that {@link found} gave to an answer. */
export const nameOf = (answer: Answer): string | undefined =>
  /media\.example\/(.*?)\.mp4/.exec(dataOf(answer) ?? '')?.[1];
