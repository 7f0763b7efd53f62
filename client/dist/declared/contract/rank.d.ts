import type { Quality, SourceType } from './answer.ts';
import { type Preference } from './prefer.ts';
/** What the order depends on: a source or a rendition of its ladder. */
export interface Ranked {
    readonly quality: Quality;
    readonly type?: SourceType | undefined;
    readonly width?: number | undefined;
    readonly height?: number | undefined;
    readonly codecs?: string | undefined;
    readonly bandwidth?: number | undefined;
    /** The ladder of an adaptive stream, best first. */
    readonly variants?: readonly Ranked[] | undefined;
    readonly health?: 'slow' | 'down' | undefined;
}
export interface RankOptions {
    /** Comes before every other rule but `maxBandwidth`. */
    readonly prefer?: Preference | undefined;
    /** Bits per second. What needs more comes after what fits, the least first. */
    readonly maxBandwidth?: number | undefined;
}
/**
 * Sources, or the renditions of a ladder, best first: by quality class, then height, then bandwidth; `auto` comes last,
 * and adaptive streams are ordered by the top of their ladders. Within a class what is slow comes after the others, and
 * what is down comes after everything else. What is equal keeps its order. Nothing is left out.
 *
 * A wish judges an adaptive stream by the rendition that fits it best, since that is where it can start, and
 * `maxBandwidth` judges it by the least.
 *
 * @example
 * rank([{ quality: '720p' }, { quality: '1080p' }]) // 1080p, 720p
 * rank(sources, { prefer: parsePreference('res:720'), maxBandwidth: 3_000_000 })
 */
export declare function rank<Item extends Ranked>(sources: readonly Item[], options?: RankOptions): Item[];
/** As `rank`, for a player with an order of its own among what the wish and the bandwidth do not tell apart. */
export declare function rankBy<Item extends Ranked>(sources: readonly Item[], { prefer, maxBandwidth }: RankOptions, otherwise: (a: Item, b: Item) => number): Item[];
/** Bits per second that a source needs at least; 0 where nothing is known of it. */
export declare function bandwidthOf(source: Ranked): number;
/** The quality of the best of ranked sources; where every source is adaptive, the best rendition of their ladders. */
export declare function bestQuality(ranked: readonly Ranked[]): Quality;
/**
 * The quality of what a viewer gets of sources that were ranked by a wish: of the first one, and of an adaptive one the
 * rendition that fits the wish best.
 */
export declare function preferredQuality(ranked: readonly Ranked[], { prefer, maxBandwidth }: RankOptions): Quality;
