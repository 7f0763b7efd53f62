import { describe, expect, test } from '@jest/globals';
import { codecKindOf, hasNoVideo } from '../../lambda/manifests/codec-kind.ts';

const NAMES = {
  video:
    'avc1.64001f avc2.64 avc3.640028 avc4.64 hvc1.1.6.L93.B0 hvc2.1 hev1.2.4.L153.B0 dvh1.05.06 ' +
    'dvhe.08.07 dva1.09 dvav.09 dav1.10.09 dvc1.1 vp8 vp9 vp08.00 vp09.00.10.08 av01.0.05M.08 av1 ' +
    'vvc1.1.L83 vvi1.1 evc1.vprf3 lvc1.vprf mp4v.20.9 mp2v mpg2 s263.10 h263 h264 h265 H264 theora encv ' +
    'resv',
  audio:
    'mp4a.40.2 mp4a.a5 MP4A.40.34 mp2 mp3 aac eaac ac3 eac3 ac-3 ec-3 ec+3 ac-4.02.01.00 opus Opus flac ' +
    'fLaC alac apac.31 vorbis speex dtsc dtse dtsh dtsl dtsx dts- dts+ mha1.0x0B mhm1.0x0D mhm2 mlpa pcm ' +
    'ipcm lpcm fpcm sowt twos alaw ulaw samr sawb sawp iamf.000.000.Opus enca',
  text: 'wvtt webvtt stpp.ttml.im1t ttml imsc1t tx3g sbtt stxt c608 c708 enct',
  data: 'mett metx urim evte id3 jpeg mjpg png',
} as const;
const rows = Object.entries(NAMES).flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind] as const));

describe('codecs', () => {
  test.each(rows)('%s are %s', (codec, kind) => {
    expect(codecKindOf(codec)).toBe(kind);
    expect(hasNoVideo(codec)).toBe(kind !== 'video');
  });

  test.each([
    ['avc1.64001f,mp4a.40.2', 'video'],
    ['mp4a.40.2, avc1.64001f', 'video'],
    ['xyz1,avc1', 'video'],
    ['wvtt,ec-3', 'audio'],
    ['mett,wvtt', 'text'],
    [',mp4a.40.2,', 'audio'],
    ['xyz1', undefined],
    ['mp4a.40.2,xyz1', undefined],
    ['xmp4a', undefined],
    [' , ', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('the list %p is %p', (codecs, kind) => {
    expect(codecKindOf(codecs)).toBe(kind);
    expect(hasNoVideo(codecs)).toBe(kind === 'audio' || kind === 'text');
  });
});
