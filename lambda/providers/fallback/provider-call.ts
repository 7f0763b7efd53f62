import type { Clock } from '../../clock.ts';
import { type Deadline, DeadlineError } from '../../deadline.ts';
import type { Extraction } from '../../stream/candidate.ts';
import type { Content } from '../../stream/content.ts';
import { type AttemptEvent, causeOf, type ExtractionObserver } from '../events.ts';
import { outcomeOf } from '../outcomes.ts';
import { BreakerOpenError, OvertakenError, type Provider, UnavailableError } from '../provider.ts';

export interface CallContext {
  readonly content: Content;
  /** Of the whole extraction. */
  readonly deadline: Deadline;
  readonly observer: ExtractionObserver;
  readonly clock: Clock;
  /** An attempt has ended, or the provider is done: look at its state. */
  readonly onChange: () => void;
  readonly onAttempt?: (event: AttemptEvent) => void;
  /** The extra call was not made: the provider's breaker is open. */
  readonly onExtraCallBlocked?: () => void;
}

/**
 * `silent`: asked, and nothing has come. `answered`: its manifests are read. `waiting`: between two attempts. `ready`:
 * the next attempt may begin. `ended`: it has found something or failed.
 */
type State = 'silent' | 'answered' | 'waiting' | 'ready' | 'ended';

const STATE_AFTER: Partial<Record<AttemptEvent['outcome'], State>> = {
  answered: 'answered',
  failed: 'waiting',
  timeout: 'waiting',
};

/** One provider of one extraction: asked, followed, and ended when it is not needed any longer. */
export class ProviderCall {
  readonly provider: string;
  readonly #extract: Provider['extract'];
  readonly #context: CallContext;
  readonly #ended = new AbortController();
  /** Milliseconds of silence after which another is due to be asked, and its call counts as failed. */
  readonly patienceMs: number;
  /** Calls that were made while another provider was silent. */
  extraCalls = 0;
  found: Extraction | undefined;
  error: unknown;
  #state: State = 'silent';
  #silentSince: number;
  #resume: (() => void) | undefined;
  #cancelShare: (() => void) | undefined;
  #settled: Promise<void> | undefined;

  constructor({ name, extract }: Provider, patienceMs: number, context: CallContext) {
    this.provider = name;
    this.#extract = extract;
    this.patienceMs = patienceMs;
    this.#context = context;
    this.#silentSince = context.clock.now();
  }

  get state(): State {
    return this.#state;
  }

  /** Whether the provider is being asked right now, or its manifests are read. */
  get isRunning(): boolean {
    return this.#state === 'silent' || this.#state === 'answered';
  }

  /** Milliseconds until it has been silent for too long; infinite while it is not silent. */
  get patienceLeftMs(): number {
    const silentMs = this.#context.clock.now() - this.#silentSince;
    return this.#state === 'silent' ? this.patienceMs - silentMs : Number.POSITIVE_INFINITY;
  }

  /** Asks the provider. @param shareMs ends its first attempt, so that later ones can be asked; undefined for none */
  start(shareMs?: number): void {
    const end = () => this.#ended.abort(new DeadlineError());
    if (shareMs !== undefined) this.#cancelShare = this.#context.clock.setTimer(shareMs, end);
    this.#settled = this.#run();
  }

  /** Begins the next attempt of one that is `ready`. */
  resume(): void {
    this.#state = 'silent';
    this.#silentSince = this.#context.clock.now();
    this.#resume?.();
  }

  /** Ends it, unless it has ended: others have answered. Resolves when nothing of it runs any longer. */
  async overtake(): Promise<void> {
    if (this.#state !== 'ended') this.#ended.abort(new OvertakenError(this.patienceLeftMs <= 0));
    this.#resume?.();
    await this.#settled;
  }

  async #run(): Promise<void> {
    const { content, deadline, clock, onChange, onExtraCallBlocked } = this.#context;
    const started = clock.now();
    const follow = () => this.#ended.abort(deadline.signal.reason);
    if (deadline.signal.aborted) follow();
    else deadline.signal.addEventListener('abort', follow, { once: true });
    const own: Deadline = {
      at: deadline.at,
      signal: this.#ended.signal,
      remaining: () => deadline.remaining(),
      clear: () => undefined,
    };
    try {
      const found = await this.#extract(content, own, this.#observer(), () => this.#pause());
      // The reading of manifests ends early and without an error.
      if (this.#ended.signal.reason instanceof OvertakenError) throw this.#ended.signal.reason;
      this.found = found;
    } catch (error) {
      this.error = error;
    }
    deadline.signal.removeEventListener('abort', follow);
    this.#cancelShare?.();
    this.#state = 'ended';
    if (this.error instanceof BreakerOpenError && this.extraCalls > 0) {
      this.extraCalls = 0;
      onExtraCallBlocked?.();
    }
    this.#report(clock.now() - started);
    onChange();
  }

  #pause(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#resume = resolve;
    this.#state = 'ready';
    this.#ended.signal.addEventListener('abort', () => resolve(), { once: true });
    this.#context.onChange();
    return promise;
  }

  /** Passes on what a provider reports; an event that is not passed on does not compile. */
  #observer(): Required<Omit<ExtractionObserver, 'onProvider' | 'onBuilt' | 'onExtraCallRefused'>> {
    const { observer, onAttempt, onChange } = this.#context;
    return {
      onAttempt: (event) => {
        observer.onAttempt?.(event);
        onAttempt?.(event);
        const state = STATE_AFTER[event.outcome];
        if (state === undefined || this.#ended.signal.aborted) return;
        if (state === 'waiting') this.#cancelShare?.();
        this.#state = state;
        onChange();
      },
      onAsked: (event) => observer.onAsked?.(event),
      onPlayable: (event) => observer.onPlayable?.(event),
      onManifests: (event) => observer.onManifests?.(event),
      onUnplayable: (event) => observer.onUnplayable?.(event),
      onLeftOut: (event) => observer.onLeftOut?.(event),
    };
  }

  #report(durationMs: number): void {
    const { provider, found, error, extraCalls } = this;
    this.#context.observer.onProvider?.({
      provider,
      durationMs,
      outcome: found ? 'found' : outcomeOf(error),
      ...(extraCalls > 0 && { extraCalls }),
      ...(found === undefined && { cause: causeOf(error) }),
      ...(error instanceof UnavailableError && { timedOut: error.timedOut }),
    });
  }
}
