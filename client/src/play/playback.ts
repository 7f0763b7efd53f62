import type { Source, Subtitle, VideoData } from '../answer.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { LooseRequest } from '../fetch/request.ts';
import type { TitleChange } from '../live/events.ts';
import { renewLinks, successorIn } from '../player/link-renewal.ts';
import type { TitleQuality, TitleQualityOptions } from '../quality/title-quality.ts';
import { type Attempt, type Failure, messageOf, PlayError, reasonOfSilence } from '../sources/failure.ts';
import { type EngineKind, type Playable, playableSources } from '../sources/playable.ts';
import { SourceQueue } from '../sources/source-queue.ts';
import type { StreamClient } from '../stream-client.ts';
import type { Viewing } from '../usage/viewing.ts';
import { answerOf, freshAnswerOf } from './answers.ts';
import type { Engine, EngineStart } from './engine.ts';
import { engineFor } from './engine-choice.ts';
import { isOnline, untilOnline } from './network.ts';
import { newerAnswer } from './newer-answer.ts';
import type { PlayOptions, SourceChange, TitlePlayback } from './play-options.ts';
import { PlaybackState } from './playback-state.ts';
import { stallOf } from './progress-watch.ts';
import { SubtitleTracks } from './subtitle-tracks.ts';

/** A link that has failed this near to its expiry is renewed before another source is tried. */
const EXPIRED_MS = 5_000;
/** How long a failing title waits for the reasons of what gave no answer. */
const REASONS_MS = 2_000;
const PASSED_OVER = 'passed over';

/** Calls the page. Its mistake is reported as one, and ends neither the title nor leaves a player behind. */
function heard(call: () => void): void {
  try {
    call();
  } catch (error) {
    globalThis.reportError?.(error);
  }
}

type Reason = SourceChange['reason'];

/** A title in a video element: one source after the other, until it is stopped or all have failed. */
export class Playback implements TitlePlayback {
  readonly #video: HTMLVideoElement;
  readonly #request: LooseRequest;
  readonly #options: PlayOptions;
  readonly #clock: Clock;
  readonly #ending = new AbortController();
  readonly #state: PlaybackState;
  readonly #subtitles: SubtitleTracks;
  readonly #queue: SourceQueue;
  /** Aborted when another source takes over. */
  #turn = new AbortController();
  #engine: Engine | undefined;
  #data: VideoData | undefined;
  /** Loaded beside the answer; a page that cannot load it plays without. */
  readonly #qualityLoading: Promise<void>;
  quality: TitleQuality | undefined;
  #hasSubtitle = false;
  #source: Source | undefined;
  #kind: EngineKind = 'native';
  #skipped: readonly Attempt[] = [];
  #hasPlaylist = true;
  /** Whether one more answer was asked for since a picture moved. */
  #hasAskedAgain = false;
  readonly #explaining = new Set<Promise<void>>();
  /** Loaded beside the answer, where the page measures what its viewers get. */
  readonly #viewing: Promise<Viewing | undefined> | undefined;

  constructor(video: HTMLVideoElement, request: LooseRequest, options: PlayOptions) {
    const { client, clock = systemClock, autoplay = true, measure, signal } = options;
    this.#video = video;
    this.#request = request;
    this.#options = options;
    this.#clock = clock;
    const { signal: ending } = this.#ending;
    this.#queue = new SourceQueue(clock);
    this.#state = new PlaybackState(video, autoplay, ending);
    this.#subtitles = new SubtitleTracks(video, ending, (subtitle) => this.quality?.choseSubtitle(subtitle));
    this.#qualityLoading = import('../quality/title-quality.ts')
      .then((module) => {
        this.quality = new module.TitleQuality(this.#qualityOptions());
      })
      .catch(() => undefined);
    if (measure && typeof measure !== 'function') {
      const viewing = {
        ...Object(measure),
        video,
        client,
        request,
        begunAt: clock.now(),
        autoplay,
        clock,
        signal: ending,
      };
      this.#viewing = import('../usage/viewing.ts').then(
        (module) => module.startViewing(viewing),
        () => undefined,
      );
    }
    video.addEventListener('loadedmetadata', () => this.#restore(), { signal: ending });
    signal?.addEventListener('abort', () => this.stop(), { signal: ending });
    if (signal?.aborted) this.stop();
    else this.#start();
  }

  get data(): VideoData | undefined {
    return this.#data;
  }

  get source(): Source | undefined {
    return this.#source;
  }

  get tried(): readonly Attempt[] {
    return this.#queue.tried;
  }

  next(reason = PASSED_OVER): void {
    if (this.#source) this.#goOn(this.#source, { reason });
  }

  choose(source: Source): void {
    const playable = this.#queue.find(source);
    if (!playable || this.#ending.signal.aborted) return;
    this.#queue.forgive(source);
    this.quality?.chose(source);
    this.#replace(playable, 'chosen');
  }

  showSubtitle(subtitle: Subtitle | undefined): void {
    this.#hasSubtitle = true;
    this.quality?.choseSubtitle(subtitle);
    this.#subtitles.show(subtitle);
  }

  stop(): void {
    if (this.#ending.signal.aborted) return;
    this.#turn.abort();
    this.#ending.abort();
    this.#close();
  }

  #start(): void {
    const { client, onProgress } = this.#options;
    client.watch(this.#request, {
      onProgress: (progress) => {
        if (!this.#data) heard(() => onProgress?.(progress));
      },
      onChange: (change) => void this.#change(change).catch(() => undefined),
      signal: this.#ending.signal,
    });
    void this.#follow((turn) => this.#begin(turn));
  }

  #replace(playable: Playable, reason: Reason): void {
    this.#queue.calm();
    void this.#follow((turn) => this.#open(playable, reason, turn));
  }

  #qualityOptions(): TitleQualityOptions {
    const { client, preference } = this.#options;
    return {
      client,
      tmdbId: String(this.#request.tmdbId),
      preference: typeof preference === 'object' ? preference : undefined,
      clock: this.#clock,
      playing: () => this.#source,
      tried: () => this.tried,
      open: (next) => this.#replace(next, 'adapted'),
      signal: this.#ending.signal,
    };
  }

  /** Runs what comes next, instead of what is under way. What it throws is the end of the title. */
  async #follow(work: (turn: AbortSignal) => Promise<void>): Promise<void> {
    this.#turn.abort();
    this.#turn = new AbortController();
    const { signal } = this.#turn;
    try {
      await work(signal);
    } catch (error) {
      if (!signal.aborted) await this.#fail(signal, error);
    }
  }

  async #begin(turn: AbortSignal): Promise<void> {
    const onRefresh = (data: VideoData) => void this.#take(data, this.#ending.signal).catch(() => undefined);
    const { client, data } = this.#options;
    const answer = data ?? (await answerOf(client, this.#request, onRefresh, turn));
    await this.#qualityLoading;
    await this.#take(answer, turn);
    const subtitle = this.#hasSubtitle ? undefined : this.quality?.subtitleOf(answer.subtitles);
    if (subtitle) this.#subtitles.show(subtitle);
    await this.#openNext('start', turn);
  }

  async #take(data: VideoData, signal: AbortSignal): Promise<void> {
    const { hls, dash, hlsConfig, dashConfig, preference } = this.#options;
    const hasMediaSource = 'MediaSource' in globalThis || 'ManagedMediaSource' in globalThis;
    const { playable, skipped } = await playableSources(data.sources, {
      video: this.#video,
      hasHls: hls !== undefined && hasMediaSource,
      hasDash: dash !== undefined && hasMediaSource,
      hlsConfig,
      dashConfig,
    });
    signal.throwIfAborted();
    this.#data = data;
    this.#skipped = skipped;
    const best = this.quality?.order(playable) ?? playable;
    const order = typeof preference === 'function' ? preference(best.map(({ source }) => source)) : undefined;
    this.#queue.list(order?.flatMap((source) => best.filter((each) => each.source === source)) ?? best);
    this.#subtitles.list(data);
    if (data.poster && !this.#video.poster) {
      this.#video.poster = data.poster;
      this.#ending.signal.addEventListener('abort', () => this.#video.removeAttribute('poster'), { once: true });
    }
  }

  async #openNext(reason: Reason, turn: AbortSignal): Promise<void> {
    const next = this.#queue.next() ?? (await this.#nextOfFreshAnswer(turn));
    if (next) await this.#open(next, reason, turn);
    else await this.#fail(turn);
  }

  /** The links may have changed since: one more answer is asked for before the title fails. */
  async #nextOfFreshAnswer(turn: AbortSignal): Promise<Playable | undefined> {
    if (this.#hasAskedAgain || this.#queue.tried.length === 0) return undefined;
    this.#hasAskedAgain = true;
    await this.#takeFresh(turn);
    return this.#queue.nextLink();
  }

  async #takeFresh(turn: AbortSignal): Promise<void> {
    const fresh = await freshAnswerOf(this.#options.client, this.#request, this.#clock, turn);
    if (fresh) await this.#take(fresh, turn);
  }

  async #open(playable: Playable, reason: Reason, turn: AbortSignal): Promise<void> {
    const { source, kind } = playable;
    let start: (start: EngineStart) => Engine;
    try {
      const options = this.quality?.configured(this.#options) ?? this.#options;
      start = await engineFor(playable, this.#video, options, {
        playlistOf: this.#playlistOf,
        onNoPlaylist: this.#forgetPlaylist,
      });
    } catch {
      turn.throwIfAborted();
      return this.#goOn(source, { reason: 'its player could not be loaded' });
    }
    turn.throwIfAborted();
    const clock = this.#clock;
    const video = this.#video;
    this.#state.leave();
    this.#subtitles.leave();
    this.#close();
    this.#kind = kind;
    this.#announce(source, reason);
    // The page may have stopped it at that.
    if (turn.aborted) return;
    this.#engine = start({
      video,
      source,
      position: this.#state.position,
      hasOwnSubtitles: this.#hasOwnSubtitles,
      clock,
      signal: turn,
      onPlayer: (player) => {
        const playing = { player, video, source, signal: turn };
        this.quality?.watch(playing);
        const { measure } = this.#options;
        const onPlayer = typeof measure === 'object' ? measure.onPlayer : measure;
        if (typeof onPlayer === 'function') heard(() => onPlayer(playing));
        void this.#viewing?.then((viewing) => viewing?.opened(playing));
      },
      onFailure: (failure) => {
        if (!turn.aborted) this.#goOn(this.#source ?? source, failure);
      },
    });
    if (turn.aborted) return;
    const options = { clock, patience: this.#queue.begin(), loadsAhead: kind !== 'native', onProgress: this.#calm };
    stallOf(video, options, turn).then(
      (reason) => this.#goOn(this.#source ?? source, this.#engine?.trouble?.() ?? { reason }),
      () => undefined,
    );
    this.#keepAlive(turn);
  }

  /** Whether the answer leaves subtitles to the manifest, or knows of none. */
  get #hasOwnSubtitles(): boolean {
    const { subtitles } = this.#data!;
    return subtitles.length === 0 || subtitles.some(({ delivery }) => delivery);
  }

  /**
   * The API's playlist for an HLS source, where it offers more than the source itself: renewed links, or a mirror with
   * the same ladder. An API of before playlists gives sources no ids.
   */
  readonly #playlistOf = ({ id, variants, expiresAt }: Source): string | undefined => {
    if (!this.#hasPlaylist || id === undefined || !variants) return undefined;
    const isTwin = (other: Source) => other.id !== id && JSON.stringify(other.variants) === JSON.stringify(variants);
    if (expiresAt === undefined && !this.#data?.sources.some(isTwin)) return undefined;
    return this.#options.client.playlistUrl(this.#request, { source: id });
  };

  readonly #forgetPlaylist = (): void => {
    this.#hasPlaylist = false;
  };

  readonly #calm = (): void => {
    this.#queue.calm();
    this.#hasAskedAgain = false;
  };

  /** Renews the links of the source that plays, as long as it plays. */
  #keepAlive(turn: AbortSignal): void {
    const { client } = this.#options;
    const player = {
      playing: () => this.#source,
      timeLeft: (source: Source) => {
        const at = this.#engine?.expiry?.();
        return client.expiresIn(at === undefined ? source : { expiresAt: new Date(at).toISOString() });
      },
      successorOf: (current: Source, sources: readonly Source[]) => {
        const next = successorIn(
          current,
          sources.filter(({ type }) => type === current.type),
        );
        if (!next) throw new Error('no such source');
        return next;
      },
      plays: (next: Source) => next.url === this.#source?.url,
      switchOver: (current: Source, next: Source, signal: AbortSignal) => this.#renew(current, next, signal),
    };
    // Its answer is in use before its link is, so that both are announced together.
    const getStream: StreamClient['getStream'] = async (...call) => {
      const data = await client.getStream(...call);
      await this.#take(data, turn);
      return data;
    };
    const options = {
      client: { ...client, getStream },
      request: this.#request,
      data: this.#data!,
      clock: this.#clock,
    };
    // Without fresh links, the present ones play until they fail.
    renewLinks(player, options, turn).catch(() => undefined);
  }

  async #renew(current: Source, next: Source, signal: AbortSignal): Promise<boolean> {
    const kind = this.#kind;
    if (!this.#engine?.renew) {
      void this.#follow((turn) => this.#open({ source: next, kind }, 'renewed', turn));
      return true;
    }
    this.#state.leave();
    this.#subtitles.leave();
    try {
      const isRenewed = await this.#engine.renew(next, signal);
      if (isRenewed) this.#announce(next, 'renewed');
      return isRenewed;
    } catch {
      signal.throwIfAborted();
      this.#goOn(current, { reason: 'its links have expired, and newer ones cannot be loaded' });
      return true;
    }
  }

  /** Takes the newer answer of a title that has changed. After a purge, what plays is replaced by its like in it. */
  async #change({ reason }: TitleChange): Promise<void> {
    const { signal } = this.#ending;
    if (!this.#data) return;
    await this.#take(await newerAnswer(this.#options.client, this.#request, this.#clock, signal), signal);
    const current = this.#source;
    // What is merely fresher is of use when the present link expires, or fails.
    if (reason !== 'purged' || !current) return;
    const alike = this.#queue.playable.filter(({ source }) => source.type === current.type);
    const next = successorIn(
      current,
      alike.map(({ source }) => source),
    );
    if (next?.url === current.url) return;
    if (next) await this.#renew(current, next, this.#turn.signal);
    else if (this.#queue.next()) this.#replace(this.#queue.next()!, 'renewed');
  }

  /** Goes on after a failure: with the same source if there is no network, or its link has expired; else the next. */
  #goOn(source: Source, { reason, unread }: Failure): void {
    if (!isOnline()) {
      const kind = this.#kind;
      void this.#follow(async (turn) => {
        await untilOnline(turn);
        this.#queue.calm();
        await this.#open({ source, kind }, 'failed', turn);
      });
      return;
    }
    if (reason !== PASSED_OVER) void this.#viewing?.then((viewing) => viewing?.failed(source, reason));
    const isExpired = (this.#options.client.expiresIn(source) ?? EXPIRED_MS) < EXPIRED_MS;
    const attempt = this.#queue.fail(source, reason);
    if (unread !== undefined) this.#explain(attempt, unread);
    void this.#follow(async (turn) => {
      if (isExpired) {
        await this.#takeFresh(turn);
        const next = successorIn(source, this.#data?.sources ?? []);
        const renewed = next && next.url !== source.url ? this.#queue.find(next) : undefined;
        if (renewed && next?.id === source.id) {
          this.#queue.forgive(source);
          return this.#open(renewed, 'renewed', turn);
        }
      }
      await this.#openNext('failed', turn);
    });
  }

  #explain(attempt: { reason: string }, url: string): void {
    const { signal } = this.#ending;
    const explaining = reasonOfSilence(url, signal).then((reason) => {
      attempt.reason = reason;
    });
    this.#explaining.add(explaining);
    void explaining.finally(() => this.#explaining.delete(explaining));
  }

  async #fail(turn: AbortSignal, cause?: unknown): Promise<void> {
    const explained = Promise.all(this.#explaining);
    await Promise.race([explained, this.#clock.sleep(REASONS_MS, turn).catch(() => undefined)]);
    if (turn.aborted) return;
    this.#turn.abort();
    this.#state.leave();
    this.#close();
    this.#source = undefined;
    void this.#viewing?.then((viewing) => viewing?.failed());
    const late = this.#queue.untried.map((source) => ({ source, reason: 'there was no time to try it' }));
    const skipped = [...this.#skipped, ...late];
    const { tried } = this;
    const message = cause instanceof Error && tried.length === 0 ? cause.message : messageOf(tried, skipped);
    this.#options.onError?.(new PlayError(message, tried, skipped, cause));
  }

  #announce(source: Source, reason: Reason): void {
    this.#source = source;
    const data = this.#data;
    if (data) heard(() => this.#options.onSource?.(source, { reason, data }));
  }

  #restore(): void {
    this.#state.restore();
    this.#subtitles.restore();
  }

  #close(): void {
    this.#engine?.destroy();
    this.#engine = undefined;
  }
}
