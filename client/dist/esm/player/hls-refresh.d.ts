import type { VideoData } from '../answer.js';
import { type Clock } from '../clock.js';
import type { StreamRequest } from '../fetch/request.js';
import type { StreamClient } from '../stream-client.js';
import type { HlsPlayer } from './hls-player.js';
export type { HlsPlayer } from './hls-player.js';
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
export declare function refreshBeforeExpiry(hls: HlsPlayer, options: RefreshOptions): () => void;
