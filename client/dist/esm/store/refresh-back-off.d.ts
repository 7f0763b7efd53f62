import type { Clock } from '../clock.js';
/** Limits how often a background refresh that fails is tried again, however often its title is shown. */
export interface RefreshBackOff {
    isActive(key: string): boolean;
    /** @param retryAfter seconds, as the server's Retry-After */
    begin(key: string, retryAfter: number | undefined): void;
}
export declare function createRefreshBackOff(clock: Clock): RefreshBackOff;
