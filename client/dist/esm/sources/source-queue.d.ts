import type { Source } from '../answer.js';
import type { Clock } from '../clock.js';
import type { Attempt } from './failure.js';
import type { Playable } from './playable.js';
/** A source that shows no picture, or whose picture does not move, for so long has failed. */
export declare const PATIENCE_MS = 8000;
/** The sources of a title in the order to try, and what has failed of them. */
export declare class SourceQueue {
    #private;
    constructor(clock: Clock);
    /** What has failed and is not tried again yet, in order. */
    get tried(): readonly Attempt[];
    list(playable: readonly Playable[]): void;
    find(source: Source): Playable | undefined;
    /** The best source that has not failed, as long as there is time. */
    next(): Playable | undefined;
    /** The best source whose link has not been tried, although another link of it has. */
    nextLink(): Playable | undefined;
    /** The sources that there was no time for. */
    get untried(): readonly Source[];
    /** Milliseconds that the source which is about to load has until its first picture. */
    begin(): number;
    /** @returns the attempt, whose reason may be refined */
    fail(source: Source, reason: string): {
        reason: string;
    };
    /** Tries a source again although it has failed. */
    forgive(source: Source): void;
    /** Something plays, or there is no network: the time begins anew. */
    calm(): void;
}
