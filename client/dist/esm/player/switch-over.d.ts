import type { Clock } from '../clock.js';
import { type HlsPlayer } from './hls-player.js';
/**
 * Switches an hls.js player to another URL.
 *
 * @returns false when that cannot be loaded, and the player is back at the current one
 * @throws Error when neither can be loaded
 */
export declare function switchOver(hls: HlsPlayer, current: string, next: string, clock: Clock, signal: AbortSignal): Promise<boolean>;
/** hls.js normalises the URL that it loads. */
export declare const isSameUrl: (url: string, loaded: string | null) => boolean;
