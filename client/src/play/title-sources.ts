import type { Source, VideoData } from '../answer.ts';
import type { Clock } from '../clock.ts';
import type { LooseRequest } from '../fetch/request.ts';
import { type Attempt, type Failure, messageOf, PlayError, reasonOfSilence } from '../sources/failure.ts';
import { type Playable, playableSources } from '../sources/playable.ts';
import { SourceQueue } from '../sources/source-queue.ts';
import { freshAnswerOf } from './answers.ts';
import type { PlayOptions } from './play-options.ts';

/** How long a failing title waits for the reasons of what gave no answer. */
const REASONS_MS = 2_000;

interface TitleSourcesOptions {
  readonly video: HTMLVideoElement;
  readonly request: LooseRequest;
  readonly play: PlayOptions;
  readonly clock: Clock;
  /** Sorts what plays, as this viewer wants it. */
  readonly order: (playable: readonly Playable[]) => readonly Playable[];
  /** Called with each answer that is in use from here on. */
  readonly onAnswer: (data: VideoData) => void;
  /** Aborted when the title ends. */
  readonly signal: AbortSignal;
}

/** The answer in use: which of its sources this browser plays, in which order, and what has failed of them. */
export class TitleSources {
  readonly queue: SourceQueue;
  /** Undefined before there is an answer. */
  data: VideoData | undefined;
  readonly #options: TitleSourcesOptions;
  #skipped: readonly Attempt[] = [];
  #hasPlaylist = true;
  /** Whether one more answer was asked for since a picture moved. */
  #hasAskedAgain = false;
  readonly #explaining = new Set<Promise<void>>();

  constructor(options: TitleSourcesOptions) {
    this.#options = options;
    this.queue = new SourceQueue(options.clock);
  }

  /** Whether the answer leaves subtitles to the manifest, or knows of none. */
  get hasOwnSubtitles(): boolean {
    const { subtitles } = this.data!;
    return subtitles.length === 0 || subtitles.some(({ delivery }) => delivery);
  }

  /** Uses an answer from here on. */
  async take(data: VideoData, signal: AbortSignal): Promise<void> {
    const { video, play, order, onAnswer } = this.#options;
    const { hls, dash, hlsConfig, dashConfig, preference } = play;
    const hasMediaSource = 'MediaSource' in globalThis || 'ManagedMediaSource' in globalThis;
    const { playable, skipped } = await playableSources(data.sources, {
      video,
      hasHls: hls !== undefined && hasMediaSource,
      hasDash: dash !== undefined && hasMediaSource,
      hlsConfig,
      dashConfig,
    });
    signal.throwIfAborted();
    this.data = data;
    this.#skipped = skipped;
    const best = order(playable);
    const own = typeof preference === 'function' ? preference(best.map(({ source }) => source)) : undefined;
    this.queue.list(own?.flatMap((source) => best.filter((each) => each.source === source)) ?? best);
    onAnswer(data);
  }

  /** Asks for one more answer, whatever is stored; where none comes in time, the present one stays. */
  async takeFresh(turn: AbortSignal): Promise<void> {
    const { play, request, clock } = this.#options;
    const fresh = await freshAnswerOf(play.client, request, clock, turn);
    if (fresh) await this.take(fresh, turn);
  }

  /** The source to try next; undefined when all have failed, in a newer answer as well. */
  async next(turn: AbortSignal): Promise<Playable | undefined> {
    const next = this.queue.next();
    if (next || this.#hasAskedAgain || this.queue.tried.length === 0) return next;
    // The links may have changed since.
    this.#hasAskedAgain = true;
    await this.takeFresh(turn);
    return this.queue.nextLink();
  }

  /** A picture moves. */
  readonly calm = (): void => {
    this.queue.calm();
    this.#hasAskedAgain = false;
  };

  /**
   * The API's playlist for an HLS source, where it offers more than the source itself: renewed links, or a mirror with
   * the same ladder. An API of before playlists gives sources no ids.
   */
  readonly playlistOf = ({ id, variants, expiresAt }: Source): string | undefined => {
    if (!this.#hasPlaylist || id === undefined || !variants) return undefined;
    const isTwin = (other: Source) => other.id !== id && JSON.stringify(other.variants) === JSON.stringify(variants);
    if (expiresAt === undefined && !this.data?.sources.some(isTwin)) return undefined;
    const { play, request } = this.#options;
    return play.client.playlistUrl(request, { source: id });
  };

  readonly onNoPlaylist = (): void => {
    this.#hasPlaylist = false;
  };

  fail(source: Source, { reason, unread }: Failure): void {
    const attempt = this.queue.fail(source, reason);
    if (unread === undefined) return;
    const explaining = reasonOfSilence(unread, this.#options.signal).then((words) => {
      attempt.reason = words;
    });
    this.#explaining.add(explaining);
    void explaining.finally(() => this.#explaining.delete(explaining));
  }

  /** Why nothing plays, once the reasons are known. */
  async error(turn: AbortSignal, cause: unknown): Promise<PlayError> {
    const explained = Promise.all(this.#explaining);
    await Promise.race([explained, this.#options.clock.sleep(REASONS_MS, turn).catch(() => undefined)]);
    const { tried, untried } = this.queue;
    const late = untried.map((source) => ({ source, reason: 'there was no time to try it' }));
    const skipped = [...this.#skipped, ...late];
    const message = cause instanceof Error && tried.length === 0 ? cause.message : messageOf(tried, skipped);
    return new PlayError(message, tried, skipped, cause);
  }
}
