import type { VideoData } from './answer.js';
/** The attributes of a `<track>`, as HTML names them; in JSX, `srclang` is `srcLang`. */
export interface SubtitleTrack {
    src: string;
    srclang: string;
    label: string;
    /** `captions` name sounds, too: for the deaf and hard of hearing. */
    kind: 'subtitles' | 'captions';
    /** Whether the browser shows it without being asked. */
    default: boolean;
}
/**
 * Returns the subtitles of an answer as attributes for `<track>` elements. Those inside of a source's manifest are left
 * out: the player shows them from there. A page whose subtitles are on another origin needs `crossorigin` on its
 * `<video>`, or the browser does not load them (HTML standard, "the track element").
 *
 * @param language BCP 47 tag of the language to show, by the first subtitles in it that are whole and not captions, or
 *   else by what there is. `pt` includes `pt-BR`. Default: none is shown until the viewer chooses.
 *
 * @example
 * for (const track of subtitleTracks(data, 'en')) video.append(Object.assign(document.createElement('track'), track));
 */
export declare function subtitleTracks({ subtitles }: Pick<VideoData, 'subtitles'>, language?: string): SubtitleTrack[];
