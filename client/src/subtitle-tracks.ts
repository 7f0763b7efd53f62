import type { Subtitle, VideoData } from './answer.ts';

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
export function subtitleTracks({ subtitles }: Pick<VideoData, 'subtitles'>, language?: string): SubtitleTrack[] {
  const files = subtitles.filter(({ delivery }) => delivery !== 'in-manifest');
  const shown = language ? choiceOf(files, language) : undefined;
  return files.map((subtitle) => ({
    src: subtitle.url,
    srclang: subtitle.language,
    label: subtitle.label,
    kind: subtitle.kind === 'sdh' ? 'captions' : 'subtitles',
    default: subtitle === shown,
  }));
}

/** Forced ones come last: they hold only what is spoken in a foreign language. */
const KINDS = [undefined, 'sdh', 'forced'];

function choiceOf(subtitles: readonly Subtitle[], wanted: string): Subtitle | undefined {
  const range = wanted.toLowerCase();
  // RFC 4647, 3.3.1: a range matches a tag that it is, or that it is the beginning of, up to a hyphen.
  const matching = subtitles.filter(({ language }) => `${language.toLowerCase()}-`.startsWith(`${range}-`));
  return KINDS.map((kind) => matching.find((subtitle) => subtitle.kind === kind)).find(Boolean);
}
