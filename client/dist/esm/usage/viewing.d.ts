import type { Source } from '../answer.js';
import type { Clock } from '../clock.js';
import type { LooseRequest } from '../fetch/request.js';
import { type MeasureOptions } from './measure-options.js';
import { type MeasuredPlayer } from './picture.js';
export interface ViewingOptions extends MeasureOptions {
    readonly video: HTMLVideoElement;
    readonly client: {
        readonly baseUrl: string;
    };
    readonly request: LooseRequest;
    /** When the viewer wished to watch, in milliseconds since 1970. */
    readonly begunAt: number;
    readonly autoplay: boolean;
    readonly clock: Clock;
    /** Aborted when the title ends. */
    readonly signal: AbortSignal;
}
/** A source that begins to load. */
interface Opened {
    readonly source: Source;
    readonly player: MeasuredPlayer | undefined;
}
/** Measures a viewing; undefined where this one is not. */
export declare const startViewing: (options: ViewingOptions) => Viewing | undefined;
/**
 * One viewer who watches one title, from the wish until the end: what the video element does, over all sources and
 * renewed links. It reads the element, which is the same for hls.js, dash.js and the browser's own player, and changes
 * nothing about how they load.
 */
export declare class Viewing {
    #private;
    constructor(options: ViewingOptions);
    /** Call it before a source loads. */
    opened({ source, player }: Opened): void;
    /** Call it for a source that has failed; without one, when the title has. */
    failed(source?: Source, reason?: string): void;
}
export {};
