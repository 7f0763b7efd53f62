import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLIP_SECONDS } from './card.ts';

/** A subtitle track of the sample clips. */
export interface Captions {
  /** Names the file: `en`, `en.sdh`. */
  readonly slug: string;
  /** BCP 47 */
  readonly language: string;
  readonly label: string;
  readonly cues: readonly (readonly [from: number, to: number, text: string])[];
  readonly forced?: true;
  readonly sdh?: true;
}

const cues = (first: string, second: string, third: string): Captions['cues'] => [
  [0.5, 3.5, first],
  [4.2, 7.6, second],
  [8.2, 11.6, third],
];

export const ENGLISH: Captions = {
  slug: 'en',
  language: 'en',
  label: 'English',
  cues: cues('This picture was drawn by a program.', 'So was the little tune.', 'Only the title is borrowed.'),
};

export const SPANISH: Captions = {
  slug: 'es',
  language: 'es',
  label: 'Español',
  cues: cues('Un programa dibujó esta imagen.', 'Y también compuso la melodía.', 'Solo el título es prestado.'),
};

export const GERMAN: Captions = {
  slug: 'de',
  language: 'de',
  label: 'Deutsch',
  cues: cues('Dieses Bild hat ein Programm gezeichnet.', 'Die kleine Melodie auch.', 'Nur der Titel ist geliehen.'),
};

export const FRENCH: Captions = {
  slug: 'fr',
  language: 'fr',
  label: 'Français',
  cues: cues('Un programme a dessiné cette image.', 'La petite mélodie aussi.', 'Seul le titre est emprunté.'),
};

export const ENGLISH_SDH: Captions = {
  slug: 'en.sdh',
  language: 'en',
  label: 'English (SDH)',
  sdh: true,
  cues: cues(
    '[bells ringing softly]\nThis picture was drawn by a program.',
    '♪ So was the little tune. ♪',
    '[silence]',
  ),
};

export const ENGLISH_FORCED: Captions = {
  slug: 'en.forced',
  language: 'en',
  label: 'English (forced)',
  forced: true,
  cues: [[4.2, 7.6, 'The sign reads: “Snow ahead.”']],
};

/** Writes the whole track as one WebVTT file into `folder`. */
export function writeCaptions(folder: string, track: Captions): void {
  writeFileSync(join(folder, `${track.slug}.vtt`), webVtt(track.cues));
}

/** Writes an HLS subtitle rendition of one segment, the whole `.vtt` beside it (RFC 8216, section 3.5). */
export function writeCaptionPlaylist(folder: string, track: Captions): void {
  writeFileSync(join(folder, `${track.slug}.m3u8`), playlist([[CLIP_SECONDS, `${track.slug}.vtt`]]));
}

/** Writes an HLS subtitle rendition cut into two segments: no single file holds the whole track. */
export function writeSplitCaptions(folder: string, track: Captions): void {
  const half = CLIP_SECONDS / 2;
  const segments = [0, 1].map((part) => {
    const name = `${track.slug}-${part}.vtt`;
    // A cue that crosses the cut stands in both segments, as the RFC asks.
    const shown = track.cues.filter(([from, to]) => from < (part + 1) * half && to > part * half);
    writeFileSync(join(folder, name), webVtt(shown));
    return [half, name] as const;
  });
  writeFileSync(join(folder, `${track.slug}.m3u8`), playlist(segments));
}

function webVtt(shown: Captions['cues']): string {
  const at = (seconds: number) => `00:00:${seconds.toFixed(3).padStart(6, '0')}`;
  return `WEBVTT\n${shown.map(([from, to, text]) => `\n${at(from)} --> ${at(to)}\n${text}\n`).join('')}`;
}

function playlist(segments: readonly (readonly [seconds: number, name: string])[]): string {
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:3',
    `#EXT-X-TARGETDURATION:${Math.max(...segments.map(([seconds]) => seconds))}`,
    '#EXT-X-PLAYLIST-TYPE:VOD',
    ...segments.flatMap(([seconds, name]) => [`#EXTINF:${seconds.toFixed(3)},`, name]),
    '#EXT-X-ENDLIST',
    '',
  ].join('\n');
}
