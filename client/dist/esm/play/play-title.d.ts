import type { MediaType, RequestOf } from '../fetch/request.js';
import type { PlayOptions, TitlePlayback } from './play-options.js';
/**
 * Plays a title: chooses the best source that this browser plays, goes on with the next one at the same position when
 * one fails, keeps links alive, and adds the subtitles as tracks. Waits while there is no network. A later call for the
 * same element ends the earlier one.
 *
 * @returns at once what controls it; `onError` reports when nothing plays
 *
 * @example
 * const playback = playTitle(video, { tmdbId: '550', mediaType: 'movie' }, {
 *   client: createStreamClient(),
 *   hls: () => import('hls.js'),
 *   onError: (error) => show(error.message),
 * });
 * // When the page is left:
 * playback.stop();
 */
export declare function playTitle<M extends MediaType>(video: HTMLVideoElement, request: RequestOf<M>, options: PlayOptions): TitlePlayback;
