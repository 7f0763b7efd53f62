import type { RateLimit } from '../stream-answer.js';
/** The id of a request in API Gateway's log, and in ours. */
export declare const requestIdOf: (headers: Headers) => string | undefined;
/** Reads the `X-RateLimit-` headers; undefined unless all three are there and are numbers. */
export declare function rateLimitOf(headers: Headers): RateLimit | undefined;
/** Whether a cache on the way had the answer, by its `Cache-Status` (RFC 9211, 2.1). */
export declare const isHit: (headers: Headers) => boolean;
