/** The parts of an hls.js player that are used here. Its `Hls` class has them. */
export interface HlsPlayer {
  readonly url: string | null;
  readonly media: HlsMedia | null;
  readonly config: { startPosition: number };
  readonly levels: readonly HlsLevel[];
  /** The index of the level that the viewer chose; -1 for none. */
  readonly manualLevel: number;
  loadLevel: number;
  /** The index of the highest level that is chosen automatically; -1 for any. */
  autoLevelCapping: number;
  audioTrack: number;
  subtitleTrack: number;
  loadSource(url: string): void;
  // biome-ignore lint/suspicious/noExplicitAny: the class declares one signature for each of its events
  on(event: any, listener: (...facts: any[]) => void): void;
  // biome-ignore lint/suspicious/noExplicitAny: the same
  off(event: any, listener: (...facts: any[]) => void): void;
}

interface HlsLevel {
  readonly width?: number;
  readonly height: number;
  readonly bitrate: number;
}

interface HlsMedia {
  currentTime: number;
  playbackRate: number;
  readonly paused: boolean;
  readonly ended: boolean;
  readonly readyState?: number;
  play(): Promise<void>;
}

/** Playback position and player settings to restore. */
export interface PlayerState {
  readonly currentTime: number;
  readonly playbackRate: number;
  readonly isPlaying: boolean;
  readonly audioTrack: number;
  readonly subtitleTrack: number;
  readonly level: HlsLevel | undefined;
  readonly cap: HlsLevel | undefined;
}

export function stateOf(hls: HlsPlayer): PlayerState {
  const { media, levels, manualLevel, autoLevelCapping, audioTrack, subtitleTrack } = hls;
  return {
    currentTime: media?.currentTime ?? -1,
    playbackRate: media?.playbackRate ?? 1,
    isPlaying: media !== null && !media.paused && !media.ended,
    audioTrack,
    subtitleTrack,
    level: levels[manualLevel],
    cap: levels[autoLevelCapping],
  };
}

/**
 * Loads another source and restores a state: position, playing or paused, speed, quality, audio and subtitles. Loading
 * resets all of these (HTML standard, "media element load algorithm").
 *
 * Resolves when the first fragment is buffered. In any case, the player is left without the listeners and the start
 * position that were set here.
 *
 * @throws Error when the source cannot be loaded; the signal's reason when it is aborted
 */
export async function continueWith(
  hls: HlsPlayer,
  url: string,
  state: PlayerState,
  signal: AbortSignal,
): Promise<void> {
  const { media, config } = hls;
  const { startPosition } = config;
  const ending = new AbortController();
  // biome-ignore lint/suspicious/noExplicitAny: see HlsPlayer
  const listen = (event: string, listener: (...facts: any[]) => void) => {
    hls.on(event, listener);
    ending.signal.addEventListener('abort', () => hls.off(event, listener));
  };
  ending.signal.addEventListener('abort', () => {
    config.startPosition = startPosition;
  });
  config.startPosition = state.currentTime;
  try {
    await new Promise<void>((resolve, reject) => {
      const stop = () => {
        // Synchronously, because the caller may load another source right after it aborts.
        ending.abort();
        reject(signal.reason);
      };
      signal.addEventListener('abort', stop, { signal: ending.signal });
      listen('hlsManifestParsed', () => {
        const level = levelLike(hls, state.level);
        // Setting -1 would make the player measure the network again, from the lowest level.
        if (level >= 0) hls.loadLevel = level;
        hls.autoLevelCapping = levelLike(hls, state.cap);
        if (media) media.playbackRate = state.playbackRate;
        // The browser may refuse autoplay; then the viewer presses play, at the right position.
        if (state.isPlaying) media?.play().catch(() => undefined);
      });
      listen('hlsFragBuffered', () => resolve());
      listen('hlsError', (_event, { fatal, details }) => {
        if (fatal) reject(new Error(`The fresh source cannot be loaded: ${details}`));
      });
      hls.loadSource(url);
      // Until the media is there, controls show this position and not the beginning (HTML standard, "default playback
      // start position").
      if (media?.readyState === 0 && state.currentTime > 0) media.currentTime = state.currentTime;
    });
    hls.audioTrack = state.audioTrack;
    hls.subtitleTrack = state.subtitleTrack;
  } finally {
    ending.abort();
  }
}

/** Finds the same level in another manifest, perhaps at another index; -1 when it is absent, or none was wanted. */
function levelLike({ levels }: HlsPlayer, wanted: HlsLevel | undefined): number {
  if (wanted === undefined) return -1;
  // hls.js reports a height of 0 where the manifest states no size.
  const hasSize = ({ height }: HlsLevel) => height > 0 && height === wanted.height;
  const hasRate = ({ bitrate }: HlsLevel) => bitrate === wanted.bitrate;
  const like = levels.find((level) => hasSize(level) && hasRate(level)) ?? levels.find(hasSize) ?? levels.find(hasRate);
  return like ? levels.indexOf(like) : -1;
}
