export type { QualityChoice } from '../quality/quality-choice.js';
export { type Attempt, PlayError } from '../sources/failure.js';
export type { DashConfig } from './dash-engine.js';
export type { Measured, PlayOptions, SourceChange, TitlePlayback } from './play-options.js';
export { playTitle } from './play-title.js';
export type { DashInstance, DashLibrary, HlsInstance, HlsLibrary, Load } from './player-library.js';
export { defineStreamPlayer, type StreamPlayerElement, type StreamPlayerOptions } from './stream-player.js';
