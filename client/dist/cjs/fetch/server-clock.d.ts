import type { Clock } from '../clock.js';
/**
 * The server's time, by which its moments (`expiresAt`, a Retry-After date) are read: many devices' clocks are minutes
 * off. Learned from the `Date` of its responses; the device's time where a page of another origin cannot read `Date`.
 */
export interface ServerClock {
    /** Milliseconds since 1970. */
    now(): number;
    /** The server's time minus the device's, in milliseconds. */
    offset(): number;
    /** @param headers of a response that has just arrived */
    learn(headers: Headers): void;
    /** Uses an offset from an earlier page until this one has learned its own. */
    recall(offset: number): void;
}
export declare function createServerClock(clock: Clock): ServerClock;
