import type { Playable } from '../sources/playable.js';
import type { DashConfig } from './dash-engine.js';
import type { Engine, EngineStart } from './engine.js';
import { type HlsStart } from './hls-engine.js';
import { type DashLibrary, type HlsLibrary, type Load } from './player-library.js';
/** The page's libraries, and their settings. */
interface EngineSettings {
    readonly hls?: Load<HlsLibrary> | undefined;
    readonly dash?: Load<DashLibrary> | undefined;
    readonly hlsConfig?: object | undefined;
    readonly dashConfig?: DashConfig | undefined;
}
/** Loads the library that a source needs. @returns what starts the source; throws where the library does not load */
export declare function engineFor({ kind, source }: Playable, video: HTMLVideoElement, { hls, dash, hlsConfig, dashConfig }: EngineSettings, playlists: Pick<HlsStart, 'playlistOf' | 'onNoPlaylist'>): Promise<(start: EngineStart) => Engine>;
export {};
