import type { Source, Subtitle, VideoData } from '../answer.js';
import type { LooseRequest } from '../fetch/request.js';
import type { TitleQuality } from '../quality/title-quality.js';
import type { Attempt } from '../sources/failure.js';
import type { PlayOptions, TitlePlayback } from './play-options.js';
/** A title in a video element, until it is stopped or all its sources have failed: the parts of it, put together. */
export declare class Playback implements TitlePlayback {
    #private;
    quality: TitleQuality | undefined;
    constructor(video: HTMLVideoElement, request: LooseRequest, options: PlayOptions);
    get data(): VideoData | undefined;
    get source(): Source | undefined;
    get tried(): readonly Attempt[];
    next(reason?: string): void;
    choose(source: Source): void;
    showSubtitle(subtitle: Subtitle | undefined): void;
    stop(): void;
}
