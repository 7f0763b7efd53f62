import type { StreamClient } from '../stream-client.js';
import type { PlayOptions, TitlePlayback } from './play-options.js';
/** What every `<stream-player>` of a page uses. */
export interface StreamPlayerOptions extends Pick<PlayOptions, 'hls' | 'dash' | 'hlsConfig' | 'dashConfig' | 'preference' | 'measure'> {
    /** The page's client; or a function of `base-url` and `live-url` that makes the one of all elements with these. */
    client: StreamClient | ((baseUrl: string | undefined, liveUrl: string | undefined) => StreamClient);
    /** The element's name. Default: `stream-player`. */
    name?: string | undefined;
}
/** A `<stream-player>`, and what a page can do with it. Its events are `source` and `error`, of `CustomEvent`. */
export interface StreamPlayerElement extends HTMLElement {
    readonly video: HTMLVideoElement;
    /** Undefined while the element is not in a page, or names no title. */
    readonly playback: TitlePlayback | undefined;
}
/**
 * Defines the element `<stream-player tmdb-id="550" media-type="movie" controls>`: `playTitle` for plain HTML, Vue and
 * Svelte. Changed attributes play another title; a removed element leaves nothing behind. When nothing plays, it shows
 * why, with a button to try again. While an answer takes long, it shows which provider is asked, where the client has
 * a `liveUrl`. Does nothing where there is no `customElements` (on a server), or the name is taken.
 *
 * Its parts `video`, `quality` (a menu), `progress` and `error` can be styled; its events are `source` and `error`.
 *
 * @example
 * defineStreamPlayer({ client: createStreamClient(), hls: () => import('hls.js') });
 */
export declare function defineStreamPlayer({ client, name, ...options }: StreamPlayerOptions): void;
