import type { Engine, EngineStart } from './engine.js';
import type { DashLibrary } from './player-library.js';
/** Settings of dash.js, and protection data for its `setProtectionData`. */
export interface DashConfig {
    /** For `updateSettings`. */
    readonly settings?: object | undefined;
    /** DRM, by key system: for `setProtectionData`. */
    readonly protection?: object | undefined;
}
/** Plays a DASH source by dash.js. */
export declare function startDash({ MediaPlayer }: DashLibrary, config: DashConfig | undefined, { video, source, position, onPlayer, onFailure }: EngineStart): Engine;
