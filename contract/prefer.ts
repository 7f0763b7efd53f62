import { SOURCE_TYPES } from './vocabulary.ts';

/*
 * The wish of a viewer for some sources before others, as the parameter `prefer` writes it: `res:720,codec:h264`. The
 * names, the limits and the order of codecs are those of yt-dlp's `-S` (yt-dlp, README, "Sorting Formats"), of which
 * this is a small part. Free of Zod and of everything else, so that both the function and the SDK can load it.
 */

/** UTF-16 code units of a whole wish. */
export const MAX_PREFER_LENGTH = 200;

/** Every character that a wish may have. What a client writes gets into a response header. */
export const PREFER_CHARACTERS = /^[A-Za-z0-9_.:, -]*$/;

/** One field of a wish. Without a limit the best value of the field comes first. */
export type Wish =
  | { readonly field: 'res'; readonly limit?: number }
  | { readonly field: 'codec' | 'type'; readonly limit?: string }
  | { readonly field: 'lang'; readonly limit: string };

/** Fields in the order of their weight, each at most once. */
export type Preference = readonly Wish[];

/** A wish that cannot be read. The message completes a sentence that begins with the parameter's name. */
export class PreferenceError extends Error {
  override name = 'PreferenceError' as const;
}

/** What a wish is compared with. */
export interface Preferable {
  readonly quality: string;
  readonly type?: string | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** As RFC 6381 writes them, separated by commas. */
  readonly codecs?: string | undefined;
}

/** Best first. A codec that is in none of them is better than none at all. */
const VIDEO_CODECS = [
  /^av0?1/,
  /^vp0?9\.0?2/,
  /^vp0?9/,
  /^([hx]265|he?vc?)/,
  /^([hx]264|avc)/,
  /^vp0?8/,
  /^(mp4v|h263)/,
  /^theora/,
];
const AUDIO_CODECS = [
  /^[af]lac/,
  /^(wav|aiff)/,
  /^opus/,
  /^(vorbis|ogg)/,
  /^aac/,
  /^mp?4a?/,
  /^mp3/,
  /^ac-?4/,
  /^e-?a?c-?3/,
  /^ac-?3/,
  /^dts/,
];
/** As they are written in wishes. The table above has but their beginnings. */
const CODEC = /^\w[\w.-]{0,31}$/;
const LANGUAGE_TAG = /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i;

/**
 * Reads a wish. An empty one wishes nothing, and a comma at the end says nothing.
 *
 * @throws PreferenceError naming the field or the value that is wrong
 *
 * @example
 * parsePreference('res:720,lang:de') // [{ field: 'res', limit: 720 }, { field: 'lang', limit: 'de' }]
 */
export function parsePreference(text: string): Preference {
  if (text.length > MAX_PREFER_LENGTH) throw new PreferenceError(`must have at most ${MAX_PREFER_LENGTH} characters`);
  const wishes = new Map<string, Wish>();
  const parts = text.trim() === '' ? [] : text.split(',').map((part) => part.trim());
  if (parts.length > 1 && parts.at(-1) === '') parts.pop();
  for (const part of parts) {
    const [name = '', limit, ...rest] = part.split(':');
    const field = name.toLowerCase();
    const wish = wishOf(field, limit, part, rest.length > 0);
    // As in yt-dlp, the first of two counts.
    if (!wishes.has(field)) wishes.set(field, wish);
  }
  if (!PREFER_CHARACTERS.test(text)) throw new PreferenceError('must have plain characters only');
  return [...wishes.values()];
}

function wishOf(field: string, limit: string | undefined, part: string, hasMore: boolean): Wish {
  const refuse = (rule: string): never => {
    throw new PreferenceError(`${rule}, not ${JSON.stringify(part)}`);
  };
  if (hasMore) refuse('must have one value a field');
  switch (field) {
    case 'res': {
      if (limit === undefined) return { field };
      const [, lines] =
        /^([1-9]\d{0,4})p?$/i.exec(limit) ?? refuse('must have a number of lines in res, such as res:720');
      return { field, limit: Number(lines) };
    }
    case 'codec': {
      if (limit === undefined) return { field };
      const codec = limit.toLowerCase();
      return CODEC.test(codec) && videoRank(codec) > 0
        ? { field, limit: codec }
        : refuse('must have a video codec in codec, such as codec:h264');
    }
    case 'type': {
      if (limit === undefined) return { field };
      const type = limit.toLowerCase();
      const isKnown = (SOURCE_TYPES as readonly string[]).includes(type);
      return isKnown ? { field, limit: type } : refuse(`must have one of ${SOURCE_TYPES.join(', ')} in type`);
    }
    case 'lang':
      return limit !== undefined && LANGUAGE_TAG.test(limit)
        ? { field, limit }
        : refuse('must have a BCP 47 language tag in lang, such as lang:de');
    default:
      return refuse('must name only res, codec, type and lang');
  }
}

/**
 * The wish as a response header: `res=720, lang=de` (RFC 7240, section 3).
 *
 * @param isApplied whether there is anything that a field can choose among
 */
export const appliedPreference = (preference: Preference, isApplied: (wish: Wish) => boolean = () => true): string =>
  preference
    .filter(isApplied)
    .map(({ field, limit }) => (limit === undefined ? field : `${field}=${limit}`))
    .join(', ')
    // Whatever a limit may ever be: a gateway refuses a whole response for one such header.
    .replace(/[^ -~]/g, '');

/** Whether any of these has what a field is about: lines or a video codec that are known, or the type itself. */
export function isApplicable(wish: Wish, among: readonly Preferable[]): boolean {
  switch (wish.field) {
    case 'res':
      return among.some((each) => linesOf(each) > 0);
    case 'codec':
      return among.some(({ codecs }) => codecRanks(codecs).video > UNKNOWN);
    case 'type':
      return among.some(({ type }) => type !== undefined && (wish.limit ?? type) === type);
    default:
      return false;
  }
}

/** Negative when the wish puts `a` before `b`; 0 where it makes no difference. */
export function comparePreferred(a: Preferable, b: Preferable, preference: Preference): number {
  for (const wish of preference) {
    const [ofA, ofB] = [valuesOf(a, wish), valuesOf(b, wish)];
    for (const [index, value] of ofA.entries()) if (value !== ofB[index]) return ofB[index]! - value;
  }
  return 0;
}

/** Higher is better. What a source lacks counts as less than everything. */
function valuesOf(source: Preferable, wish: Wish): number[] {
  switch (wish.field) {
    case 'res':
      return [upTo(linesOf(source), wish.limit)];
    case 'type':
      return [upTo(typeRank(source.type), wish.limit === undefined ? undefined : typeRank(wish.limit))];
    case 'codec': {
      const { video, audio } = codecRanks(source.codecs);
      return [upTo(video, wish.limit === undefined ? undefined : videoRank(wish.limit)), audio];
    }
    default:
      return [];
  }
}

/** The best is the largest that is not above the limit, else the smallest above it. */
const upTo = (value: number, limit: number | undefined): number =>
  limit === undefined || value <= limit ? value : -value;

/** The smaller of the two sizes, since a film may be upright; by the quality class where no size is known. */
function linesOf({ width, height, quality }: Preferable): number {
  const known = [width, height].filter((size) => size !== undefined);
  return known.length > 0 ? Math.min(...known) : Number.parseInt(quality, 10) || 0;
}

const typeRank = (type: string | undefined): number =>
  SOURCE_TYPES.length - (type === undefined ? SOURCE_TYPES.length : (SOURCE_TYPES as readonly string[]).indexOf(type));

/** The places of the codecs in their lists, from the end: 2 for an unknown one, 1 where none is known. */
const UNKNOWN = 2;
const ABSENT = 1;

function rankIn(codecs: readonly RegExp[], codec: string): number {
  const place = codecs.findIndex((pattern) => pattern.test(codec));
  return place < 0 ? 0 : UNKNOWN + codecs.length - place;
}

const videoRank = (codec: string): number => rankIn(VIDEO_CODECS, codec);

function codecRanks(codecs: string | undefined): { video: number; audio: number } {
  let [video, audio] = [0, 0];
  let hasUnknown = false;
  for (const codec of (codecs ?? '').toLowerCase().split(',')) {
    const [asVideo, asAudio] = [videoRank(codec.trim()), rankIn(AUDIO_CODECS, codec.trim())];
    if (asVideo > 0) video = Math.max(video, asVideo);
    else if (asAudio > 0) audio = Math.max(audio, asAudio);
    else hasUnknown ||= codec.trim() !== '';
  }
  return { video: video || (hasUnknown ? UNKNOWN : ABSENT), audio: audio || ABSENT };
}
