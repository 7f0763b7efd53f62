import type { DeviceMemory } from '../preference/device-memory.js';
/** What was chosen for a show or a film, and holds for its next episode. */
export interface Chosen {
    readonly provider?: string | undefined;
    /** The lines of a quality: 720. */
    readonly lines?: number | undefined;
    /** A BCP 47 tag of the sound. */
    readonly audio?: string | undefined;
    /** A BCP 47 tag of subtitles; null for none. */
    readonly subtitles?: string | null | undefined;
}
export declare function chosenFor(memory: DeviceMemory, tmdbId: string): Chosen;
export declare function rememberFor(memory: DeviceMemory, tmdbId: string, change: Chosen): void;
