import {
  refreshBeforeExpiry,
  type Source,
  type StreamRequest,
  type Subtitle,
  type VideoData,
} from '@stream-api/client';
import type Hls from 'hls.js';
import { streamClient } from '../api/stream-client.ts';
import { SubtitleTrack } from './subtitle-track.ts';

export interface Level {
  /** The index of hls.js. */
  readonly index: number;
  readonly name: string;
}

export interface PlaybackState {
  /** The levels of an adaptive stream, best first. */
  readonly levels: readonly Level[];
  /** The index of the chosen level; -1 while the player chooses. */
  readonly level: number;
  /** The size of the picture that is shown. */
  readonly playing: string | undefined;
  readonly problem: string | undefined;
}

export interface LoadOptions {
  readonly title: StreamRequest;
  readonly data: VideoData;
  readonly playAtOnce: boolean;
  /** Called with a newer answer, and the one of its sources that plays now. */
  readonly onRenewed: (data: VideoData, source: Source | undefined) => void;
  readonly onFailed: () => void;
}

export const NOTHING_LOADED: PlaybackState = { levels: [], level: -1, playing: undefined, problem: undefined };

/** Plays one source after the other in a video element, each from the position of the last one. */
export class Playback {
  readonly #video: HTMLVideoElement;
  readonly #subtitles: SubtitleTrack;
  readonly #onChange: (state: PlaybackState) => void;
  readonly #ended = new AbortController();
  #state = NOTHING_LOADED;
  #url = '';
  /** Of the last call of `load`, whether it loaded anything or not. */
  #options: LoadOptions | undefined;
  /** The subtitles that were requested last, and their source. */
  #shown = '';
  /** Aborted when another source is loaded. */
  #loading = new AbortController();
  #hls: Hls | undefined;
  #ready: Promise<void> = Promise.resolve();

  constructor(video: HTMLVideoElement, onChange: (state: PlaybackState) => void) {
    this.#video = video;
    this.#onChange = onChange;
    this.#subtitles = new SubtitleTrack(video);
    const { signal } = this.#ended;
    video.addEventListener('resize', () => this.#show(`${video.videoWidth} × ${video.videoHeight}`), { signal });
    video.addEventListener('error', () => this.#failToPlay('The browser cannot play this source.'), { signal });
  }

  load(source: Source, options: LoadOptions): void {
    const { type, url } = source;
    this.#options = options;
    // A stream whose links were renewed already plays the newer answer's URL.
    if (url === this.#url || url === this.#hls?.url) return;
    const { currentTime, paused, ended, playbackRate } = this.#video;
    // Loading sets the speed to this (HTML standard, "media element load algorithm").
    this.#video.defaultPlaybackRate = playbackRate;
    this.#unload();
    const play = options.playAtOnce || !(paused || ended);
    this.#url = url;
    if (type === 'dash') return;
    if (type === 'hls') this.#ready = this.#loadHls(url, currentTime, play, options);
    else this.#loadFile(url, currentTime, play);
  }

  /** @param index -1 to let the player choose */
  selectLevel(index: number): void {
    if (this.#hls) this.#hls.currentLevel = index;
    this.#update({ ...this.#state, level: index });
  }

  async show(subtitle: Subtitle | undefined, source: Source | undefined): Promise<void> {
    const wanted = `${subtitle?.url} ${this.#url}`;
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    await this.#ready;
    if (wanted !== this.#shown) return;
    const fromManifest = subtitle?.delivery === 'in-manifest' && source?.type === 'hls';
    if (this.#hls) {
      this.#hls.subtitleTrack = fromManifest
        ? this.#hls.subtitleTracks.findIndex(({ url }) => url === subtitle?.url)
        : -1;
    }
    if (!subtitle || (subtitle.delivery === 'in-manifest' && !fromManifest)) this.#subtitles.hide();
    else if (fromManifest) this.#subtitles.begin();
    else if (!(await this.#subtitles.load(subtitle)))
      this.#fail(`The subtitles ${subtitle.label} could not be loaded.`);
  }

  destroy(): void {
    this.#ended.abort();
    this.#unload();
    this.#subtitles.hide();
  }

  #unload(): void {
    this.#loading.abort();
    this.#loading = new AbortController();
    this.#hls?.destroy();
    this.#hls = undefined;
    this.#ready = Promise.resolve();
    this.#video.removeAttribute('src');
    this.#video.load();
    this.#update(NOTHING_LOADED);
  }

  #loadFile(url: string, position: number, play: boolean): void {
    const video = this.#video;
    video.src = url;
    video.addEventListener(
      'loadedmetadata',
      () => {
        if (position > 0) video.currentTime = position;
        if (play) this.#play();
      },
      { once: true, signal: this.#loading.signal },
    );
  }

  async #loadHls(url: string, position: number, play: boolean, options: LoadOptions): Promise<void> {
    const { signal } = this.#loading;
    const { default: Hls, Events } = await import('hls.js');
    if (signal.aborted) return;
    if (!Hls.isSupported()) {
      // Older iPhones have no Media Source Extensions, but play HLS natively.
      if (this.#video.canPlayType('application/vnd.apple.mpegurl')) this.#loadFile(url, position, play);
      else this.#failToPlay('This browser cannot play HLS.');
      return;
    }
    // Without a worker, which would need a blob URL as a script source.
    const hls = new Hls({
      enableWorker: false,
      renderTextTracksNatively: false,
      ...(position > 0 && { startPosition: position }),
    });
    this.#hls = hls;
    // Once only, so that a renewal of the links does not start what the viewer has paused.
    if (play) hls.once(Events.MANIFEST_PARSED, () => this.#play());
    hls.on(Events.MANIFEST_PARSED, () => {
      const levels = hls.levels.map(({ height, bitrate }, index) => ({
        index,
        name: height ? `${height}p` : `${Math.round(bitrate / 1000)} kbit/s`,
      }));
      // A problem of an earlier load is solved.
      this.#update({ ...this.#state, levels: levels.reverse(), problem: undefined });
    });
    hls.on(Events.CUES_PARSED, (_event, { cues }) => this.#subtitles.add(cues as VTTCue[]));
    hls.on(Events.ERROR, (_event, { fatal, details }) => {
      // When newer links fail, the client itself returns to these.
      if (fatal && hls.url === playing) this.#failToPlay(`The stream cannot be played (${details}).`);
    });
    const manifest = new Promise<void>((resolve) => {
      hls.once(Events.MANIFEST_PARSED, () => resolve());
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    hls.loadSource(url);
    let playing = hls.url;
    hls.attachMedia(this.#video);
    const { title, data } = options;
    const stop = refreshBeforeExpiry(hls, {
      client: streamClient,
      request: title,
      data,
      onRefresh: (newer) => {
        playing = hls.url;
        this.#options?.onRenewed(
          newer,
          newer.sources.find(({ url }) => new URL(url).href === playing),
        );
      },
      onError: () => this.#fail('These links expire, and no newer ones are available.'),
    });
    signal.addEventListener('abort', stop, { once: true });
    await manifest;
  }

  #play(): void {
    // The browser may refuse autoplay; then the viewer presses play.
    this.#video.play().catch(() => undefined);
  }

  #show(size: string): void {
    if (this.#video.videoWidth > 0) this.#update({ ...this.#state, playing: size });
  }

  #failToPlay(problem: string): void {
    this.#fail(problem);
    this.#options?.onFailed();
  }

  #fail(problem: string): void {
    this.#update({ ...this.#state, problem });
  }

  #update(state: PlaybackState): void {
    this.#state = state;
    this.#onChange(state);
  }
}
