import type { Source, VideoData } from '../answer.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { StreamRequest } from '../fetch/request.ts';
import { heard } from '../heard.ts';
import { successorIn } from '../sources/successor.ts';
import type { StreamClient } from '../stream-client.ts';
import type { HlsPlayer } from './hls-player.ts';
import { renewLinks } from './link-renewal.ts';
import { isSameUrl, switchOver } from './switch-over.ts';

export type { HlsPlayer } from './hls-player.ts';

export interface RefreshOptions {
  client: StreamClient;
  /** The title that plays. */
  request: StreamRequest;
  /** The answer that the player's source was taken from. */
  data: VideoData;
  /** Called with each newer answer, after the player has switched to it. */
  onRefresh?: ((data: VideoData) => void) | undefined;
  /** Called when there will be no fresh links: the title is not found, no longer has HLS, or cannot be loaded. */
  onError?: ((error: unknown) => void) | undefined;
  /** For tests. */
  clock?: Clock | undefined;
}

/**
 * Keeps a title playing in a page's own hls.js player when its links expire. 30 s before the playing link
 * expires, it fetches fresh links and continues with them at the same position. Links of unknown expiry are never
 * replaced. (`playTitle` does the same by itself.)
 *
 * @param hls an hls.js player that has loaded, or is about to load, one of the answer's sources
 * @returns a function that stops it; call it before the player is destroyed or loads another title
 *
 * @example
 * const data = await client.getStream(request);
 * const hls = new Hls();
 * hls.loadSource(data.sources.find(({ type }) => type === 'hls').url);
 * hls.attachMedia(video);
 * const stop = refreshBeforeExpiry(hls, { client, request, data });
 */
export function refreshBeforeExpiry(hls: HlsPlayer, options: RefreshOptions): () => void {
  const { client, onError, clock = systemClock } = options;
  const stopping = new AbortController();
  const player = {
    playing: ({ sources }: VideoData) => sources.find(({ url }) => isSameUrl(url, hls.url)),
    timeLeft: client.expiresIn,
    successorOf: hlsSuccessor,
    plays: ({ url }: Source) => isSameUrl(url, hls.url),
    switchOver: (current: Source, next: Source, signal: AbortSignal) =>
      switchOver(hls, current.url, next.url, clock, signal),
  };
  renewLinks(player, { ...options, clock }, stopping.signal).catch((error) => {
    if (!stopping.signal.aborted) heard(() => onError?.(error));
  });
  return () => stopping.abort();
}

/** The HLS source of a newer answer that continues another one. Throws where there is none. */
function hlsSuccessor(current: Source, sources: readonly Source[]): Source {
  const next = successorIn(
    current,
    sources.filter(({ type }) => type === 'hls'),
  );
  if (!next) throw new Error('The title no longer comes as HLS.');
  return next;
}
