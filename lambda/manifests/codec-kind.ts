/** The kind of a stream, by its codecs. `data`: events and the like, neither shown nor played. */
export type CodecKind = 'video' | 'audio' | 'text' | 'data';

/** Sample entries by kind (MP4 Registration Authority), and names that WebM and some packagers write instead. */
const PATTERNS: readonly (readonly [CodecKind, RegExp])[] = [
  ['video', /^(avc[1-4]|hvc[12]|hev1|dv(h1|he|a1|av|c1)|dav1|vp0?[89]|av01|av1|vvc1|vvi1|evc1|lvc1)/i],
  ['video', /^(mp4v|mp2v|mpg2|s263|h26[345]|theora|encv|resv)/i],
  ['audio', /^(mp4a|mp[23]|e?aac|e?ac-?3|ec[-+]3|ac-4|opus|flac|alac|apac|vorbis|speex|dts[a-z+-])/i],
  ['audio', /^(mha1|mhm[12]|mlpa|[il]?pcm|fpcm|sowt|twos|[au]law|sa(mr|wb|wp)|iamf|enca)/i],
  ['text', /^(wvtt|webvtt|stpp|ttml|imsc|tx3g|sbtt|stxt|c[67]08|enct)/i],
  ['data', /^(mett|metx|urim|evte|id3|jpeg|mjpg|png)/i],
];

/**
 * The kind of a stream with these codecs (RFC 6381): video with audio is `video`, audio with text is `audio`. Undefined
 * when no codec is listed, or when an unknown one may be video.
 */
export function codecKindOf(codecs: string | undefined): CodecKind | undefined {
  const listed = (codecs ?? '')
    .split(',')
    .map((codec) => codec.trim())
    .filter((codec) => codec !== '');
  const kinds = new Set(listed.map((codec) => PATTERNS.find(([, pattern]) => pattern.test(codec))?.[0]));
  if (kinds.has('video')) return 'video';
  if (kinds.has(undefined)) return undefined;
  return PATTERNS.find(([kind]) => kinds.has(kind))?.[0];
}

/** True when codecs are listed and none of them is, or may be, video, also where a picture size is declared. */
export function hasNoVideo(codecs: string | undefined): boolean {
  const kind = codecKindOf(codecs);
  return kind !== undefined && kind !== 'video';
}
