import type { Source, Subtitle, VideoData } from '../answer.ts';
import { systemClock } from '../clock.ts';
import type { LooseRequest } from '../fetch/request.ts';
import { heard } from '../heard.ts';
import type { TitleChange } from '../live/events.ts';
import type { TitleQuality } from '../quality/title-quality.ts';
import type { Attempt } from '../sources/failure.ts';
import { answerOf } from './answers.ts';
import type { PlayOptions, TitlePlayback } from './play-options.ts';
import { SourcePlayer } from './source-player.ts';
import { PASSED_OVER, SourceSequence } from './source-sequence.ts';
import { TitleMeasure } from './title-measure.ts';
import { TitleSources } from './title-sources.ts';

/** A title in a video element, until it is stopped or all its sources have failed: the parts of it, put together. */
export class Playback implements TitlePlayback {
  readonly #options: PlayOptions;
  readonly #ending = new AbortController();
  readonly #sequence: SourceSequence;
  /** Loaded beside the answer; a page that cannot load it plays without. */
  readonly #qualityLoading: Promise<void>;
  quality: TitleQuality | undefined;
  /** What was chosen before there was an answer in use. */
  #first: Source | undefined;
  /** Whether the page has said which subtitle to show. */
  #hasSubtitle = false;
  /** Whether one is shown that the viewer wishes for every title. */
  #showsWished = false;

  constructor(video: HTMLVideoElement, request: LooseRequest, options: PlayOptions) {
    const { client, clock = systemClock, preference, signal } = options;
    this.#options = options;
    const title = { video, request, play: options, clock, signal: this.#ending.signal };
    const measure = new TitleMeasure(title);
    const sources = new TitleSources({
      ...title,
      order: (playable) => this.quality?.order(playable) ?? playable,
      onAnswer: (data) => player.list(data),
    });
    const player = new SourcePlayer({
      ...title,
      sources,
      configured: () => this.quality?.configured(options) ?? options,
      onSubtitle: (subtitle) => this.quality?.choseSubtitle(subtitle),
      onPlayer: (playing) => {
        this.quality?.watch(playing);
        measure.opened(playing);
      },
      onFailure: (source, failure) => this.#sequence.goOn(source, failure),
    });
    this.#sequence = new SourceSequence({ ...title, sources, player, measure });
    this.#qualityLoading = import('../quality/title-quality.ts')
      .then((module) => {
        this.quality = new module.TitleQuality({
          client,
          tmdbId: String(request.tmdbId),
          preference: typeof preference === 'object' ? preference : undefined,
          clock,
          playing: () => this.source,
          tried: () => this.tried,
          open: (next) => this.#sequence.replace(next, 'adapted'),
          onLanguages: () => this.#showWished(),
          signal: title.signal,
        });
      })
      .catch(() => undefined);
    signal?.addEventListener('abort', () => this.stop(), { signal: title.signal });
    if (signal?.aborted) this.stop();
    else this.#start();
  }

  get data(): VideoData | undefined {
    return this.#sequence.sources.data;
  }

  get source(): Source | undefined {
    return this.#sequence.player.source;
  }

  get tried(): readonly Attempt[] {
    return this.#sequence.sources.queue.tried;
  }

  next(reason = PASSED_OVER): void {
    if (this.source) this.#sequence.goOn(this.source, { reason });
  }

  choose(source: Source): void {
    const { queue } = this.#sequence.sources;
    if (!this.data) this.#first = source;
    const playable = queue.find(source);
    if (!playable || this.#ending.signal.aborted) return;
    queue.forgive(source);
    this.quality?.chose(source);
    this.#sequence.replace(playable, 'chosen');
  }

  showSubtitle(subtitle: Subtitle | undefined): void {
    this.#hasSubtitle = true;
    this.quality?.choseSubtitle(subtitle);
    this.#sequence.player.showSubtitle(subtitle);
  }

  stop(): void {
    if (this.#ending.signal.aborted) return;
    this.#ending.abort();
    this.#sequence.player.close();
  }

  #start(): void {
    const { request, signal } = this.#sequence;
    const { client, onProgress } = this.#options;
    client.watch(request, {
      onProgress: (progress) => {
        if (!this.data) heard(() => onProgress?.(progress));
      },
      // Without the newer answer, the present one stays.
      onChange: (change) => void this.#change(change).catch(() => undefined),
      signal,
    });
    this.#sequence.begin((turn) => this.#answer(turn));
  }

  async #answer(turn: AbortSignal): Promise<void> {
    const { request, sources, signal } = this.#sequence;
    const { client, data } = this.#options;
    let newest = data;
    const onRefresh = (newer: VideoData) => {
      newest = newer;
      void sources.take(newer, signal).catch(() => undefined);
    };
    const answer = data ?? (await answerOf(client, request, onRefresh, turn));
    await this.#qualityLoading;
    await sources.take(newest ?? answer, turn);
    this.#showWished();
    if (this.#first) this.choose(this.#first);
  }

  /** Shows the subtitle that the viewer wishes, which another device may say later than the answer comes. */
  #showWished(): void {
    if (!this.data || this.#hasSubtitle) return;
    const subtitle = this.quality?.subtitleOf(this.data.subtitles);
    if (subtitle || this.#showsWished) this.#sequence.player.showSubtitle(subtitle);
    this.#showsWished = subtitle !== undefined;
  }

  async #change(change: TitleChange): Promise<void> {
    const { takeChange } = await import('./title-change.ts');
    await takeChange(change, this.#sequence);
  }
}
