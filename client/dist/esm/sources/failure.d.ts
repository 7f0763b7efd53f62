import type { Source } from '../answer.js';
/** One attempt to play a source. */
export interface Attempt {
    readonly source: Source;
    /** Why it failed, in words that a page can show: `HTTP 404`, `the server cannot be reached`, `no answer in time` … */
    readonly reason: string;
}
/** Why a title does not play. */
export declare class PlayError extends Error {
    readonly name: 'PlayError';
    /** What was tried, in order. */
    readonly tried: readonly Attempt[];
    /** Sources that were not tried, because this browser, or the page's settings, cannot play them. */
    readonly skipped: readonly Attempt[];
    constructor(message: string, tried: readonly Attempt[], skipped: readonly Attempt[], cause?: unknown);
}
/** Names what was tried, without addresses: a message may end up in a page or a log. */
export declare function messageOf(tried: readonly Attempt[], skipped: readonly Attempt[]): string;
/** A source in a sentence: its label, or `1080p HLS`. */
export declare const nameOf: ({ quality, type, label }: Source) => string;
/** A failure of a source, as its player reports it. */
export interface Failure {
    readonly reason: string;
    /** The address that gave no readable response, where asking it again can show why. */
    readonly unread?: string | undefined;
}
/**
 * Why an address gave no readable response. A browser reports the same for a host that is away and for one that does
 * not allow the page to read; a request without CORS shows which.
 */
export declare function reasonOfSilence(url: string, signal: AbortSignal): Promise<string>;
