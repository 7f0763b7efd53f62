/** What is needed of an hls.js player (its `Hls` class fits). */
export interface HlsPlayer {
  readonly url: string | null;
  readonly media: HlsMedia | null;
  readonly config: { startPosition: number };
  readonly levels: readonly HlsLevel[];
  /** The level that the viewer chose; -1 for none. */
  readonly manualLevel: number;
  loadLevel: number;
  /** The highest level that is chosen automatically; -1 for any. */
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
  readonly height: number;
  readonly bitrate: number;
}

interface HlsMedia {
  currentTime: number;
  playbackRate: number;
  readonly paused: boolean;
  readonly ended: boolean;
  play(): Promise<void>;
}

/** Where a viewer is, and how he has set the player. */
export interface Place {
  readonly currentTime: number;
  readonly playbackRate: number;
  readonly plays: boolean;
  readonly audioTrack: number;
  readonly subtitleTrack: number;
  readonly level: HlsLevel | undefined;
  readonly cap: HlsLevel | undefined;
}

export function placeOf({ media, levels, manualLevel, autoLevelCapping, audioTrack, subtitleTrack }: HlsPlayer): Place {
  return {
    currentTime: media?.currentTime ?? -1,
    playbackRate: media?.playbackRate ?? 1,
    plays: media !== null && !media.paused && !media.ended,
    audioTrack,
    subtitleTrack,
    level: levels[manualLevel],
    cap: levels[autoLevelCapping],
  };
}

/**
 * Loads another source and goes on at a place: playing or paused as it was, at the same speed, with the same quality,
 * audio and subtitles. Loading resets all of these (HTML standard, "media element load algorithm").
 *
 * Resolves when its first piece is there. Whatever comes of it, nothing of it is left in the player that the next source
 * would meet.
 *
 * @throws Error when the source cannot be loaded, the signal's reason when it is aborted
 */
export async function continueAt(hls: HlsPlayer, url: string, place: Place, signal: AbortSignal): Promise<void> {
  const { media, config } = hls;
  const { startPosition } = config;
  const ending = new AbortController();
  // biome-ignore lint/suspicious/noExplicitAny: see HlsPlayer
  const listen = (event: string, listener: (...facts: any[]) => void) => {
    hls.on(event, listener);
    ending.signal.addEventListener('abort', () => hls.off(event, listener), { once: true });
  };
  ending.signal.addEventListener(
    'abort',
    () => {
      config.startPosition = startPosition;
    },
    { once: true },
  );
  config.startPosition = place.currentTime;
  try {
    await new Promise<void>((resolve, reject) => {
      const stop = () => {
        // At once: whoever aborts may load another source in the same breath.
        ending.abort();
        reject(signal.reason);
      };
      signal.addEventListener('abort', stop, { once: true, signal: ending.signal });
      listen('hlsManifestParsed', () => {
        const level = levelLike(hls, place.level);
        // To choose nothing by hand would make the player measure the network anew, on the lowest level.
        if (level >= 0) hls.loadLevel = level;
        hls.autoLevelCapping = levelLike(hls, place.cap);
        if (media) media.playbackRate = place.playbackRate;
        // The browser may refuse to play by itself; then the viewer presses play, at the right place.
        if (place.plays) media?.play().catch(() => undefined);
      });
      listen('hlsFragBuffered', () => resolve());
      listen('hlsError', (_event, { fatal, details }) => {
        if (fatal) reject(new Error(`The fresh source cannot be loaded: ${details}`));
      });
      hls.loadSource(url);
    });
    hls.audioTrack = place.audioTrack;
    hls.subtitleTrack = place.subtitleTrack;
  } finally {
    ending.abort();
  }
}

/** The same level in another manifest, where it may stand in another place; -1 when it is not there, or none was wanted. */
function levelLike({ levels }: HlsPlayer, wanted: HlsLevel | undefined): number {
  if (wanted === undefined) return -1;
  // A manifest that tells no sizes has 0 for each.
  const hasSize = ({ height }: HlsLevel) => height > 0 && height === wanted.height;
  const hasRate = ({ bitrate }: HlsLevel) => bitrate === wanted.bitrate;
  const like = levels.find((level) => hasSize(level) && hasRate(level)) ?? levels.find(hasSize) ?? levels.find(hasRate);
  return like ? levels.indexOf(like) : -1;
}
