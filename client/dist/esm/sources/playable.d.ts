import type { Source } from '../answer.js';
import type { Attempt } from './failure.js';
export type EngineKind = 'hls' | 'dash' | 'native';
/** A source that this browser can play, and by what. */
export interface Playable {
    readonly source: Source;
    readonly kind: EngineKind;
    /** False where it plays, and the device does not keep up with it. */
    readonly isSmooth?: boolean | undefined;
}
/** What a browser can play with what the page provides. */
export interface Abilities {
    readonly video: HTMLVideoElement;
    /** Whether the page has hls.js, and the browser what it needs. */
    readonly hasHls: boolean;
    readonly hasDash: boolean;
    readonly hlsConfig: object | undefined;
    readonly dashConfig: {
        readonly protection?: object | undefined;
    } | undefined;
}
/**
 * The sources in the order to try: those of an adaptive stream first, which fit every connection, otherwise as the
 * answer lists them. What would not play smoothly comes after the others, and what is known to be down after those.
 */
export declare function playableSources(sources: readonly Source[], abilities: Abilities): Promise<{
    playable: Playable[];
    skipped: Attempt[];
}>;
