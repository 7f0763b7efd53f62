import { expect, test } from '@jest/globals';
import { codecsInWords } from '../../web/src/watch/codec-names.ts';

test.each([
  ['avc1.4d4028,mp4a.40.2', 'H.264 · AAC'],
  ['hvc1.2.4.L153.B0, ec-3', 'H.265 · Dolby Digital Plus'],
  ['dvh1.05.06,mp4a.40.5', 'Dolby Vision · HE-AAC'],
  ['av01.0.08M.10,Opus', 'AV1 · Opus'],
  ['vp09.00.40.08', 'VP9'],
  ['avc1.64001f,avc1.4d401f,mp4a.40.29,stpp.ttml.im1t', 'H.264 · HE-AAC v2'],
  ['mp4a.40.34', 'MP3'],
  ['mp4a.6B', 'MP3'],
  ['AVC1.4D4028', 'H.264'],
  ['zzz1.5', 'zzz1.5'],
  ['', ''],
  ['wvtt', ''],
])('%s is %s in words', (codecs, words) => {
  expect(codecsInWords(codecs)).toBe(words);
});
