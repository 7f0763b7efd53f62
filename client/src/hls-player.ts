/** What is needed of an hls.js player (its `Hls` class fits). */
export interface HlsPlayer {
  readonly url: string | null;
  readonly media: HlsMedia | null;
  readonly config: { startPosition: number };
  audioTrack: number;
  subtitleTrack: number;
  loadSource(url: string): void;
  // biome-ignore lint/suspicious/noExplicitAny: the class declares one signature for each of its events
  once(event: any, listener: () => void): void;
}

interface HlsMedia {
  currentTime: number;
  playbackRate: number;
  readonly paused: boolean;
  readonly ended: boolean;
  play(): Promise<void>;
}

/**
 * Loads another source and goes on where the last one was, playing or paused as it was, at the same speed, with the
 * same audio and subtitle tracks. Loading resets all of these (HTML standard, "media element load algorithm").
 */
export function continueAt(hls: HlsPlayer, url: string): void {
  const { media, config, audioTrack, subtitleTrack } = hls;
  const { startPosition } = config;
  const { currentTime = -1, playbackRate = 1 } = media ?? {};
  const plays = media !== null && !media.paused && !media.ended;

  config.startPosition = currentTime;
  hls.once('hlsManifestParsed', () => {
    if (media) media.playbackRate = playbackRate;
    // The browser may refuse to play by itself; then the viewer presses play, at the right place.
    if (plays) media.play().catch(() => undefined);
  });
  hls.once('hlsFragBuffered', () => {
    config.startPosition = startPosition;
    hls.audioTrack = audioTrack;
    hls.subtitleTrack = subtitleTrack;
  });
  hls.loadSource(url);
}
