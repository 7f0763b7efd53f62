export type { QualityChoice } from '../quality/quality-choice.ts';
export { type Attempt, PlayError } from '../sources/failure.ts';
export type { DashConfig } from './dash-engine.ts';
export type { Measured, PlayOptions, SourceChange, TitlePlayback } from './play-options.ts';
export { playTitle } from './play-title.ts';
export type { DashInstance, DashLibrary, HlsInstance, HlsLibrary, Load } from './player-library.ts';
export { defineStreamPlayer, type StreamPlayerElement, type StreamPlayerOptions } from './stream-player.ts';
