import type { Source, VideoData } from '../answer.js';
import type { Clock } from '../clock.js';
import type { LooseRequest } from '../fetch/request.js';
import type { StreamClient } from '../stream-client.js';
/** A player whose links are renewed. */
export interface RenewablePlayer {
    /** The source of an answer that plays; undefined where none of them does. */
    playing(data: VideoData): Source | undefined;
    /** Milliseconds until the link in use expires; undefined where that is unknown. */
    timeLeft(source: Source): number | undefined;
    /** The source of a newer answer that continues another one. Throws where there is none. */
    successorOf(source: Source, sources: readonly Source[]): Source;
    /** Whether the player already plays this link. */
    plays(next: Source): boolean;
    /**
     * Continues with the next link at the same position.
     *
     * @returns false when that cannot be loaded, and the player is back at the current one
     * @throws Error when neither can be loaded
     */
    switchOver(current: Source, next: Source, signal: AbortSignal): Promise<boolean>;
}
export interface RenewalOptions {
    client: StreamClient;
    /** The title that plays. */
    request: LooseRequest;
    /** The answer that the player's source was taken from. */
    data: VideoData;
    /** Called with each newer answer, after the player has switched to it. */
    onRefresh?: ((data: VideoData) => void) | undefined;
    clock: Clock;
}
/**
 * Fetches fresh links 30 s before those in use expire, and continues with them. Links of unknown expiry are never
 * replaced.
 *
 * @throws StreamError when there will be no fresh links; the signal's reason when it is aborted
 */
export declare function renewLinks(player: RenewablePlayer, options: RenewalOptions, signal: AbortSignal): Promise<never>;
