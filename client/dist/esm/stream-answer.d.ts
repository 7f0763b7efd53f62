import type { AnswerMetadata, VideoData } from './answer.js';
/** A title's sources, with what else their response has. */
export interface StreamAnswer {
    readonly data: VideoData;
    readonly metadata: AnswerMetadata;
    /** The request's id in the server's log; undefined where a page of another origin cannot read it. */
    readonly requestId: string | undefined;
    /** The state of the rate limit; undefined for an answer that no request was sent for, and where there is no limit. */
    readonly rateLimit: RateLimit | undefined;
    /** `device` when it was in the store of this one, `api` when the API had it in its cache, else false. */
    readonly fromCache: 'device' | 'api' | false;
    /** By the device's clock, until when it may be used without asking again; undefined if it must not be stored. */
    readonly freshUntil: Date | undefined;
}
/** How many requests the API takes from this client. */
export interface RateLimit {
    /** Requests in one window of time. */
    readonly limit: number;
    /** Requests left in this window. */
    readonly remaining: number;
    /** When the next window begins, by the server's clock. */
    readonly resetAt: Date;
}
