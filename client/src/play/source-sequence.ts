import type { Source } from '../answer.ts';
import type { Clock } from '../clock.ts';
import type { LooseRequest } from '../fetch/request.ts';
import { heard } from '../heard.ts';
import type { Failure } from '../sources/failure.ts';
import type { Playable } from '../sources/playable.ts';
import { successorIn } from '../sources/successor.ts';
import type { StreamClient } from '../stream-client.ts';
import { isOnline, untilOnline } from './network.ts';
import type { PlayOptions } from './play-options.ts';
import type { Reason, SourcePlayer } from './source-player.ts';
import type { TitleMeasure } from './title-measure.ts';
import type { TitleSources } from './title-sources.ts';

/** A link that has failed this near to its expiry is renewed before another source is tried. */
const EXPIRED_MS = 5_000;
export const PASSED_OVER = 'passed over';

interface SequenceOptions {
  readonly play: PlayOptions;
  readonly request: LooseRequest;
  readonly clock: Clock;
  readonly sources: TitleSources;
  readonly player: SourcePlayer;
  readonly measure: TitleMeasure;
  /** Aborted when the title ends. */
  readonly signal: AbortSignal;
}

/** The sources of a title, one after the other: each plays until the next takes over, or all have failed. */
export class SourceSequence {
  readonly client: StreamClient;
  readonly request: LooseRequest;
  readonly clock: Clock;
  readonly sources: TitleSources;
  readonly player: SourcePlayer;
  readonly signal: AbortSignal;
  readonly #measure: TitleMeasure;
  readonly #onError: PlayOptions['onError'];
  #turn = new AbortController();

  constructor({ play, request, clock, sources, player, measure, signal }: SequenceOptions) {
    this.client = play.client;
    this.request = request;
    this.clock = clock;
    this.sources = sources;
    this.player = player;
    this.signal = signal;
    this.#measure = measure;
    this.#onError = play.onError;
    signal.addEventListener('abort', () => this.#turn.abort());
  }

  /** Aborted when another source takes over. */
  get turn(): AbortSignal {
    return this.#turn.signal;
  }

  /** Plays the best source, once there is an answer. */
  begin(answered: (turn: AbortSignal) => Promise<void>): void {
    void this.#run(async (turn) => {
      await answered(turn);
      await this.#openNext('start', turn);
    });
  }

  /** Goes on with another source at the same position. */
  replace(next: Playable, reason: Reason): void {
    this.sources.queue.calm();
    void this.#run((turn) => this.#open(next, reason, turn));
  }

  /** Continues with a newer link at the same position. @returns false when the former one plays again */
  readonly renew = async (current: Source, next: Source, turn: AbortSignal): Promise<boolean> => {
    const { kind } = this.player;
    try {
      const isRenewed = await this.player.renew(next, turn);
      if (isRenewed === undefined) void this.#run((own) => this.#open({ source: next, kind }, 'renewed', own));
      return isRenewed ?? true;
    } catch {
      turn.throwIfAborted();
      this.goOn(current, { reason: 'its links have expired, and newer ones cannot be loaded' });
      return true;
    }
  };

  /** Goes on after a failure: with the same source if there is no network, or its link has expired; else the next. */
  goOn(source: Source, failure: Failure): void {
    const { queue } = this.sources;
    if (!isOnline()) {
      const { kind } = this.player;
      void this.#run(async (turn) => {
        await untilOnline(turn);
        queue.calm();
        await this.#open({ source, kind }, 'failed', turn);
      });
      return;
    }
    if (failure.reason !== PASSED_OVER) this.#measure.failed(source, failure.reason);
    const isExpired = (this.client.expiresIn(source) ?? EXPIRED_MS) < EXPIRED_MS;
    this.sources.fail(source, failure);
    void this.#run(async (turn) => {
      if (isExpired) {
        await this.sources.takeFresh(turn);
        const next = successorIn(source, this.sources.data?.sources ?? []);
        const renewed = next && next.url !== source.url ? queue.find(next) : undefined;
        if (renewed && next?.id === source.id) {
          queue.forgive(source);
          return this.#open(renewed, 'renewed', turn);
        }
      }
      await this.#openNext('failed', turn);
    });
  }

  /** Runs what comes next, instead of what is under way. What it throws is the end of the title. */
  async #run(work: (turn: AbortSignal) => Promise<void>): Promise<void> {
    if (this.signal.aborted) return;
    this.#turn.abort();
    this.#turn = new AbortController();
    const { signal } = this.#turn;
    try {
      await work(signal);
    } catch (error) {
      if (!signal.aborted) await this.#fail(signal, error);
    }
  }

  async #openNext(reason: Reason, turn: AbortSignal): Promise<void> {
    const next = await this.sources.next(turn);
    if (next) await this.#open(next, reason, turn);
    else await this.#fail(turn);
  }

  async #open(playable: Playable, reason: Reason, turn: AbortSignal): Promise<void> {
    await this.player.open(playable, reason, turn);
    if (turn.aborted) return;
    // No title needs it at once. A page that cannot load it plays until the links fail.
    import('./link-keeper.ts').then(
      ({ keepLinks }) => keepLinks(this, turn),
      () => undefined,
    );
  }

  async #fail(turn: AbortSignal, cause?: unknown): Promise<void> {
    const error = await this.sources.error(turn, cause);
    if (turn.aborted) return;
    this.#turn.abort();
    this.player.fail();
    this.#measure.failed();
    heard(() => this.#onError?.(error));
  }
}
