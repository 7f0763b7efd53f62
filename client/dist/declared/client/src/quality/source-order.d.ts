import { type Preference } from '../../../contract/prefer.ts';
import type { Source } from '../answer.ts';
import type { Chosen } from './shows.ts';
/** A file must need no more than this part of the bandwidth, which is never steady. */
export declare const SAFE_PART = 0.7;
/** A source that plays. */
interface Plays {
    readonly source: Source;
    /** False where the device does not keep up with it. */
    readonly isSmooth?: boolean | undefined;
}
export interface OrderOptions {
    readonly wish: Preference;
    readonly chosen: Chosen;
    /** Bits per second; undefined where nothing is known. */
    readonly bandwidth: number | undefined;
    /** Bits per second that the viewer does not want to exceed. */
    readonly limit: number | undefined;
}
/** The sources that play in the order of a viewer's wish, as far as the line carries it. None is left out. */
export declare function ordered<Item extends Plays>(playable: readonly Item[], { wish, chosen, bandwidth, limit }: OrderOptions): Item[];
/** A wish as it is written; one that cannot be read is none. What was chosen for a show comes before it. */
export declare function wishOf(prefer: string, { lines }: Chosen): Preference;
/** The language that a wish puts first; undefined where it names none. */
export declare function languageOf(wish: Preference): string | undefined;
/** The lines that a wish does not want to exceed; undefined where it wants the best. */
export declare function linesOf(wish: Preference): number | undefined;
export {};
