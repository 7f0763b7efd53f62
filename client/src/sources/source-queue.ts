import type { Source } from '../answer.ts';
import type { Clock } from '../clock.ts';
import type { Attempt } from './failure.ts';
import type { Playable } from './playable.ts';

/** A source that shows no picture, or whose picture does not move, for so long has failed. */
export const PATIENCE_MS = 8_000;
/** A source that has failed is not tried again for this long. */
const REST_MS = 300_000;
/** All sources together have this long to show a picture; what is left of half a minute is for one more answer. */
const BUDGET_MS = 22_000;
const LEAST_PATIENCE_MS = 700;

interface FailedAttempt extends Attempt {
  reason: string;
  /** When it may be tried again, in milliseconds since 1970. */
  readonly until: number;
}

/** The sources of a title in the order to try, and what has failed of them. */
export class SourceQueue {
  readonly #clock: Clock;
  #playable: readonly Playable[] = [];
  #failed: FailedAttempt[] = [];
  /** Since when nothing has played. */
  #troubleSince: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What has failed and is not tried again yet, in order. */
  get tried(): readonly Attempt[] {
    return this.#resting();
  }

  /** What there is to choose from, in the order to try. */
  get playable(): readonly Playable[] {
    return this.#playable;
  }

  list(playable: readonly Playable[]): void {
    this.#playable = playable;
  }

  find(source: Source): Playable | undefined {
    return this.#playable.find(({ source: { url } }) => url === source.url);
  }

  /** The best source that has not failed, as long as there is time. */
  next(): Playable | undefined {
    if (this.#timeLeft() <= 0) return undefined;
    return this.#untried()[0];
  }

  /** The best source whose link has not been tried, although another link of it has. */
  nextLink(): Playable | undefined {
    const urls = new Set(this.tried.map(({ source }) => source.url));
    return this.#playable.find(({ source }) => !urls.has(source.url));
  }

  /** The sources that there was no time for. */
  get untried(): readonly Source[] {
    return this.#untried().map(({ source }) => source);
  }

  /** Milliseconds that the source which is about to load has until its first picture. */
  begin(): number {
    this.#troubleSince ??= this.#clock.now();
    if (this.tried.length === 0) return PATIENCE_MS;
    const share = this.#timeLeft() / Math.max(1, this.#untried().length);
    return Math.max(LEAST_PATIENCE_MS, Math.min(PATIENCE_MS, share));
  }

  /** @returns the attempt, whose reason may be refined */
  fail(source: Source, reason: string): { reason: string } {
    const attempt: FailedAttempt = { source, reason, until: this.#clock.now() + REST_MS };
    this.#failed = [...this.#resting().filter((each) => each.source.url !== source.url), attempt];
    return attempt;
  }

  /** Tries a source again although it has failed. */
  forgive(source: Source): void {
    const key = keyOf(source);
    this.#failed = this.#failed.filter((each) => keyOf(each.source) !== key);
  }

  /** Something plays, or there is no network: the time begins anew. */
  calm(): void {
    this.#troubleSince = undefined;
  }

  #resting(): FailedAttempt[] {
    const now = this.#clock.now();
    this.#failed = this.#failed.filter(({ until }) => until > now);
    return this.#failed;
  }

  #untried(): readonly Playable[] {
    const failed = new Set(this.tried.map(({ source }) => keyOf(source)));
    return this.#playable.filter(({ source }) => !failed.has(keyOf(source)));
  }

  #timeLeft(): number {
    const now = this.#clock.now();
    return BUDGET_MS - now + (this.#troubleSince ?? now);
  }
}

/** Identifies a source over renewals of its link, as far as it has an id. */
const keyOf = (source: Source): string => source.id ?? source.url;
