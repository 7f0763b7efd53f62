import type { AnswerMetadata, VideoData } from '../answer.js';
import type { Clock } from '../clock.js';
import type { RateLimit } from '../stream-answer.js';
import { type Lifetime } from './lifetime.js';
import type { ServerClock } from './server-clock.js';
export interface Transport {
    readonly baseUrl: string;
    readonly apiKey: string | undefined;
    readonly fetch: typeof fetch;
    readonly clock: Clock;
    readonly serverClock: ServerClock;
}
export interface FetchedAnswer {
    readonly data: VideoData;
    readonly metadata: AnswerMetadata;
    /** Undefined when the answer must not be stored. */
    readonly life: Lifetime | undefined;
    readonly requestId: string | undefined;
    readonly rateLimit: RateLimit | undefined;
    /** Whether the API had it in its cache. */
    readonly isHit: boolean;
}
/**
 * Sends one request to the API.
 *
 * @throws StreamError when there is no network, or no answer of the API's form
 */
export declare function fetchAnswer(query: string, transport: Transport, signal: AbortSignal): Promise<FetchedAnswer>;
