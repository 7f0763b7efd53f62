import type { Source } from '../answer.js';
import type { MediaType, RequestOf } from '../fetch/request.js';
import type { StreamClient } from '../stream-client.js';
import type { MeasureOptions } from './measure-options.js';
/** A viewing in the page's own player. */
export interface MeasureVideoOptions<M extends MediaType = MediaType> extends MeasureOptions {
    client: Pick<StreamClient, 'baseUrl'>;
    request: RequestOf<M>;
    /** The source that it plays. */
    source: Source;
    /** Whether it plays at once. Default: true; else the start is measured from the press on play. */
    autoplay?: boolean | undefined;
    /** Ends it, as `stop` does. */
    signal?: AbortSignal | undefined;
}
/**
 * Measures what a viewer gets of a source in any player, by its video element: Shaka, dash.js, Video.js, or the
 * browser's own. Call it when the viewer wishes to watch, before the source loads. `playTitle` does it by itself.
 *
 * @returns what ends it
 *
 * @example
 * const measuring = measureVideo(video, { client, request, source });
 * await player.load(source.url);
 */
export declare function measureVideo<M extends MediaType>(video: HTMLVideoElement, { source, signal, autoplay, ...options }: MeasureVideoOptions<M>): {
    stop(): void;
};
