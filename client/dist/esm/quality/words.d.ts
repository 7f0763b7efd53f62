import type { Source } from '../answer.js';
import type { Limits } from './limits.js';
interface Known extends Limits {
    readonly bandwidth: number | undefined;
    /** Whether a larger file stalled before this one. */
    readonly hasStalled: boolean;
}
/** Why a source was chosen, for a viewer: `up to 720p, as you chose`. */
export declare function reasonFor(source: Source, { lines, limit, bandwidth, hasStalled }: Known): string;
export {};
