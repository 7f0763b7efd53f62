import type { Clock } from '../clock.js';
import type { FetchedAnswer } from '../fetch/fetch-answer.js';
import { type LooseRequest } from '../fetch/request.js';
import type { AnswerStore } from '../store/answer-store.js';
import type { StreamError } from '../stream-error.js';
import { type WatchOptions } from './events.js';
export interface LiveOptions {
    readonly liveUrl?: string | undefined;
    readonly liveTicket?: (() => string | Promise<string>) | undefined;
    readonly clock: Clock;
    /** From 0 up to 1. */
    readonly random: () => number;
    /** Removes what the device has stored of a title. */
    readonly invalidate: (request: LooseRequest) => void;
    /** Where the device keeps answers. */
    readonly store: Pick<AnswerStore, 'read'> | undefined;
}
/** The watches of a client: all through one connection, which is open while there are any. */
export declare class Live {
    #private;
    constructor({ liveUrl, liveTicket, clock, random, invalidate, store }: LiveOptions);
    /** @param begun when the watch began, in milliseconds since 1970 */
    watch(request: LooseRequest, options: WatchOptions, begun: number): void;
    /**
     * A title has been answered, or has failed: the watches that need no more end.
     *
     * @param answer of the API, which it may have had in its cache
     */
    settle(query: string, answer?: Pick<FetchedAnswer, 'data' | 'isHit'>): void;
    /**
     * After a request that was too short for its title's extraction, waits for the end of it, as long as that will be
     * reported: one that has timed out, or that did not get its turn because another extracts the title (503).
     *
     * @returns whether to ask again
     * @throws the signal's reason when it is aborted
     */
    outlast(query: string, failure: StreamError, signal: AbortSignal): Promise<boolean>;
}
