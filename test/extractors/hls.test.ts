import { describe, expect, test } from '@jest/globals';
import { parseHls, singleVttFile } from '../../lambda/extractors/hls.ts';
import { ManifestError } from '../../lambda/extractors/manifest.ts';

const url = 'https://cdn.test/films/1/master.m3u8?token=t';
const parse = (...lines: string[]) => parseHls(['#EXTM3U', ...lines].join('\n'), url);

describe('a master playlist', () => {
  test('shows its ladder, and each variant that carries its own sound', () => {
    const manifest = parse(
      '#EXT-X-STREAM-INF:BANDWIDTH=5000000,RESOLUTION=1918x872,CODECS="avc1.640028,mp4a.40.2",FRAME-RATE=23.976',
      '1080/index.m3u8',
      '#EXT-X-STREAM-INF:BANDWIDTH=2000000,RESOLUTION=1280x534',
      '/720.m3u8?a=1',
    );
    expect(manifest.renditions).toEqual([
      { bandwidth: 5_000_000, width: 1918, height: 872, codecs: 'avc1.640028,mp4a.40.2', frameRate: 23.976 },
      { bandwidth: 2_000_000, width: 1280, height: 534 },
    ]);
    expect(manifest.variants.map((variant) => [variant.url, variant.height])).toEqual([
      ['https://cdn.test/films/1/1080/index.m3u8', 872],
      ['https://cdn.test/720.m3u8?a=1', 534],
    ]);
    expect(manifest).toMatchObject({ type: 'hls', isLive: false });
    expect(manifest.duration).toBeUndefined();
  });

  test('a variant whose audio is a separate rendition is not offered by itself, and stays in the ladder', () => {
    const manifest = parse(
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",NAME="English",DEFAULT=YES,URI="audio.m3u8"',
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="muxed",NAME="English",DEFAULT=YES',
      '#EXT-X-STREAM-INF:BANDWIDTH=5,RESOLUTION=1920x1080,AUDIO="aac"',
      'silent.m3u8',
      '#EXT-X-STREAM-INF:BANDWIDTH=4,RESOLUTION=1280x720,AUDIO="muxed"',
      'whole.m3u8',
    );
    expect(manifest.variants.map((variant) => variant.url)).toEqual(['https://cdn.test/films/1/whole.m3u8']);
    expect(manifest.silentVariants).toEqual(['https://cdn.test/films/1/silent.m3u8']);
    expect(manifest.renditions).toHaveLength(2);
  });

  test('sound that is in the variant itself, and elsewhere in another language, plays by itself', () => {
    const manifest = parse(
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English",DEFAULT=YES',
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="Deutsch",URI="de.m3u8"',
      '#EXT-X-STREAM-INF:BANDWIDTH=5,RESOLUTION=1920x1080,AUDIO="a"',
      'whole.m3u8',
    );
    expect(manifest.variants.map((variant) => variant.url)).toEqual(['https://cdn.test/films/1/whole.m3u8']);
    expect(manifest.silentVariants).toEqual([]);
  });

  test('of sound alone says so', () => {
    const manifest = parse('#EXT-X-STREAM-INF:BANDWIDTH=5,CODECS="mp4a.40.2"', 'radio.m3u8');
    expect(manifest).toMatchObject({ isAudioOnly: true, renditions: [], variants: [] });
  });

  test('may begin with attributes, as lists of IPTV do', () => {
    const text = '#EXTM3U x-tvg-url="https://epg.test"\n#EXT-X-STREAM-INF:BANDWIDTH=5,RESOLUTION=1280x720\na.m3u8';
    expect(parseHls(text, url).variants).toHaveLength(1);
    expect(() => parseHls('#EXTM3U8\na.ts', url)).toThrow(ManifestError);
  });

  test('I-frame and audio-only streams are neither offered nor rungs', () => {
    const manifest = parse(
      '#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,RESOLUTION=1920x1080,URI="iframes.m3u8"',
      '#EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS="mp4a.40.5"',
      'audio.m3u8',
      '#EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS="ec-3, wvtt"',
      'surround.m3u8',
      '#EXT-X-STREAM-INF:BANDWIDTH=900000,CODECS="hvc1.1.6.L93.B0,mp4a.40.2"',
      'video.m3u8',
      '#EXT-X-STREAM-INF:BANDWIDTH=800000',
      'unknown.m3u8',
    );
    expect(manifest.renditions).toHaveLength(2);
    expect(manifest.variants.map((variant) => variant.url.split('/').at(-1))).toEqual(['video.m3u8', 'unknown.m3u8']);
  });

  test('its subtitles keep their kind; the playlists wait to be looked into', () => {
    const manifest = parse(
      '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="English",LANGUAGE="en",URI="en/index.m3u8"',
      '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="English, forced",LANGUAGE="en",FORCED=YES,URI="enf.m3u8"',
      '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="SDH",LANGUAGE="en",CHARACTERISTICS="public.accessibility.transcribes-spoken-dialog,public.easy-to-read",URI="cc.vtt"',
      '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="t",NAME="English",LANGUAGE="en",URI="en/index.m3u8"',
      '#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="c",NAME="CC1",INSTREAM-ID="CC1"',
      '#EXT-X-STREAM-INF:BANDWIDTH=1,SUBTITLES="s"',
      'v.m3u8',
    );
    const base = 'https://cdn.test/films/1';
    expect(manifest.subtitles).toEqual([
      { url: `${base}/en/index.m3u8`, label: 'English', language: 'en', delivery: 'in-manifest' },
      { url: `${base}/enf.m3u8`, label: 'English, forced', language: 'en', kind: 'forced', delivery: 'in-manifest' },
      { url: `${base}/cc.vtt`, label: 'SDH', language: 'en', kind: 'sdh' },
    ]);
  });

  test('variables are put in: defined ones, and those of its own query', () => {
    const manifest = parse(
      '#EXT-X-DEFINE:NAME="host",VALUE="https://edge.test"',
      '#EXT-X-DEFINE:QUERYPARAM="token"',
      '#EXT-X-STREAM-INF:BANDWIDTH=1',
      '{$host}/v.m3u8?token={$token}&x={$unknown}',
    );
    expect(manifest.variants[0]?.url).toBe('https://edge.test/v.m3u8?token=t&x={$unknown}');
  });

  test('variants with addresses that are no web links, and impossible facts, are left out', () => {
    const manifest = parse(
      '#EXT-X-STREAM-INF:BANDWIDTH=1',
      'javascript:alert(1)',
      '#EXT-X-STREAM-INF:BANDWIDTH=-5,RESOLUTION=axb,FRAME-RATE=1e9',
      'v.m3u8',
    );
    expect(manifest.renditions).toEqual([{}]);
    expect(manifest.variants).toHaveLength(1);
  });

  test('at most 50 rungs are read', () => {
    const lines = Array.from({ length: 500 }, (_, i) => `#EXT-X-STREAM-INF:BANDWIDTH=${i + 1}\nv${i}.m3u8`);
    expect(parse(...lines).renditions).toHaveLength(50);
  });
});

describe('a media playlist', () => {
  test('tells its duration when it is complete', () => {
    const manifest = parse(
      '#EXT-X-TARGETDURATION:6',
      '#EXTINF:6.006,',
      'a.ts',
      '#EXTINF:4,title',
      'b.ts',
      '#EXT-X-ENDLIST',
    );
    expect(manifest).toMatchObject({ isLive: false, duration: 10.006, variants: [], subtitles: [] });
    expect(manifest.renditions).toBeUndefined();
  });

  test('tells none while it is live', () => {
    expect(parse('#EXTINF:6,', 'a.ts')).toMatchObject({ isLive: true, duration: undefined });
  });

  test('of one WebVTT file gives that file', () => {
    const one = '#EXTM3U\n#EXTINF:3600,\nen.vtt?sig=1\n#EXT-X-ENDLIST\n';
    expect(singleVttFile(one, 'https://cdn.test/s/en.m3u8')).toBe('https://cdn.test/s/en.vtt?sig=1');
  });

  test.each([
    ['two segments', '#EXTM3U\n#EXTINF:6,\n1.vtt\n#EXTINF:6,\n2.vtt\n#EXT-X-ENDLIST'],
    ['another format', '#EXTM3U\n#EXTINF:6,\n1.m4s\n#EXT-X-ENDLIST'],
    ['more to come', '#EXTM3U\n#EXTINF:6,\n1.vtt'],
  ])('of %s gives none', (_, text) => {
    expect(singleVttFile(text, url)).toBeUndefined();
  });
});

describe('hostile playlists', () => {
  test.each([
    ['nothing', ''],
    ['HTML', '<html>#EXTM3U</html>'],
    ['a longer word', '#EXTM3U8\n#EXTINF:1,\na.ts'],
    ['JSON', '{"error":"no"}'],
  ])('%s is no playlist', (_, text) => {
    expect(() => parseHls(text, url)).toThrow(ManifestError);
  });

  test('a byte order mark and Windows line ends are none', () => {
    expect(parseHls('\ufeff#EXTM3U\r\n#EXTINF:2,\r\na.ts\r\n#EXT-X-ENDLIST\r\n', url).duration).toBe(2);
  });

  test('names of built-in objects stay names', () => {
    const before = Object.getOwnPropertyNames(Object.prototype).length + Object.getOwnPropertyNames(Object).length;
    const { assign } = Object;
    const manifest = parse(
      '#EXT-X-DEFINE:NAME="a",VALUE="constr"',
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="constructor",NAME="assign",URI="x"',
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="{$a}uctor",NAME="keys",URI="x"',
      '#EXT-X-MEDIA:TYPE=constructor,GROUP-ID="prototype",NAME="polluted",URI="x"',
      '#EXT-X-MEDIA:TYPE=__proto__,GROUP-ID="polluted",NAME="x",URI="x"',
      '#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO="constructor",__proto__="x"',
      'v.m3u8',
    );
    expect(manifest.variants).toEqual([]);
    expect(Object.assign).toBe(assign);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.getOwnPropertyNames(Object.prototype).length + Object.getOwnPropertyNames(Object).length).toBe(
      before,
    );
  });

  const fill = (line: string) => `#EXTM3U\n${line.repeat(Math.ceil((2 * 1024 * 1024) / line.length))}`;
  test.each([
    ['lines of commas', fill(`#EXT-X-STREAM-INF:${','.repeat(8_000)}\nv\n`)],
    ['lines of as many commas as pass', fill(`#EXT-X-STREAM-INF:${','.repeat(60)}${'x'.repeat(7_900)}\nv\n`)],
    ['lines of blanks', fill(`#EXT-X-STREAM-INF:A=b${' '.repeat(8_000)}c\nv\n`)],
    ['one line without end', fill('a')],
    ['empty lines', fill('\n')],
    ['short segments', fill('#EXTINF:1,\na\n')],
    ['variables that multiply', fill(`#EXT-X-DEFINE:NAME="a",VALUE="${'x'.repeat(8_000)}"\n${'{$a}'.repeat(1_000)}\n`)],
    ['quotes that never close', fill('#EXT-X-MEDIA:TYPE="\n')],
  ])('2 MiB of %s cost no more than a moment', (_, text) => {
    const started = process.cpuUsage();
    try {
      parseHls(text, url);
    } catch (error) {
      expect(error).toBeInstanceOf(ManifestError);
    }
    // Quadratic time would be minutes.
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(5);
  });
});
