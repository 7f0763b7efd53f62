import type { CatalogueRow } from '../../../contract/catalogue.ts';
import { isKnownQuality } from '../../../lambda/providers/answer/unread-facts.ts';
import { addressOf } from '../../../lambda/providers/candidates.ts';
import { durationOf } from '../../../lambda/stream/duration.ts';
import { parseMediaUrl } from '../../../lambda/stream/links/media-url.ts';
import { isSoundFile, statedTypeOf } from '../../../lambda/stream/source-type.ts';
import type { RowProblem } from '../problem.ts';

/** Containers that no browser's video element plays (MDN, "Media container formats"). */
const UNPLAYABLE: Readonly<Record<string, string>> = {
  mkv: 'Matroska',
  mk3d: 'Matroska',
  avi: 'AVI',
  divx: 'AVI',
  wmv: 'Windows Media',
  asf: 'Windows Media',
  flv: 'Flash video',
  rm: 'RealMedia',
  rmvb: 'RealMedia',
  vob: 'DVD video',
  mpg: 'MPEG program stream',
  mpeg: 'MPEG program stream',
  m2ts: 'Blu-ray video',
  iso: 'a disc image',
};

/** Subtitles that the track element does not read, which knows WebVTT alone (HTML Standard, "The track element"). */
const UNREADABLE: Readonly<Record<string, string>> = {
  srt: 'SRT',
  ass: 'ASS',
  ssa: 'SSA',
  sub: 'SUB',
  idx: 'VobSub',
  sup: 'PGS',
  ttml: 'TTML',
  smi: 'SAMI',
};

/** Warnings of what is stored and yet does not play in a page, or is not read. */
export function unplayable({ tmdbId, sources, subtitles, duration }: CatalogueRow): RowProblem[] {
  const warnings: RowProblem[] = [];
  const warn = (field: string, message: string) => warnings.push({ field, message, severity: 'warning' });
  if (duration && durationOf(duration) === undefined) {
    warn('duration', 'cannot be read as seconds, H:MM:SS or ISO 8601; it is not used');
  }
  for (const [index, { url, type, quality, headers }] of sources.entries()) {
    if (headers && Object.keys(headers).length > 0) {
      warn(`sources[${index}].headers`, 'cannot be sent by a page: no answer has this source');
    }
    if (quality && !isKnownQuality(quality, { mediaType: 'movie', tmdbId })) {
      warn(`sources[${index}].quality`, `"${quality}" names no quality that is known; it is not used`);
    }
    const link = parseMediaUrl(addressOf(url));
    if (!link) continue;
    const container = UNPLAYABLE[nameOf(type)] ?? (type ? undefined : UNPLAYABLE[extensionOf(link)]);
    const candidate = { url, type: type ?? undefined };
    if (container)
      warn(`sources[${index}].url`, `is ${container}, which browsers do not play: offer MP4, WebM, HLS or DASH`);
    else if (isSoundFile(candidate, link))
      warn(`sources[${index}].url`, 'is sound without a picture: no answer has it');
    else if (type && !statedTypeOf({ url, type }, new URL('http://x/'))) {
      warn(`sources[${index}].type`, `"${type}" is none of hls, dash, mp4, webm; it is not used`);
    }
  }
  for (const [index, { url }] of (subtitles ?? []).entries()) {
    const link = parseMediaUrl(addressOf(url));
    const format = link && UNREADABLE[extensionOf(link)];
    if (format) warn(`subtitles[${index}].url`, `is ${format}, and browsers read WebVTT (.vtt) only`);
  }
  return warnings;
}

const nameOf = (type: string | null | undefined): string =>
  (type ?? '')
    .trim()
    .toLowerCase()
    .replace(/^(\.|video\/(x-)?)/, '')
    .replace('matroska', 'mkv')
    .replace('msvideo', 'avi');

const extensionOf = ({ pathname }: URL): string => /\.([a-z0-9]{2,5})$/i.exec(pathname)?.[1]?.toLowerCase() ?? '';
