import type { Source } from '../answer.js';
import type { Clock } from '../clock.js';
import type { LooseRequest } from '../fetch/request.js';
import type { Measured, PlayOptions } from './play-options.js';
interface MeasuredTitle {
    readonly video: HTMLVideoElement;
    readonly request: LooseRequest;
    readonly play: PlayOptions;
    readonly clock: Clock;
    /** Aborted when the title ends. */
    readonly signal: AbortSignal;
}
/** What the page measures of a title: by itself, or for the API, whose part is loaded beside the answer. */
export declare class TitleMeasure {
    #private;
    constructor({ video, request, play, clock, signal }: MeasuredTitle);
    /** A source is about to load. */
    opened(playing: Measured): void;
    /** A source has failed; without one, the title has. */
    failed(source?: Source, reason?: string): void;
}
export {};
