import type { Source, VideoData } from '../answer.ts';
import type { Clock } from '../clock.ts';
import type { Engine, EngineStart } from '../engine/engine.ts';
import { engineFor } from '../engine/engine-choice.ts';
import { heard } from '../heard.ts';
import type { Failure } from '../sources/failure.ts';
import type { EngineKind, Playable } from '../sources/playable.ts';
import type { Measured, PlayOptions, SourceChange } from './play-options.ts';
import { PlaybackState } from './playback-state.ts';
import { stallOf } from './progress-watch.ts';
import { SubtitleTracks } from './subtitle-tracks.ts';
import type { TitleSources } from './title-sources.ts';

export type Reason = SourceChange['reason'];

interface SourcePlayerOptions {
  readonly video: HTMLVideoElement;
  readonly play: PlayOptions;
  readonly clock: Clock;
  readonly sources: TitleSources;
  readonly onSubtitle: ConstructorParameters<typeof SubtitleTracks>[2];
  /** The page's options, with where to begin. */
  readonly configured: () => PlayOptions;
  /** Called for each source before it loads. */
  readonly onPlayer: (playing: Measured) => void;
  readonly onFailure: (source: Source, failure: Failure) => void;
  /** Aborted when the title ends. */
  readonly signal: AbortSignal;
}

/** The source in a video element, with what a viewer keeps when another takes over: position, speed, subtitle. */
export class SourcePlayer {
  readonly #options: SourcePlayerOptions;
  readonly #state: PlaybackState;
  readonly #subtitles: SubtitleTracks;
  #engine: Engine | undefined;
  /** The one that plays or loads. */
  source: Source | undefined;
  kind: EngineKind = 'native';

  constructor(options: SourcePlayerOptions) {
    const { video, play, onSubtitle, signal } = options;
    this.#options = options;
    this.#state = new PlaybackState(video, play.autoplay ?? true, signal);
    this.#subtitles = new SubtitleTracks(video, signal, onSubtitle);
    const restore = () => {
      this.#state.restore();
      this.#subtitles.restore();
    };
    video.addEventListener('loadedmetadata', restore, { signal });
  }

  /** When its present link expires, where its player has another one than the source's own. */
  get expiry(): number | undefined {
    return this.#engine?.expiry?.();
  }

  /** Lists the subtitles of an answer, and shows its poster where the page has none. */
  list(data: VideoData): void {
    const { video, signal } = this.#options;
    this.#subtitles.list(data);
    if (!data.poster || video.poster) return;
    video.poster = data.poster;
    signal.addEventListener('abort', () => video.removeAttribute('poster'), { once: true });
  }

  showSubtitle(subtitle: Parameters<SubtitleTracks['show']>[0]): void {
    this.#subtitles.show(subtitle);
  }

  /** Replaces what plays, at the same position. @param turn aborted when another source takes over */
  async open({ source, kind }: Playable, reason: Reason, turn: AbortSignal): Promise<void> {
    const { video, clock, sources, configured, onPlayer, onFailure } = this.#options;
    let start: (start: EngineStart) => Engine;
    try {
      start = await engineFor({ source, kind }, video, configured(), sources);
    } catch {
      turn.throwIfAborted();
      return onFailure(source, { reason: 'its player could not be loaded' });
    }
    turn.throwIfAborted();
    this.#leave();
    this.close();
    this.kind = kind;
    this.#announce(source, reason);
    // The page may have stopped it at that.
    if (turn.aborted) return;
    this.#engine = start({
      video,
      source,
      position: this.#state.position,
      hasOwnSubtitles: sources.hasOwnSubtitles,
      clock,
      signal: turn,
      onPlayer: (player) => onPlayer({ player, video, source, signal: turn }),
      onFailure: (failure) => {
        if (!turn.aborted) onFailure(this.source ?? source, failure);
      },
    });
    // The page may have stopped it while its player was made.
    if (turn.aborted) return this.close();
    const { calm: onProgress, queue } = sources;
    const { loading } = this.#engine;
    const options = { clock, patience: queue.begin(), loadsAhead: kind !== 'native', loading, onProgress };
    stallOf(video, options, turn).then(
      (reason) => onFailure(this.source ?? source, this.#engine?.trouble?.() ?? { reason }),
      () => undefined,
    );
  }

  /**
   * Continues with a newer link of the source in the same player.
   *
   * @returns false when the former one plays again; undefined where its player cannot, and has to be replaced
   */
  async renew(next: Source, signal: AbortSignal): Promise<boolean | undefined> {
    if (!this.#engine?.renew) return undefined;
    this.#leave();
    const isRenewed = await this.#engine.renew(next, signal);
    if (isRenewed) this.#announce(next, 'renewed');
    return isRenewed;
  }

  /** Empties the element after a title of which nothing plays. */
  fail(): void {
    this.#state.leave();
    this.close();
    this.source = undefined;
  }

  close(): void {
    const { video } = this.#options;
    this.#engine?.destroy();
    this.#engine = undefined;
    // A position for media that was to come would be where the next media begins ("default playback start position").
    if (video.readyState === 0 && video.currentTime > 0) video.currentTime = 0;
  }

  /** Until the next one has loaded, what the element reports is not the viewer's. */
  #leave(): void {
    this.#state.leave();
    this.#subtitles.leave();
  }

  #announce(source: Source, reason: Reason): void {
    this.source = source;
    const { play, sources } = this.#options;
    const { data } = sources;
    if (data) heard(() => play.onSource?.(source, { reason, data }));
  }
}
