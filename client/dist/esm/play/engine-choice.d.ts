import type { Playable } from '../sources/playable.js';
import type { Engine, EngineStart } from './engine.js';
import { type HlsStart } from './hls-engine.js';
import type { PlayOptions } from './play-options.js';
/** Loads the library that a source needs. @returns what starts the source; throws where the library does not load */
export declare function engineFor({ kind, source }: Playable, video: HTMLVideoElement, { hls, dash, hlsConfig, dashConfig }: PlayOptions, playlists: Pick<HlsStart, 'playlistOf' | 'onNoPlaylist'>): Promise<(start: EngineStart) => Engine>;
