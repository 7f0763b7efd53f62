import type { Clock } from '../../clock.ts';
import type { Deadline } from '../../deadline.ts';
import type { Extraction } from '../../stream/candidate.ts';
import type { Content } from '../../stream/content.ts';
import { shareOf } from '../deadline-share.ts';
import type { ExtractionObserver } from '../events.ts';
import { failureOf } from '../outcomes.ts';
import { NotFoundError, type Provider, type ProvideSources, UnavailableError } from '../provider.ts';
import type { ExtraCalls } from './extra-calls.ts';
import type { Latencies } from './latencies.ts';
import { ProviderCall } from './provider-call.ts';

export interface HedgeOptions {
  /** A provider is silent after this time, or after the 95th percentile of its own calls where that is longer. */
  readonly hedgeAfterMs: number;
  /** Of the container. */
  readonly extraCalls: ExtraCalls;
  readonly latencies: Latencies;
}

/**
 * Asks the providers in order, and the next one beside a silent one: an extra call, as far as the budget allows. The
 * first that finds sources wins, and the others are cancelled. Each has one attempt; its second and third come after
 * the others were asked.
 *
 * @returns a function that throws as the chain's does, once nothing that it began runs any longer
 */
export function createHedge(providers: readonly Provider[], clock: Clock, options: HedgeOptions): ProvideSources {
  return (content, deadline, observer) => {
    options.extraCalls.add();
    return new HedgedExtraction({ content, deadline, observer, providers, clock, options }).run();
  };
}

interface Extracted {
  readonly content: Content;
  readonly deadline: Deadline;
  readonly observer: ExtractionObserver;
  readonly providers: readonly Provider[];
  readonly clock: Clock;
  readonly options: HedgeOptions;
}

class HedgedExtraction {
  readonly #of: Extracted;
  /** Those that were asked; the one that was asked last, also for another attempt, is the last. */
  readonly #calls: ProviderCall[] = [];
  readonly #done = Promise.withResolvers<void>();
  #winner: ProviderCall | undefined;
  #asked = 0;
  #wasRefused = false;
  #cancelTimer: (() => void) | undefined;

  constructor(of: Extracted) {
    this.#of = of;
  }

  async run(): Promise<Extraction> {
    const { deadline, providers } = this.#of;
    this.#step();
    await this.#done.promise;
    this.#cancelTimer?.();
    await Promise.all(this.#calls.map((call) => call.overtake()));
    if (this.#winner?.found) return this.#winner.found;
    const failures = this.#calls.flatMap(({ error }) => (error instanceof NotFoundError ? [] : [error]));
    if (this.#asked < providers.length) {
      failures.push(new UnavailableError('Out of time', { cause: deadline.signal.reason, timedOut: true }));
    }
    throw failureOf(failures);
  }

  /** Looks at what has changed, and asks another provider where one is due. */
  #step(): void {
    if (this.#winner) return;
    this.#cancelTimer?.();
    this.#winner = this.#calls.find(({ found }) => found !== undefined);
    const { deadline, clock } = this.#of;
    const isAtEnd = deadline.signal.aborted || !this.#hasNext();
    if (this.#winner || (isAtEnd && this.#calls.every(({ state }) => state === 'ended'))) this.#done.resolve();
    if (this.#winner || deadline.signal.aborted) return;
    const latest = this.#calls.findLast(({ isRunning }) => isRunning);
    const leftMs = latest?.patienceLeftMs;
    if (leftMs === undefined) this.#askNext();
    else if (leftMs <= 0) this.#askBeside();
    else if (leftMs < Number.POSITIVE_INFINITY) this.#cancelTimer = clock.setTimer(leftMs, () => this.#step());
  }

  #hasNext(): boolean {
    return this.#asked < this.#of.providers.length || this.#calls.some(({ state }) => state === 'ready');
  }

  /** Those that were not asked yet come first, then the further attempts of those that were, in turn. */
  #askNext(extraCalls = 0): void {
    const { providers, deadline } = this.#of;
    const provider = providers[this.#asked];
    const again = this.#calls.findIndex(({ state }) => state === 'ready');
    if (provider === undefined && again === -1) return;
    const call = provider ? this.#callOf(provider) : this.#calls.splice(again, 1)[0]!;
    call.extraCalls += extraCalls;
    this.#calls.push(call);
    if (provider) {
      this.#asked += 1;
      const later = providers.length - this.#asked;
      call.start(later === 0 ? undefined : shareOf(deadline, later));
    } else {
      call.resume();
    }
    this.#step();
  }

  #askBeside(): void {
    if (!this.#hasNext() || this.#wasRefused) return;
    const { options, providers, observer } = this.#of;
    if (options.extraCalls.take()) {
      this.#askNext(1);
      return;
    }
    // Only another extraction of the container adds to the budget, and this one ends first.
    this.#wasRefused = true;
    const due = providers[this.#asked]?.name ?? this.#calls.find(({ state }) => state === 'ready')!.provider;
    observer.onExtraCallRefused?.({ provider: due });
  }

  #callOf(provider: Provider): ProviderCall {
    const { content, deadline, observer, clock, options } = this.#of;
    const { latencies, hedgeAfterMs, extraCalls } = options;
    const patienceMs = Math.max(hedgeAfterMs, latencies.p95(provider.name) ?? 0);
    return new ProviderCall(provider, patienceMs, {
      content,
      deadline,
      observer,
      clock,
      onChange: () => this.#step(),
      onAttempt: ({ outcome, durationMs }) => {
        if (outcome === 'answered' || outcome === 'not-found') latencies.add(provider.name, durationMs);
      },
      onExtraCallBlocked: () => extraCalls.restore(),
    });
  }
}
