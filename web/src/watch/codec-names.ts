/** Sample entries of RFC 6381 codec strings, as people call them. */
const NAMES: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^avc[1-4]\b/, 'H.264'],
  [/^(hvc1|hev1)\b/, 'H.265'],
  [/^(vvc1|vvi1)\b/, 'H.266'],
  [/^(dvh1|dvhe|dvav|dva1|dav1)\b/, 'Dolby Vision'],
  [/^av01\b/, 'AV1'],
  [/^vp0?9\b/, 'VP9'],
  [/^vp0?8\b/, 'VP8'],
  [/^mp4v\b/, 'MPEG-4'],
  // The object types of MPEG-4 audio (ISO/IEC 14496-3, table 1.17) and of older sound (MP4 Registration Authority).
  [/^mp4a\.40\.(5|05)$/, 'HE-AAC'],
  [/^mp4a\.40\.29$/, 'HE-AAC v2'],
  [/^mp4a\.40\.42$/, 'xHE-AAC'],
  [/^mp4a\.(40\.34|6b|69)$/, 'MP3'],
  [/^mp4a\.a5$/, 'Dolby Digital'],
  [/^mp4a\.a6$/, 'Dolby Digital Plus'],
  [/^(mp4a\b|aac)/, 'AAC'],
  [/^ac-3\b/, 'Dolby Digital'],
  [/^ec[-+]3\b/, 'Dolby Digital Plus'],
  [/^ac-4\b/, 'Dolby AC-4'],
  [/^(dts|dtsc|dtse|dtsh|dtsl|dtsx)\b/, 'DTS'],
  [/^opus\b/, 'Opus'],
  [/^vorbis\b/, 'Vorbis'],
  [/^flac\b/, 'FLAC'],
  [/^alac\b/, 'ALAC'],
];

/** Text in a stream is no matter of picture or sound. */
const TEXT = /^(stpp|wvtt|tx3g|c608|c708)\b/;

/** `avc1.4d4028,mp4a.40.2` → `H.264 · AAC`. A codec that has no name here is shown as it is written. */
export function codecsInWords(codecs: string): string {
  const names = codecs
    .split(',')
    .map((codec) => codec.trim())
    .filter((codec) => codec !== '' && !TEXT.test(codec.toLowerCase()))
    .map((codec) => NAMES.find(([pattern]) => pattern.test(codec.toLowerCase()))?.[1] ?? codec);
  return [...new Set(names)].join(' · ');
}
