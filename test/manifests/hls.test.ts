import { describe, expect, test } from '@jest/globals';
import { parseHls, singleVttFile } from '../../lambda/manifests/hls.ts';
import { ManifestError } from '../../lambda/manifests/manifest.ts';

const url = 'https://cdn.test/films/1/master.m3u8?token=t';
const parse = (...lines: string[]) => parseHls(['#EXTM3U', ...lines].join('\n'), url);

describe('a master playlist', () => {
  test('has its ladder, and each variant that contains audio', () => {
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
    expect(manifest.playableVariants.map((variant) => [variant.url, variant.height])).toEqual([
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
    expect(manifest.playableVariants.map((variant) => variant.url)).toEqual(['https://cdn.test/films/1/whole.m3u8']);
    expect(manifest.videoOnlyVariants).toEqual(['https://cdn.test/films/1/silent.m3u8']);
    expect(manifest.renditions).toHaveLength(2);
  });

  test('audio in the variant itself, and elsewhere in another language, plays by itself', () => {
    const manifest = parse(
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English",DEFAULT=YES',
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="Deutsch",URI="de.m3u8"',
      '#EXT-X-STREAM-INF:BANDWIDTH=5,RESOLUTION=1920x1080,AUDIO="a"',
      'whole.m3u8',
    );
    expect(manifest.playableVariants.map((variant) => variant.url)).toEqual(['https://cdn.test/films/1/whole.m3u8']);
    expect(manifest.videoOnlyVariants).toEqual([]);
  });

  test('of audio alone is audio-only', () => {
    const manifest = parse('#EXT-X-STREAM-INF:BANDWIDTH=5,CODECS="mp4a.40.2"', 'radio.m3u8');
    expect(manifest).toMatchObject({ isAudioOnly: true, renditions: [], playableVariants: [] });
  });

  test('may begin with attributes, as lists of IPTV do', () => {
    const text = '#EXTM3U x-tvg-url="https://epg.test"\n#EXT-X-STREAM-INF:BANDWIDTH=5,RESOLUTION=1280x720\na.m3u8';
    expect(parseHls(text, url).playableVariants).toHaveLength(1);
    expect(() => parseHls('#EXTM3U8\na.ts', url)).toThrow(ManifestError);
  });

  test('I-frame and audio-only streams are neither sources nor variants', () => {
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
    expect(manifest.playableVariants.map((variant) => variant.url.split('/').at(-1))).toEqual([
      'video.m3u8',
      'unknown.m3u8',
    ]);
  });

  test('its subtitles keep their kind; their playlists are not read here', () => {
    const manifest = parse(
      '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="English",LANGUAGE="en",URI="en/index.m3u8"',
      '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="English, forced",LANGUAGE="en",FORCED=YES,URI="enf.m3u8"',
      '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="SDH",LANGUAGE="en",' +
        'CHARACTERISTICS="public.accessibility.transcribes-spoken-dialog,public.easy-to-read",URI="cc.vtt"',
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

  test('variables are replaced: defined ones, and those of its own query', () => {
    const manifest = parse(
      '#EXT-X-DEFINE:NAME="host",VALUE="https://edge.test"',
      '#EXT-X-DEFINE:QUERYPARAM="token"',
      '#EXT-X-STREAM-INF:BANDWIDTH=1',
      '{$host}/v.m3u8?token={$token}',
    );
    expect(manifest.playableVariants[0]?.url).toBe('https://edge.test/v.m3u8?token=t');
  });

  test('an undefined variable makes no link', () => {
    const manifest = parse(
      '#EXT-X-DEFINE:NAME="late",VALUE="x"',
      '#EXT-X-DEFINE:QUERYPARAM="absent"',
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English",URI="{$unknown}.m3u8"',
      '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="English",LANGUAGE="en",URI="{$unknown}/en.vtt"',
      '#EXT-X-STREAM-INF:BANDWIDTH=3,RESOLUTION=1920x1080',
      'v.m3u8?x={$unknown}',
      '#EXT-X-STREAM-INF:BANDWIDTH=2,RESOLUTION=1280x720',
      'v.m3u8?x={$absent}',
      '#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=640x360,AUDIO="a"',
      'silent.m3u8?x={$late}',
    );
    expect(manifest.renditions).toEqual([{ width: 640, height: 360, bandwidth: 1 }]);
    // Its audio is a separate rendition, although at an unknown URL.
    expect(manifest).toMatchObject({ playableVariants: [], subtitles: [], audioStreams: [] });
    expect(manifest.videoOnlyVariants).toEqual(['https://cdn.test/films/1/silent.m3u8?x=x']);
  });

  test.each([['CLOSED-CAPTIONS'], ['SUBTITLES'], ['VIDEO']])(
    'a group is its type and its name: %s of the same name does not decide whether audio is separate',
    (type) => {
      const variant = ['#EXT-X-STREAM-INF:BANDWIDTH=5,RESOLUTION=1280x720,AUDIO="g"', 'v.m3u8'];
      const separate = '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="g",NAME="English",URI="audio.m3u8"';
      const muxed = '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="g",NAME="English"';
      const other = (uri: string) => `#EXT-X-MEDIA:TYPE=${type},GROUP-ID="g",NAME="Other"${uri}`;
      expect(parse(separate, other(''), ...variant)).toMatchObject({ playableVariants: [], videoOnlyVariants: [{}] });
      expect(parse(muxed, other(',URI="other.m3u8"'), ...variant)).toMatchObject({
        playableVariants: [{}],
        videoOnlyVariants: [],
      });
    },
  );

  test.each([
    ['audio of no size', 'RESOLUTION=0x0,CODECS="mp4a.40.2"'],
    ['audio of some size', 'RESOLUTION=1920x1080,CODECS="ec-3,ac-3"'],
    ['text', 'RESOLUTION=1920x1080,CODECS="wvtt"'],
    ['audio and text', 'CODECS="Opus, stpp.ttml.im1t"'],
    ['audio with an empty codec', 'CODECS=",fLaC,"'],
    ['what its group lists as audio', 'AUDIO="a"', 'audio.m3u8'],
  ])('%s is neither a variant nor a source', (_, attributes, uri = 'x.m3u8') => {
    const manifest = parse(
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English",URI="audio.m3u8"',
      `#EXT-X-STREAM-INF:BANDWIDTH=80000,${attributes}`,
      uri,
      '#EXT-X-STREAM-INF:BANDWIDTH=3000000,RESOLUTION=1280x720',
      'v.m3u8',
    );
    expect(manifest.renditions).toEqual([{ width: 1280, height: 720, bandwidth: 3_000_000 }]);
    expect(manifest.playableVariants.map((variant) => variant.url)).toEqual(['https://cdn.test/films/1/v.m3u8']);
    expect(manifest.audioStreams).toContain(`https://cdn.test/films/1/${uri}`);
    expect(manifest.isAudioOnly).toBe(false);
  });

  test.each([
    ['an unknown codec', 'CODECS="xyz1,mp4a.40.2"', 'v.m3u8'],
    ['none', 'RESOLUTION=1280x720', 'v.m3u8'],
    ['video at a URL that is listed as audio', 'CODECS="avc1.64001f,mp4a.40.2"', 'audio.m3u8'],
    ['a size at such a URL', 'RESOLUTION=1280x720', 'audio.m3u8'],
  ])('a variant of %s may be video, and stays', (_, attributes, uri) => {
    const manifest = parse(
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English",URI="audio.m3u8"',
      `#EXT-X-STREAM-INF:BANDWIDTH=3000000,${attributes}`,
      uri,
    );
    expect(manifest.playableVariants.map((variant) => variant.url)).toEqual([`https://cdn.test/films/1/${uri}`]);
    expect(manifest.isAudioOnly).toBe(false);
  });

  test.each([
    ['a leading comma', ',BANDWIDTH=5,RESOLUTION=1440x1080,CODECS="avc1.64001f,mp4a.40.2",NAME="x"'],
    ['a capital X', 'BANDWIDTH=5,RESOLUTION=1440X1080,CODECS="avc1.64001f,mp4a.40.2",NAME="x"'],
    [
      'blanks and doubled commas',
      ' BANDWIDTH = 5 ,, RESOLUTION = 1440 x 1080 , CODECS = "avc1.64001f,mp4a.40.2" ,NAME="x",',
    ],
    [
      'something that is no attribute',
      'junk,BANDWIDTH=5,a=b"c",RESOLUTION="1440x1080",CODECS="avc1.64001f,mp4a.40.2",NAME=x',
    ],
  ])('attributes with %s are read', (_, attributes) => {
    const manifest = parse(`#EXT-X-STREAM-INF:${attributes}`, 'v.m3u8');
    expect(manifest.variants).toEqual([
      {
        url: 'https://cdn.test/films/1/v.m3u8',
        variantName: 'x',
        width: 1440,
        height: 1080,
        bandwidth: 5,
        codecs: 'avc1.64001f,mp4a.40.2',
      },
    ]);
  });

  test('attributes of media are read as tolerantly', () => {
    const { subtitles } = parse(
      '#EXT-X-MEDIA:,TYPE=SUBTITLES, GROUP-ID="s",NAME="English",LANGUAGE="en",FORCED="YES",URI="en.vtt"',
      '#EXT-X-STREAM-INF:BANDWIDTH=1',
      'v.m3u8',
    );
    expect(subtitles).toMatchObject([{ label: 'English', language: 'en', kind: 'forced' }]);
  });

  test('a tag without a link gives its facts to no other', () => {
    const manifest = parse(
      '#EXT-X-STREAM-INF:BANDWIDTH=9,RESOLUTION=1920x1080',
      '#EXT-X-STREAM-INF:BANDWIDTH=5',
      'a.m3u8',
      'stray.m3u8',
      '#EXT-X-STREAM-INF:BANDWIDTH=4',
      'x'.repeat(9_000),
      'stray.m3u8',
    );
    expect(manifest.variants).toEqual([{ url: 'https://cdn.test/films/1/a.m3u8', bandwidth: 5 }]);
  });

  test('the same subtitle in several groups is listed once; two that are equal in one group are two', () => {
    const line = (group: string, uri: string, more = '') =>
      `#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="${group}",NAME="English",LANGUAGE="en"${more},URI="${uri}.vtt"`;
    const { subtitles } = parse(
      line('a', 'a1'),
      line('a', 'a2'),
      line('a', 'a3', ',FORCED=YES'),
      line('b', 'b1'),
      line('b', 'b2'),
      line('b', 'b3', ',FORCED=YES'),
      line('b', 'b4', ',CHARACTERISTICS="public.accessibility.transcribes-spoken-dialog"'),
      '#EXT-X-STREAM-INF:BANDWIDTH=1',
      'v.m3u8',
    );
    expect(subtitles.map(({ url: link, kind }) => [link.split('/').at(-1), kind])).toEqual([
      ['a1.vtt', undefined],
      ['a2.vtt', undefined],
      ['a3.vtt', 'forced'],
      ['b4.vtt', 'sdh'],
    ]);
  });

  test('variants with addresses that are no web links, and impossible facts, are left out', () => {
    const manifest = parse(
      '#EXT-X-STREAM-INF:BANDWIDTH=1',
      'javascript:alert(1)',
      '#EXT-X-STREAM-INF:BANDWIDTH=-5,RESOLUTION=axb,FRAME-RATE=1e9',
      'v.m3u8',
    );
    expect(manifest.renditions).toEqual([{}]);
    expect(manifest.playableVariants).toHaveLength(1);
  });

  test('at most 50 variants are read', () => {
    const lines = Array.from({ length: 500 }, (_, i) => `#EXT-X-STREAM-INF:BANDWIDTH=${i + 1}\nv${i}.m3u8`);
    expect(parse(...lines).renditions).toHaveLength(50);
  });

  test.each([
    ['NAME', 'One', 'Two'],
    ['LANGUAGE', 'en', 'de'],
    ['ASSOC-LANGUAGE', 'en', 'de'],
    ['FORCED', 'YES', 'NO'],
    ['CHARACTERISTICS', 'public.easy-to-read', 'public.accessibility.describes-music-and-audio'],
  ])('subtitles of two groups that differ in %s are two', (name, one, other) => {
    const line = (group: string, value: string) =>
      `#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="${group}",${name}="${value}",URI="${group}.vtt"`;
    expect(parse(line('a', one), line('b', other), '#EXT-X-STREAM-INF:BANDWIDTH=1', 'v').subtitles).toHaveLength(2);
    expect(parse(line('a', one), line('b', one), '#EXT-X-STREAM-INF:BANDWIDTH=1', 'v').subtitles).toHaveLength(1);
  });

  test.each([
    ['BANDWIDTH=-5', {}],
    ['BANDWIDTH=x', {}],
    ['BANDWIDTH=5000000', { bandwidth: 5_000_000 }],
    ['FRAME-RATE=59.94', { frameRate: 59.94 }],
    ['FRAME-RATE=1001', {}],
    ['RESOLUTION=1280×720', { width: 1280, height: 720 }],
    ['RESOLUTION=1280*720', { width: 1280, height: 720 }],
    ['RESOLUTION=1280', {}],
    ['RESOLUTION=1280x720p', {}],
    ['RESOLUTION=100001x720', { height: 720 }],
    ['CODECS="avc1.64001f"', { codecs: 'avc1.64001f' }],
    ['CODECS=avc1.64001f', { codecs: 'avc1.64001f' }],
    ['VIDEO-RANGE=PQ', {}],
  ])('of a variant %s means %j', (attribute, facts) => {
    expect(parse(`#EXT-X-STREAM-INF:${attribute}`, 'v.m3u8').renditions).toEqual([facts]);
  });
});

describe('the bounds of a playlist', () => {
  const subtitle = (index: number) =>
    `#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="${index}",LANGUAGE="en",URI="${index}.vtt"`;
  const variant = ['#EXT-X-STREAM-INF:BANDWIDTH=1', 'v.m3u8'];
  const many = <T>(count: number, make: (index: number) => T) =>
    Array.from({ length: count }, (_, index) => make(index));

  test('are 100 subtitles', () => {
    expect(parse(...many(100, subtitle), ...variant).subtitles).toHaveLength(100);
    expect(parse(...many(120, subtitle), ...variant).subtitles).toHaveLength(100);
  });

  test('are 100 variables', () => {
    const defined = many(101, (index) => `#EXT-X-DEFINE:NAME="v${index}",VALUE="x${index}"`);
    const urlWith = (name: string) =>
      parse(...defined, '#EXT-X-STREAM-INF:BANDWIDTH=1', `{$${name}}.m3u8`).playableVariants[0]?.url;
    expect(urlWith('v99')).toBe('https://cdn.test/films/1/x99.m3u8');
    expect(urlWith('v100')).toBeUndefined();
  });

  test('are 100 characters of a variable’s name', () => {
    const expanded = (length: number) => {
      const name = 'n'.repeat(length);
      const lines = [`#EXT-X-DEFINE:NAME="${name}",VALUE="v"`, '#EXT-X-STREAM-INF:BANDWIDTH=1', `{$${name}}.m3u8`];
      return parse(...lines).playableVariants[0]?.url;
    };
    expect(expanded(100)).toBe('https://cdn.test/films/1/v.m3u8');
    expect(expanded(101)).not.toBe('https://cdn.test/films/1/v.m3u8');
  });

  test('are 8,192 characters of a line', () => {
    const link = (length: number) => parse('#EXT-X-STREAM-INF:BANDWIDTH=1', 'x'.repeat(length)).playableVariants;
    expect([link(8_192).length, link(8_193).length]).toEqual([1, 0]);
    const tag = (length: number) =>
      parse(`${'#EXT-X-STREAM-INF:BANDWIDTH=1,A='.padEnd(length, 'x')}`, 'v.m3u8').playableVariants;
    expect([tag(8_192).length, tag(8_193).length]).toEqual([1, 0]);
    const media = (length: number) => parse(`${`${subtitle(1)},A=`.padEnd(length, 'x')}`, ...variant).subtitles;
    expect([media(8_192).length, media(8_193).length]).toEqual([1, 0]);
  });

  test('are 100,000 lines', () => {
    const lines = (count: number) => () => parseHls(`#EXTM3U${'\n'.repeat(count - 1)}`, url);
    expect(lines(100_000)).not.toThrow();
    expect(lines(100_001)).toThrow(ManifestError);
  });

  test('are 4 MiB of expanded variables', () => {
    const value = 'x'.repeat(8_000);
    const lines = (count: number) => () =>
      parse(`#EXT-X-DEFINE:NAME="v",VALUE="${value}"`, ...many(count, () => '{$v}'));
    expect(lines(520)).not.toThrow();
    expect(lines(525)).toThrow(ManifestError);
  });

  test('are a name of 500 characters', () => {
    const name = (length: number) =>
      parse(`#EXT-X-STREAM-INF:BANDWIDTH=1,NAME="${'n'.repeat(length)}"`, 'v.m3u8').variants;
    expect(name(500)?.[0]?.variantName).toHaveLength(500);
    expect(name(501)?.[0]?.variantName).toHaveLength(500);
  });
});

describe('a media playlist', () => {
  test('has a duration when it is complete', () => {
    const manifest = parse(
      '#EXT-X-TARGETDURATION:6',
      '#EXTINF:6.006,',
      'a.ts',
      '#EXTINF:4,title',
      'b.ts',
      '#EXT-X-ENDLIST',
    );
    expect(manifest).toMatchObject({ isLive: false, duration: 10.006, playableVariants: [], subtitles: [] });
    expect(manifest.renditions).toBeUndefined();
  });

  test.each([
    ['#EXTINF: 4.5,', 4.5],
    ['#EXTINF:4.5', 4.5],
    ['#EXTINF:4.5 ,title', 4.5],
    ['#EXTINF:.5,', 0.5],
    ['#EXTINF:4.,', 4],
    ['#EXTINF:4 tvg-id="a",title', 4],
    ['#EXTINF:4,2012', 4],
  ])('its segment %s is %p seconds long', (tag, seconds) => {
    expect(parse(tag, 'a.ts', '#EXT-X-ENDLIST').duration).toBe(seconds);
  });

  test.each([
    ['a negative length', ['#EXTINF:-1,', 'a.ts']],
    ['no number', ['#EXTINF:long,', 'a.ts']],
    ['what may be a decimal comma', ['#EXTINF:9,97667,', 'a.ts']],
    ['a unit', ['#EXTINF:4s,', 'a.ts']],
    ['no length', ['a.ts']],
    ['one length for two segments', ['#EXTINF:4,', 'a.ts', 'b.ts']],
    ['no time at all', ['#EXTINF:0,', 'a.ts']],
    ['no segments', []],
    ['a number beyond all numbers', [`#EXTINF:${'9'.repeat(400)},`, 'a.ts']],
  ])('with %s has no duration, rather than a wrong one', (_, lines) => {
    expect(parse('#EXT-X-TARGETDURATION:4', ...lines, '#EXT-X-ENDLIST').duration).toBeUndefined();
  });

  test('its end tag may be anywhere (RFC 8216, 4.3.3.4)', () => {
    expect(parse('#EXT-X-ENDLIST', '#EXTINF:2,', 'a.ts')).toMatchObject({ isLive: false, duration: 2 });
  });

  test.each([
    ['audio', ['1.aac?x=1', '2.AAC'], true],
    ['text', ['1.vtt'], true],
    ['audio and more', ['1.aac', '2.ts'], false],
    ['what may be anything', ['1', '2.mp4'], false],
    ['nothing', [], false],
  ])('of %s has video or not', (_, uris, isAudioOnly) => {
    expect(parse(...uris.flatMap((uri) => ['#EXTINF:2,', uri])).isAudioOnly).toBe(isAudioOnly);
  });

  test('has none while it is live', () => {
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
  ])('%s is not a playlist', (_, text) => {
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
    expect(manifest.playableVariants).toEqual([]);
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
    ['commas and quotes', fill(`#EXT-X-STREAM-INF:${',"'.repeat(4_000)}\nv\n`)],
    ['names without values', fill(`#EXT-X-STREAM-INF:${'A'.repeat(8_000)}\nv\n`)],
    ['blanks behind an equals sign', fill(`#EXT-X-MEDIA:A=${' '.repeat(8_000)}"\n`)],
    ['lengths without end', fill(`#EXTINF:${'9'.repeat(8_000)}x\nv\n`)],
    ['quoted commas', fill(`#EXT-X-STREAM-INF:CODECS="${','.repeat(8_000)}"\nv\n`)],
    ['quotes that never close', fill('#EXT-X-MEDIA:TYPE="\n')],
  ])('2 MiB of %s are read in a moment', (_, text) => {
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
