import type { Source } from '../answer.js';
import type { Engine, EngineStart } from './engine.js';
import type { HlsLibrary } from './player-library.js';
/** How to load an HLS source. */
export interface HlsStart extends EngineStart {
    /** The API's playlist for a source, which a player keeps alive by itself; undefined where the API has none. */
    readonly playlistOf: (source: Source) => string | undefined;
    /** Called when the API's playlist cannot be loaded, and the source itself is. */
    readonly onNoPlaylist: () => void;
}
/** Plays an HLS source by hls.js: from the API's playlist, else from the source itself. */
export declare function startHls(Hls: HlsLibrary, config: object | undefined, start: HlsStart): Engine;
