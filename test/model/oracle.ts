import type { CacheStatus } from '../../lambda/cache/cache-status.ts';
import type { CacheResult } from '../../lambda/cache/tiered-cache.ts';
import { TITLES_TO_OPEN } from '../../lambda/providers/breaker.ts';
import { DEADLINE_MS, LIFETIMES, MINUTE, nameOf } from '../cache/fleet.ts';

/** A purge is seen everywhere after this, in milliseconds. */
const PROMISE_MS = 5_000;
const LINK_MARGIN_MS = MINUTE;
/** A failed title is not extracted again before this, in milliseconds. */
const REMEMBERED_MS = 5_000;
/** What happened so long ago has no consequences any more: the longest lease, and a refresh under it. */
const AFTERMATH_MS = 4 * MINUTE;

interface Extraction {
  readonly name: string;
  readonly key: string;
  readonly began: number;
  /** Purges before it. */
  readonly after: number;
  ended: number;
  /** What ran out of time may go on at once, in the refresh function. */
  how: 'running' | 'answered' | 'failed' | 'out of time' | 'killed';
  /** When its links expire; infinite for links that do not. */
  expires: number;
}

/**
 * Knows of each extraction when it ran and how it ended, of each purge when it was made, and when anything was
 * disturbed; from that alone it says what may be answered and which extractions may overlap.
 */
export class Oracle {
  readonly faults: string[] = [];
  readonly answers: string[] = [];
  readonly #now: () => number;
  readonly #skewMs: number;
  readonly #extractions = new Map<string, Extraction>();
  readonly #purges: { readonly key: string | undefined; readonly at: number; readonly generation: number }[] = [];
  readonly #lastResults = new Map<string, CacheResult['result']>();
  #disturbedAt = Number.NEGATIVE_INFINITY;

  /** @param skewMs the containers' clocks differ from the true time by up to this */
  constructor(now: () => number, skewMs: number) {
    this.#now = now;
    this.#skewMs = skewMs;
  }

  fault(text: string): void {
    this.faults.push(text);
  }

  /** A fault, unless something was disturbed since shortly before then. */
  unexcused(since: number, text: string): void {
    if (this.#disturbedAt < since - AFTERMATH_MS) this.fault(text);
  }

  /** Something happened that a second extraction, a failure or a delay may follow from. */
  disturbed(): void {
    this.#disturbedAt = this.#now();
  }

  lastResultOf(key: string): CacheResult['result'] | undefined {
    return this.#lastResults.get(key);
  }

  purged(key: string | undefined, generation: number): void {
    this.#purges.push({ key, at: this.#now(), generation });
  }

  /** The least generation that may be served once every purge is known. */
  required(key: string): number {
    const own = this.#purges.filter((purge) => covers(purge, key));
    return Math.max(0, ...own.map(({ generation }) => generation));
  }

  began(name: string, key: string): Extraction {
    const now = this.#now();
    for (const other of this.#extractions.values()) {
      if (
        other.key !== key ||
        this.#purges.some((purge) => covers(purge, key) && purge.at >= other.began - PROMISE_MS)
      ) {
        continue;
      }
      if (other.how === 'running') this.unexcused(other.began, `${name} began while ${other.name} was running`);
      if (other.how === 'failed' && now < other.ended + REMEMBERED_MS - 2 * this.#skewMs - 100) {
        this.unexcused(other.began, `${name} began ${now - other.ended} ms after ${other.name} had failed`);
      }
    }
    const extraction: Extraction = {
      name,
      key,
      began: now,
      after: this.#purges.length,
      ended: Number.POSITIVE_INFINITY,
      how: 'running',
      expires: Number.POSITIVE_INFINITY,
    };
    this.#extractions.set(name, extraction);
    return extraction;
  }

  ended(extraction: Extraction, how: Exclude<Extraction['how'], 'running'>): void {
    if (extraction.how !== 'running') return;
    extraction.how = how;
    extraction.ended = this.#now();
  }

  /** The provider was not asked because its breaker is open: five titles must have failed in the last day. */
  blocked(): void {
    const failing = [...this.#extractions.values()].filter(({ how }) => how === 'failed' || how === 'out of time');
    if (new Set(failing.map(({ key }) => key)).size < TITLES_TO_OPEN) {
      this.fault(`the breaker is open after failures of ${failing.length} extractions of less than five titles`);
    }
  }

  answered(
    key: string,
    answer: { readonly result: CacheResult; readonly status: CacheStatus },
    { asked, wasFrozen }: { readonly asked: number; readonly wasFrozen: boolean },
  ): void {
    const now = this.#now();
    const { result, status } = answer;
    this.#lastResults.set(key, result.result);
    this.answers.push(`${now - asked} ms: ${key} ${status.outcome} ${nameOf(answer) ?? result.result}`);
    // A container that was frozen answers what was right when it was frozen.
    if (wasFrozen) return;
    if (now - asked > DEADLINE_MS + 1_500) this.fault(`a request took ${now - asked} ms`);
    const name = nameOf(answer);
    if (name === undefined) return;
    const extraction = this.#extractions.get(name);
    if (extraction?.key !== key) {
      this.fault(`${key} was answered with ${name}`);
      return;
    }
    // Who extracted it may have it, whatever became of it.
    if (status.outcome === 'extracted') return;
    const end = Math.min(
      extraction.ended + LIFETIMES.freshMs + (status.outcome === 'fresh' ? 0 : LIFETIMES.staleMs),
      extraction.expires - LINK_MARGIN_MS,
    );
    if (now > end + 2 * this.#skewMs + 2_000)
      this.fault(`${name} was ${status.outcome} ${now - end} ms beyond its end`);
    if (now > extraction.expires) this.fault(`${name} was ${status.outcome} after its links had expired`);
    for (const purge of this.#purges.slice(extraction.after)) {
      if (!covers(purge, key) || now <= purge.at + PROMISE_MS || status.purgesUnknown) continue;
      this.fault(`${name} was ${status.outcome} ${now - purge.at} ms after it was purged`);
    }
  }
}

const covers = (purge: { readonly key: string | undefined }, key: string): boolean =>
  purge.key === undefined || purge.key === key;
