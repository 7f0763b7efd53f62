import type { HlsPlayer } from '../player/hls-player.js';
/** The parts of an hls.js player that are used here. */
export interface HlsLevels extends HlsPlayer {
    /** The level of the next fragment. Setting it discards what was loaded ahead; -1 lets the player choose. */
    nextLevel?: number;
    /** Where it begins when no level is known to be carried by the line. */
    firstLevel?: number;
    /** Bits per second. Setting it discards what was measured. */
    bandwidthEstimate?: number;
}
/** The parts of a dash.js player that are used here. */
export interface DashLoads {
    on(event: string, listener: (event: object) => void): void;
}
export interface DashRungs extends DashLoads {
    updateSettings(settings: object): void;
    setInitialMediaSettingsFor(type: string, settings: object): void;
    getCurrentRepresentationForType(type: string): {
        readonly bandwidth?: number;
    } | null;
    setRepresentationForTypeById(type: string, id: string, forceReplace: boolean): void;
}
/** Settings of both, as a page passes them. */
export interface PlayerSettings {
    readonly hlsConfig?: object | undefined;
    readonly dashConfig?: {
        readonly settings?: object | undefined;
        readonly protection?: object | undefined;
    } | undefined;
}
