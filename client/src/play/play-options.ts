import type { Source, Subtitle, VideoData } from '../answer.ts';
import type { Clock } from '../clock.ts';
import type { DashConfig } from '../engine/dash-engine.ts';
import type { DashInstance, DashLibrary, HlsInstance, HlsLibrary, Load } from '../engine/player-library.ts';
import type { Progress } from '../live/events.ts';
import type { ViewerPreference } from '../preference/viewer-preference.ts';
import type { QualityChoice } from '../quality/quality-choice.ts';
import type { Attempt, PlayError } from '../sources/failure.ts';
import type { StreamClient } from '../stream-client.ts';
import type { MeasureOptions } from '../usage/measure-options.ts';

export interface PlayOptions {
  client: StreamClient;
  /** An answer that the page has already, such as one of `useStream`. Default: the client is asked. */
  data?: VideoData | undefined;
  /** Loads hls.js when an HLS source needs it: `() => import('hls.js')`. Without it, only Safari plays HLS. */
  hls?: Load<HlsLibrary> | undefined;
  /** Loads dash.js when a DASH source needs it: `() => import('dashjs')`. Without it, DASH is not played. */
  dash?: Load<DashLibrary> | undefined;
  /** Settings of hls.js, which replace those of `playTitle`. With `drmSystems`, protected HLS is played too. */
  hlsConfig?: object | undefined;
  /** Settings of dash.js. With `protection`, protected DASH is played too. */
  dashConfig?: DashConfig | undefined;
  /**
   * What the viewer of this title wishes, part by part instead of `client.preference`. Or a function that reorders the
   * sources that this browser plays: it receives them in the order to try, by the viewer's wish and the bandwidth, and
   * returns them in its own; what it leaves out is not tried.
   */
  preference?: Partial<ViewerPreference> | ((sources: readonly Source[]) => readonly Source[]) | undefined;
  /**
   * Whether what this viewer gets is reported to the API, where its stage has `usage`: played and stalled time, start,
   * quality, failures, and nothing of who watches. Not where the browser asks not to be tracked (Global Privacy
   * Control). Default: false. Or a function for the page's own measurements, called for each source before it loads.
   */
  measure?: boolean | TitleMeasureOptions | ((playing: Measured) => void) | undefined;
  /** Called each time another source, or a newer link of the same one, begins to load. */
  onSource?: ((source: Source, change: SourceChange) => void) | undefined;
  /** Called while the answer is awaited and takes long, where the client has a `liveUrl`: how far its extraction is. */
  onProgress?: ((progress: Progress) => void) | undefined;
  /** Called once, when there is no answer, or every source has failed. */
  onError?: ((error: PlayError) => void) | undefined;
  /** Ends it, as `stop` does. */
  signal?: AbortSignal | undefined;
  /** Whether to play at once, as far as the browser allows it. Default: true. */
  autoplay?: boolean | undefined;
  /** For tests. */
  clock?: Clock | undefined;
}

export interface TitleMeasureOptions extends MeasureOptions {
  /** For the page's own measurements beside the API's: called for each source before it loads. */
  onPlayer?: ((playing: Measured) => void) | undefined;
}

export interface Measured {
  /** Of hls.js or dash.js; undefined where the browser plays the source itself. */
  readonly player: HlsInstance | DashInstance | undefined;
  readonly video: HTMLVideoElement;
  readonly source: Source;
  /** Aborted when another source takes over, or the title ends. */
  readonly signal: AbortSignal;
}

export interface SourceChange {
  /**
   * `failed`: the one before has failed, or was passed over by `next`. `renewed`: its link is about to expire, or the
   * title was purged. `adapted`: another file fits the line, or the viewer's choice of quality, better.
   */
  readonly reason: 'start' | 'failed' | 'chosen' | 'renewed' | 'adapted';
  /** The answer with the source. */
  readonly data: VideoData;
}

/** A title that plays in a video element. */
export interface TitlePlayback {
  /** The answer in use; undefined before there is one. */
  readonly data: VideoData | undefined;
  /** The source that plays or loads; undefined before the first one, and after all have failed. */
  readonly source: Source | undefined;
  /** What has failed within the last five minutes, in order. */
  readonly tried: readonly Attempt[];
  /** The quality of what plays, and why; undefined before there is an answer. */
  readonly quality: QualityChoice | undefined;
  /**
   * Goes on with the next source at the same position, for a page that knows better: a viewer who is not satisfied.
   *
   * @param reason what is wrong with the present one, for `tried`
   */
  next(reason?: string): void;
  /**
   * Goes on with this source of `data` at the same position, whether or not it has failed before. The next episode
   * begins with its like: the same provider and, of files, the same quality.
   */
  choose(source: Source): void;
  /** Shows a subtitle of `data`, or none; it is shown by later sources, and in the next episode, as well. */
  showSubtitle(subtitle: Subtitle | undefined): void;
  /** Ends it: the element is empty, and nothing of it is left. Safe to call again. */
  stop(): void;
}
