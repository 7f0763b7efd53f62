import type { HlsPlayer } from '../player/hls-player.js';
/** What a page passes to load a player library when a source needs it: `() => import('hls.js')`. */
export type Load<Library> = () => Library | {
    default: Library;
} | Promise<Library | {
    default: Library;
}>;
/** The class of hls.js, as much of it as is used here. */
export interface HlsLibrary {
    new (config?: any): HlsInstance;
    isSupported(): boolean;
}
/** A player of hls.js. */
export interface HlsInstance extends HlsPlayer {
    /** The index of the level that plays. Setting it switches at once; -1 lets the player choose. */
    currentLevel: number;
    /** The level of the next fragment. Setting it discards what was loaded ahead; -1 lets the player choose. */
    nextLevel?: number;
    /** Bits per second. Setting it discards what was measured. */
    bandwidthEstimate?: number;
    attachMedia(media: HTMLMediaElement): void;
    recoverMediaError(): void;
    destroy(): void;
}
/** The module of dash.js, as much of it as is used here. */
export interface DashLibrary {
    MediaPlayer(): {
        create(): any;
    };
}
/** A player of dash.js, as much of it as is used here. */
export interface DashInstance {
    updateSettings(settings: object): void;
    setProtectionData(data: object): void;
    setInitialMediaSettingsFor(type: string, settings: object): void;
    getCurrentRepresentationForType(type: string): {
        readonly bandwidth?: number;
    } | null;
    setRepresentationForTypeById(type: string, id: string, forceReplace: boolean): void;
    initialize(video: HTMLMediaElement, url: string, autoPlay: boolean, startTime?: number): void;
    on(event: string, listener: (event: {
        error?: DashError;
        request?: object;
    }) => void): void;
    destroy(): void;
}
interface DashError {
    readonly code?: number;
    readonly message?: string;
    readonly data?: {
        readonly response?: {
            readonly status?: number;
        };
    };
}
/** Loads a library, as a module or as the value of a script tag. */
export declare function libraryOf<Library extends object>(load: Load<Library>): Promise<Library>;
export {};
