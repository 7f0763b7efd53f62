import type { Sample } from './bandwidth-memory.js';
import type { DashLoads, HlsLevels } from './players.js';
/** Reports each segment that hls.js or dash.js loads from the network. Ends with the player. */
export declare function followLoads(player: HlsLevels | DashLoads, onSample: (sample: Sample) => void): void;
/** Reports the language of the sound when it changes while a stream plays, which a player does not do by itself. */
export declare function followSound(hls: HlsLevels, onChange: (language: string) => void): void;
/**
 * Whether the last load of a URL came out of the browser's cache: nothing was transferred of a body that is known
 * (Resource Timing, "transferSize"). Where a host keeps its sizes to itself, both are 0, and it counts as loaded.
 */
export declare function isFromCache(url: string | undefined): boolean;
