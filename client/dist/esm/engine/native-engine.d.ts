import type { Engine, EngineStart } from './engine.js';
/** Plays a file, or HLS where the browser does that well, in the video element itself. */
export declare function startNative({ video, source, position, signal, onPlayer, onFailure }: EngineStart, playlist: string | undefined): Engine;
