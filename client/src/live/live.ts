import { MAX_WATCHED_TITLES } from '../../../contract/bounds.ts';
import type { VideoData } from '../answer.ts';
import type { Clock } from '../clock.ts';
import type { FetchedAnswer } from '../fetch/fetch-answer.ts';
import { type LooseRequest, queryOf } from '../fetch/request.ts';
import { heard } from '../heard.ts';
import type { AnswerStore } from '../store/answer-store.ts';
import type { StreamError } from '../stream-error.ts';
import {
  type Progress,
  received,
  SPREAD_MS,
  type TitleChange,
  type TitleEvent,
  titleOf,
  type WatchOptions,
} from './events.ts';
import { LiveSocket } from './live-socket.ts';

export interface LiveOptions {
  readonly liveUrl?: string | undefined;
  readonly liveTicket?: (() => string | Promise<string>) | undefined;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Removes what the device has stored of a title. */
  readonly invalidate: (request: LooseRequest) => void;
  /** Where the device keeps answers. */
  readonly store: Pick<AnswerStore, 'read'> | undefined;
}

/** Who waits for less does not need to know what is happening. */
const WAIT_MS = 700;
/** An extraction that goes on without its request has two minutes, and a little to be handed over. */
const LONGEST_EXTRACTION_MS = 130_000;
/** The news of an end may be here before the failure of a request that did not wait for it. */
const OVERTAKEN_MS = 5_000;
/** After a change, a container of the API may have the old answer in its memory for so long. */
const SEEN_EVERYWHERE_MS = 6_000;

/** A watch that has begun to count. */
interface Watch extends WatchOptions {
  readonly ending: AbortController;
}

interface WatchedTitle {
  readonly request: LooseRequest;
  readonly watches: Set<Watch>;
  /** Of the extraction that is under way. */
  progress: Progress | undefined;
  /** The highest that was seen. */
  seq: number;
  /** When an extraction has ended last, in milliseconds since 1970. */
  endedAt: number;
  /** Ends the waiting of requests that have timed out. */
  readonly waiting: Set<() => void>;
}

/** A title that has changed a moment ago. */
interface Changed extends TitleChange {
  readonly request: LooseRequest;
  readonly at: number;
  /** The sources until then, where they are known. */
  readonly old: string | undefined;
  isAskedAgain?: boolean;
}

/** The watches of a client: all through one connection, which is open while there are any. */
export class Live {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #invalidate: LiveOptions['invalidate'];
  readonly #store: LiveOptions['store'];
  readonly #socket: LiveSocket;
  /** By the query of a request, in the order in which they began. */
  readonly #titles = new Map<string, WatchedTitle>();
  /** Watches that need nothing but the next answer, and whose title may not be watched yet. */
  readonly #awaiting = new Map<Watch, string>();

  /** By the query of a request. */
  readonly #changed = new Map<string, Changed>();

  constructor({ liveUrl = '', liveTicket, clock, random, invalidate, store }: LiveOptions) {
    this.#clock = clock;
    this.#random = random;
    this.#invalidate = invalidate;
    this.#store = store;
    this.#socket = new LiveSocket({
      url: liveUrl,
      ticket: liveTicket,
      clock,
      random,
      onOpen: () => {
        for (const title of this.#placed()) this.#send('watch', title);
      },
      onMessage: (data) => this.#receive(data),
      onLost: () => {
        // What ends meanwhile is not reported to anybody.
        for (const title of this.#titles.values()) wake(title);
      },
    });
  }

  /** @param begun when the watch began, in milliseconds since 1970 */
  watch(request: LooseRequest, options: WatchOptions, begun: number): void {
    const { signal, onChange } = options;
    if (signal?.aborted) return;
    const watch = { ...options, ending: new AbortController() };
    const { ending } = watch;
    const query = queryOf(request);
    signal?.addEventListener('abort', () => this.#end(query, watch), { signal: ending.signal });
    if (!onChange) this.#awaiting.set(watch, query);
    this.#clock.sleep(Math.max(0, begun + WAIT_MS - this.#clock.now()), ending.signal).then(
      () => this.#begin(request, watch),
      () => undefined,
    );
  }

  /**
   * A title has been answered, or has failed: the watches that need no more end.
   *
   * @param answer of the API, which it may have had in its cache
   */
  settle(query: string, answer?: Pick<FetchedAnswer, 'data' | 'isHit'>): void {
    for (const [watch, awaited] of [...this.#awaiting]) if (awaited === query) this.#end(query, watch);
    if (answer?.isHit) this.#doubt(query, sourcesOf(answer.data));
  }

  /**
   * What may still be the old answer of a title that has changed a moment ago is not kept, and `onChange` is called
   * once more when every container knows.
   */
  #doubt(query: string, sources: string): void {
    const change = this.#changed.get(query);
    if (!change) return;
    const left = change.at + SEEN_EVERYWHERE_MS - this.#clock.now();
    if (left <= 0) this.#changed.delete(query);
    else if ((change.old ?? sources) === sources) {
      this.#invalidate(change.request);
      if (change.isAskedAgain) return;
      change.isAskedAgain = true;
      this.#clock.sleep(left + this.#random() * SPREAD_MS).then(() => this.#report(query, change));
    }
  }

  #report(query: string, { request, reason }: Changed): void {
    this.#invalidate(request);
    for (const { onChange } of [...(this.#titles.get(query)?.watches ?? [])]) heard(() => onChange?.({ reason }));
  }

  /**
   * After a request that was too short for its title's extraction, waits for the end of it, as long as that will be
   * reported: one that has timed out, or that did not get its turn because another extracts the title (503).
   *
   * @returns whether to ask again
   * @throws the signal's reason when it is aborted
   */
  async outlast(query: string, failure: StreamError, signal: AbortSignal): Promise<boolean> {
    const title = this.#titles.get(query);
    if (!title || !this.#socket.isOpen || !this.#placed().includes(title)) return false;
    if (failure.status !== 504 && !(failure.status === 503 && title.progress)) return false;
    if (this.#clock.now() - title.endedAt < OVERTAKEN_MS) {
      // Once: the next failure waits for the next end.
      title.endedAt = Number.NEGATIVE_INFINITY;
      return true;
    }
    const ended = new AbortController();
    const end = () => ended.abort();
    title.waiting.add(end);
    signal.addEventListener('abort', end, { signal: ended.signal });
    const isTooLong = await this.#clock.sleep(LONGEST_EXTRACTION_MS, ended.signal).then(
      () => true,
      () => false,
    );
    title.waiting.delete(end);
    end();
    signal.throwIfAborted();
    return !isTooLong;
  }

  /** The titles that the connection watches; others come after them. */
  #placed(): WatchedTitle[] {
    return [...this.#titles.values()].slice(0, MAX_WATCHED_TITLES);
  }

  #begin(request: LooseRequest, watch: Watch): void {
    const query = queryOf(request);
    let title = this.#titles.get(query);
    if (!title) {
      title = newTitle(request);
      this.#titles.set(query, title);
      if (this.#placed().includes(title)) this.#send('watch', title);
    }
    title.watches.add(watch);
    this.#socket.open();
    const { progress } = title;
    if (progress) heard(() => watch.onProgress?.(progress));
  }

  #end(query: string, watch: Watch): void {
    watch.ending.abort();
    this.#awaiting.delete(watch);
    const title = this.#titles.get(query);
    if (!title?.watches.delete(watch) || title.watches.size > 0) return;
    const before = this.#placed();
    this.#titles.delete(query);
    wake(title);
    if (this.#titles.size === 0) this.#socket.close();
    else if (before.includes(title)) {
      this.#send('unwatch', title);
      for (const next of this.#placed()) if (!before.includes(next)) this.#send('watch', next);
    }
  }

  #send(action: 'watch' | 'unwatch', { request }: WatchedTitle): void {
    this.#socket.send({ action, title: titleOf(request) });
  }

  /** @returns seconds to stay away, when the API asks for it */
  #receive(data: unknown): number | undefined {
    const message = received(data);
    if (message === undefined) return undefined;
    if ('byeAfter' in message) return message.byeAfter;
    const title = this.#titles.get(message.query);
    if (title) this.#take(message.event, title);
    return undefined;
  }

  #take(event: TitleEvent, title: WatchedTitle): void {
    const watches = [...title.watches];
    if (event.type === 'progress') {
      const { seq, steps } = event;
      // It answers a `watch`: nothing is under way whose end would be reported.
      if (steps.length === 0) end(title);
      if (steps.length === 0 || seq <= title.seq) return;
      title.seq = seq;
      title.progress = { seq, steps };
      for (const { onProgress } of watches) heard(() => onProgress?.({ seq, steps }));
    } else if (event.type === 'changed') {
      const { request } = title;
      const query = queryOf(request);
      const stored = this.#store?.read(query)?.data;
      const old = stored && sourcesOf(stored);
      const change = { request, reason: event.reason, at: this.#clock.now(), old };
      this.#changed.set(query, change);
      this.#report(query, change);
      // Its extraction may have been purged: then its end is reported to nobody.
      end(title);
    } else {
      title.endedAt = this.#clock.now();
      end(title);
    }
  }
}

const sourcesOf = ({ sources }: VideoData): string => JSON.stringify(sources);

const newTitle = (request: LooseRequest): WatchedTitle => ({
  request,
  watches: new Set(),
  progress: undefined,
  seq: -1,
  endedAt: Number.NEGATIVE_INFINITY,
  waiting: new Set(),
});

/** No extraction of it is under way that is known. */
function end(title: WatchedTitle): void {
  title.progress = undefined;
  wake(title);
}

function wake({ waiting }: WatchedTitle): void {
  for (const end of [...waiting]) end();
}
