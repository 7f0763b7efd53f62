import type { Subtitle, VideoData } from '../answer.js';
type Named = Pick<Subtitle, 'label' | 'language' | 'kind'>;
/**
 * The subtitles of a title as tracks of a video element. Files are added once and stay while sources come and go; those
 * in a manifest are added by the player of the source. What the viewer has chosen is chosen again after each change.
 */
export declare class SubtitleTracks {
    #private;
    /** @param onChoice called when the viewer chooses a file, or none, in the browser's menu */
    constructor(video: HTMLVideoElement, signal: AbortSignal, onChoice: (subtitle: Subtitle | undefined) => void);
    /** Lists the subtitles of an answer; those of an earlier one keep their track. */
    list({ subtitles }: VideoData): void;
    /** Shows a subtitle of the answer, or none. */
    show(subtitle: Named | undefined): void;
    /** Call it before a source is replaced. */
    leave(): void;
    /** Call it when a source has loaded. */
    restore(): void;
}
export {};
