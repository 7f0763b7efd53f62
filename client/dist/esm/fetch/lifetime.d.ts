import type { VideoData } from '../answer.js';
/** How long an answer may be used. All three are milliseconds since 1970 by the device's clock. */
export interface Lifetime {
    readonly storedAt: number;
    /** Before this moment the answer is used as it is. */
    readonly freshUntil: number;
    /** From `freshUntil` to this moment it is used while a newer one is fetched. */
    readonly staleUntil: number;
}
interface Received {
    readonly headers: Headers;
    readonly data: VideoData;
    /** When the request was sent, in milliseconds since 1970 by the device's clock. */
    readonly sentAt: number;
    /** The server's time minus the device's, in milliseconds. */
    readonly clockOffset: number;
}
/**
 * Computes the lifetime of an answer from max-age and stale-while-revalidate (RFC 5861), less its Age, counted from the
 * moment when the request was sent (RFC 9111, 4.2.3). It ends before the first link expires.
 *
 * @returns undefined when the answer must not be stored
 */
export declare function lifetimeOf({ headers, data, sentAt, clockOffset }: Received): Lifetime | undefined;
/** Whether a stored value can be a result of {@link lifetimeOf}. Any other could keep expired links in use for ever. */
export declare function isLifetime(value: unknown): value is Lifetime;
export {};
