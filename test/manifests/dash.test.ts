import { describe, expect, test } from '@jest/globals';
import { parseDash } from '../../lambda/manifests/dash.ts';
import { ManifestError } from '../../lambda/manifests/manifest.ts';

const url = 'https://cdn.test/films/1/manifest.mpd';
const mpd = (sets: string, attributes = 'type="static" mediaPresentationDuration="PT1H30M5.5S"') =>
  `<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" ${attributes}><Period>${sets}</Period></MPD>`;

describe('an MPD', () => {
  test('has its video ladder, with attributes of the adaptation set', () => {
    const manifest = parseDash(
      mpd(`<AdaptationSet mimeType="video/mp4" frameRate="24000/1001" codecs="avc1.640028">
             <Representation id="1" width="1920" height="1080" bandwidth="5000000"/>
             <Representation id="2" width="1280" height="720" bandwidth="2000000" codecs="avc1.4d401f" frameRate="25"/>
           </AdaptationSet>
           <AdaptationSet contentType="audio"><Representation bandwidth="128000" codecs="mp4a.40.2"/></AdaptationSet>`),
      url,
    );
    expect(manifest).toEqual({
      type: 'dash',
      renditions: [
        { width: 1920, height: 1080, bandwidth: 5_000_000, codecs: 'avc1.640028', frameRate: 23.976 },
        { width: 1280, height: 720, bandwidth: 2_000_000, codecs: 'avc1.4d401f', frameRate: 25 },
      ],
      playableVariants: [],
      subtitles: [],
      isLive: false,
      isAudioOnly: false,
      duration: 5405.5,
    });
  });

  test.each([
    ['width="640"', { width: 640 }],
    ['height="360"', { height: 360 }],
    ['codecs="avc1.64001f"', { codecs: 'avc1.64001f' }],
    ['frameRate="25"', { frameRate: 25 }],
  ])('has %s from the representation, else from its set', (stated, expected) => {
    const ladder = (set: string, representation: string) =>
      parseDash(
        mpd(`<AdaptationSet mimeType="video/mp4" ${set}><Representation ${representation}/></AdaptationSet>`),
        url,
      ).renditions;
    const other = stated.replace(/".*"/, '"48"');
    expect(ladder(stated, '')).toEqual([expected]);
    expect(ladder('', stated)).toEqual([expected]);
    expect(ladder(other, stated)).toEqual([expected]);
  });

  test('has the bandwidth of the representation only', () => {
    const set = '<AdaptationSet mimeType="video/mp4" bandwidth="9"><Representation/></AdaptationSet>';
    expect(parseDash(mpd(set), url).renditions).toEqual([{}]);
  });

  test('with a namespace prefix is the same', () => {
    const text =
      '<d:MPD xmlns:d="x"><d:Period><d:AdaptationSet contentType="video">' +
      '<d:Representation height="720"/></d:AdaptationSet></d:Period></d:MPD>';
    expect(parseDash(text, url).renditions).toEqual([{ height: 720 }]);
  });

  test('trick-play streams are not renditions, and Periods repeat none', () => {
    const video = '<AdaptationSet contentType="video"><Representation height="720"/></AdaptationSet>';
    const trick =
      `<AdaptationSet contentType="video">` +
      `<EssentialProperty schemeIdUri="http://dashif.org/guidelines/trickmode" value="1"/>` +
      `<Representation height="90"/></AdaptationSet>`;
    expect(parseDash(mpd(`${video}${trick}</Period><Period>${video}`), url).renditions).toEqual([{ height: 720 }]);
  });

  const trickMode = 'schemeIdUri="http://dashif.org/guidelines/trickmode" value="1"';
  const tiles = 'schemeIdUri="http://dashif.org/guidelines/thumbnail_tile" value="10x10"';
  const representation = (inner = '', attributes = '') =>
    `<Representation width="160" height="90" ${attributes}>${inner}</Representation>`;
  test.each([
    ['trick play on the set', '', `<EssentialProperty ${trickMode}/>${representation()}`],
    ['trick play on the representation', '', representation(`<EssentialProperty ${trickMode}/>`)],
    ['trick play as a supplement', '', `<SupplementalProperty ${trickMode}/>${representation()}`],
    ['tiles on the representation', '', representation(`<EssentialProperty ${tiles}/>`)],
    ['tiles by the older name', '', `<EssentialProperty ${tiles.replace('guidelines/', '')}/>${representation()}`],
    ['its own speed', 'maxPlayoutRate="8" codingDependency="false"', representation()],
    ['its own speed on the representation', '', representation('', 'maxPlayoutRate="8" codingDependency="false"')],
    ['JPEG in MP4', '', representation('', 'codecs="jpeg"')],
    ['sign language on the set', '', `<Role schemeIdUri="urn:mpeg:dash:role:2011" value="sign"/>${representation()}`],
    [
      'sign language as accessibility',
      '',
      `<Accessibility schemeIdUri="urn:mpeg:dash:role:2011" value="sign"/>${representation()}`,
    ],
    [
      'sign language on the representation',
      '',
      representation('<Role schemeIdUri="urn:mpeg:dash:role:2011" value="sign"/>'),
    ],
    [
      'sign language on a component',
      '',
      `<ContentComponent contentType="video">` +
        `<Role schemeIdUri="urn:mpeg:dash:role:2011" value="sign"/>` +
        `</ContentComponent>${representation()}`,
    ],
    ['audio, whatever it is declared to be', '', representation('', 'codecs="mp4a.40.2"')],
  ])('%s is not a rendition', (_, attributes, inner) => {
    const video = '<AdaptationSet contentType="video"><Representation width="640" height="360"/></AdaptationSet>';
    const other = `<AdaptationSet contentType="video" ${attributes}>${inner}</AdaptationSet>`;
    expect(parseDash(mpd(other + video), url).renditions).toEqual([{ width: 640, height: 360 }]);
  });

  test.each([
    ['a high rate with frames that need others', 'maxPlayoutRate="8"', ''],
    ['ordinary speed', 'maxPlayoutRate="1" codingDependency="false"', ''],
    [
      'a property of another kind',
      '',
      '<EssentialProperty schemeIdUri="urn:mpeg:mpegB:cicp:TransferCharacteristics" value="16"/>',
    ],
    ['a role of another scheme', '', '<Role schemeIdUri="urn:example:roles" value="sign"/>'],
    ['an ordinary role', '', '<Role schemeIdUri="urn:mpeg:dash:role:2011" value="main"/>'],
  ])('%s is a rendition', (_, attributes, inner) => {
    const video = '<AdaptationSet contentType="video"><Representation width="640" height="360"/></AdaptationSet>';
    const other = `<AdaptationSet contentType="video" ${attributes}>${inner}${representation()}</AdaptationSet>`;
    expect(parseDash(mpd(other + video), url).renditions).toHaveLength(2);
  });

  test('a title in sign language only has that as its ladder', () => {
    const set =
      `<AdaptationSet contentType="video">` +
      `<Role schemeIdUri="urn:mpeg:dash:role:2011" value="sign"/>${representation()}</AdaptationSet>`;
    const audio = '<AdaptationSet mimeType="audio/mp4"><Representation codecs="mp4a.40.2"/></AdaptationSet>';
    expect(parseDash(mpd(set + audio), url)).toMatchObject({ renditions: [{ height: 90 }], isAudioOnly: false });
  });

  test.each([
    ['a height', '', '<Representation height="720"/>', 1],
    ['a height on the set', 'height="720"', '<Representation/>', 1],
    ['codecs', '', '<Representation codecs="avc1.64001f"/>', 1],
    ['codecs on the set', 'codecs="hvc1.1.6.L93"', '<Representation/>', 1],
    [
      'codecs of video in a neutral container',
      'mimeType="application/mp4"',
      '<Representation codecs="av01.0.05M.08"/>',
      1,
    ],
    ['codecs that nobody knows, without a container', '', '<Representation codecs="new1.2"/>', 1],
    [
      'codecs that nobody knows, in a neutral container',
      'mimeType="application/mp4"',
      '<Representation codecs="new1.2"/>',
      0,
    ],
    ['codecs of audio', '', '<Representation codecs="mp4a.40.2"/>', 0],
    ['codecs of text', '', '<Representation codecs="stpp.ttml.im1t"/>', 0],
    ['nothing', '', '<Representation bandwidth="5"/>', 0],
    [
      'a component',
      '',
      '<ContentComponent contentType="audio"/><ContentComponent contentType="video"/><Representation/>',
      1,
    ],
    ['a type in capitals', 'mimeType="VIDEO/MP4"', '<Representation/>', 1],
  ])('without a type video is recognised by %s', (_, attributes, inner, count) => {
    const { renditions } = parseDash(mpd(`<AdaptationSet ${attributes}>${inner}</AdaptationSet>`), url);
    expect(renditions).toHaveLength(count);
  });

  test.each([['contentType="image" mimeType="image/jpeg"'], ['contentType="image"'], ['mimeType="image/jpeg"']])(
    'thumbnails are not renditions: %s',
    (attributes) => {
      const video = '<AdaptationSet contentType="video"><Representation width="640" height="360"/></AdaptationSet>';
      const tiles =
        `<AdaptationSet ${attributes}><SegmentTemplate media="t$Number$.jpg"/>` +
        `<Representation width="3200" height="180"/></AdaptationSet>`;
      const { renditions, isAudioOnly } = parseDash(mpd(video + tiles), url);
      expect(renditions).toEqual([{ width: 640, height: 360 }]);
      expect(isAudioOnly).toBe(false);
    },
  );

  test.each([
    ['video', '<AdaptationSet mimeType="video/mp4"><Representation/></AdaptationSet>', false],
    ['what may be video', '<AdaptationSet><Representation/></AdaptationSet>', false],
    ['text', '<AdaptationSet mimeType="text/vtt"><Representation/></AdaptationSet>', true],
    ['thumbnails', '<AdaptationSet mimeType="image/jpeg"><Representation/></AdaptationSet>', true],
    [
      'trick play',
      '<AdaptationSet mimeType="video/mp4">' +
        '<EssentialProperty schemeIdUri="http://dashif.org/guidelines/trickmode"/><Representation/>' +
        '</AdaptationSet>',
      true,
    ],
  ])('of audio and %s is audio-only, or not', (_, other, isAudioOnly) => {
    const audio = '<AdaptationSet mimeType="audio/mp4"><Representation codecs="mp4a.40.2"/></AdaptationSet>';
    expect(parseDash(mpd(audio + other), url).isAudioOnly).toBe(isAudioOnly);
  });

  test('of audio alone is audio-only', () => {
    const audio = '<AdaptationSet mimeType="audio/mp4"><Representation codecs="mp4a.40.2"/></AdaptationSet>';
    expect(parseDash(mpd(audio), url)).toMatchObject({ isAudioOnly: true, renditions: [] });
  });

  test('without a duration is as long as its periods together, where all of them have one', () => {
    const periods = (second: string) =>
      parseDash(`<MPD><Period duration="PT10M"/><Period ${second}/></MPD>`, url).duration;
    expect(periods('duration="PT5M30S"')).toBe(930);
    expect(periods('')).toBeUndefined();
  });

  test('text in segments is no file, but a track of the MPD; a file may be named on its set', () => {
    const set = (inner: string) =>
      parseDash(mpd(`<AdaptationSet mimeType="text/vtt" lang="es">${inner}</AdaptationSet>`), url).subtitles.map(
        (subtitle) => subtitle.url,
      );
    expect(
      set('<Representation><BaseURL>segs/</BaseURL><SegmentTemplate media="$Number$.vtt"/></Representation>'),
    ).toEqual([url]);
    expect(set('<SegmentList/><Representation><BaseURL>segs/</BaseURL></Representation>')).toEqual([]);
    expect(set('<BaseURL>es.vtt</BaseURL><Representation/>')).toEqual(['https://cdn.test/films/1/es.vtt']);
  });

  test('whole WebVTT files become subtitles, their address resolved through every base', () => {
    const manifest = parseDash(
      mpd(`<BaseURL>https://edge.test/a/</BaseURL>
           <AdaptationSet contentType="text" mimeType="text/vtt" lang="de">
             <BaseURL>subs/</BaseURL><Label>Deutsch</Label>
             <Role schemeIdUri="urn:mpeg:dash:role:2011" value="forced-subtitle"/>
             <Representation><BaseURL>de.vtt?a=1&amp;b=&#50;</BaseURL></Representation></AdaptationSet>
           <AdaptationSet mimeType="application/mp4" codecs="stpp" lang="fr"><Representation/></AdaptationSet>`),
      url,
    );
    expect(manifest.subtitles).toEqual([
      { url: 'https://edge.test/a/subs/de.vtt?a=1&b=2', label: 'Deutsch', language: 'de', kind: 'forced' },
    ]);
  });

  test.each([
    ['P1DT1S', 86_401],
    ['P0Y0M0DT0H10M0.5S', 600.5],
    ['PT345.8399963378906S', 345.8399963378906],
    [`PT${'0'.repeat(40)}90.5${'0'.repeat(40)}S`, 90.5],
    ['PT0000000005400S', 5400],
    ['P0000DT90M', 5400],
    [`PT${'9'.repeat(400)}S`, undefined],
    ['-PT5S', undefined],
    ['PT0S', undefined],
    ['P1Y', undefined],
    ['P1M', undefined],
    ['PT', undefined],
    ['90', undefined],
  ])('its duration %s is %p seconds', (duration, expected) => {
    expect(parseDash(mpd('', `mediaPresentationDuration="${duration}"`), url).duration).toBe(expected);
  });

  test('a live one has no duration', () => {
    expect(parseDash(mpd('', 'type="dynamic" mediaPresentationDuration="PT1H"'), url)).toMatchObject({
      isLive: true,
      duration: undefined,
    });
  });
});

describe('the bounds of an MPD', () => {
  const many = (count: number, make: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => make(index)).join('');

  test('are 50 renditions', () => {
    const ladder = (count: number) =>
      parseDash(
        mpd(
          `<AdaptationSet contentType="video">${many(count, (i) => `<Representation height="${i + 1}"/>`)}` +
            '</AdaptationSet>',
        ),
        url,
      ).renditions;
    expect(ladder(50)).toHaveLength(50);
    expect(ladder(51)).toHaveLength(50);
  });

  test('are 100 subtitles', () => {
    const text = (count: number) =>
      parseDash(
        mpd(
          many(
            count,
            (i) =>
              `<AdaptationSet mimeType="text/vtt"><Representation><BaseURL>${i}.vtt</BaseURL>` +
              `</Representation></AdaptationSet>`,
          ),
        ),
        url,
      ).subtitles;
    expect(text(100)).toHaveLength(100);
    expect(text(101)).toHaveLength(100);
  });

  test('are 32 descriptors of one kind', () => {
    const sign = '<Role value="sign"/>';
    const renditions = (others: number) =>
      parseDash(
        mpd(
          `<AdaptationSet contentType="video">${'<Role value="x"/>'.repeat(others)}` +
            `${sign}<Representation height="1"/>` +
            `</AdaptationSet><AdaptationSet contentType="video"><Representation height="2"/></AdaptationSet>`,
        ),
        url,
      ).renditions;
    expect([renditions(31)?.length, renditions(32)?.length]).toEqual([1, 2]);
  });

  test('are a mebibyte', () => {
    const text = (length: number) => () => parseDash(`<MPD>${' '.repeat(length - 11)}</MPD>`, url);
    expect(text(1024 * 1024)).not.toThrow();
    expect(text(1024 * 1024 + 1)).toThrow(ManifestError);
  });

  test.each([
    ['25', 25],
    ['30000/1001', 29.97],
    ['23.976', 23.976],
    ['24000/1001', 23.976],
    ['1000', 1000],
    ['1001', undefined],
    ['0', undefined],
    ['25/0', undefined],
    ['fast', undefined],
  ])('a frame rate of %s is %p', (frameRate, expected) => {
    const set = `<AdaptationSet contentType="video"><Representation frameRate="${frameRate}"/></AdaptationSet>`;
    expect(parseDash(mpd(set), url).renditions).toEqual([{ frameRate: expected }]);
  });

  test.each([
    ['1', 1],
    ['100000', 100_000],
    ['100001', undefined],
    ['0', undefined],
    ['-1', undefined],
    ['720.5', undefined],
    ['9'.repeat(16), undefined],
  ])('a height of %s is %p', (height, expected) => {
    const set = `<AdaptationSet contentType="video"><Representation height="${height}"/></AdaptationSet>`;
    expect(parseDash(mpd(set), url).renditions).toEqual([{ height: expected }]);
  });
});

describe('hostile MPDs', () => {
  test('a timeline with two billion repetitions costs nothing', () => {
    const timeline =
      '<SegmentTemplate timescale="1" media="$Time$.m4s"><SegmentTimeline>' +
      '<S t="0" d="1" r="2147483647"/></SegmentTimeline></SegmentTemplate>';
    const before = process.memoryUsage().heapUsed;
    const started = process.cpuUsage();
    const manifest = parseDash(
      mpd(`<AdaptationSet contentType="video">${timeline}<Representation height="720"/></AdaptationSet>`),
      url,
    );
    expect(manifest.renditions).toEqual([{ height: 720 }]);
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(1);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(20_000_000);
  });

  test.each([
    [
      'nested entities',
      '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]><MPD>' +
        '<Period>&c;</Period></MPD>',
    ],
    ['an external entity', '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><MPD>&x;</MPD>'],
    ['HTML', '<!doctype html><html><body>Welcome</body></html>'],
    ['another XML', '<rss><MPD/></rss>'],
    ['nothing', ''],
    ['nesting without end', `<MPD>${'<Period>'.repeat(1_000)}`],
    ['more than a mebibyte', `<MPD>${' '.repeat(1_100_000)}</MPD>`],
  ])('%s is not an MPD', (_, text) => {
    expect(() => parseDash(text, url)).toThrow(ManifestError);
  });

  test('names of built-in objects stay names', () => {
    const text = mpd(
      '<__proto__ polluted="1"/><constructor><prototype polluted="1"/></constructor><AdaptationSet toString="1"/>',
    );
    try {
      parseDash(text, url);
    } catch (error) {
      expect(error).toBeInstanceOf(ManifestError);
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  const fill = (piece: string) => piece.repeat(Math.floor(1_000_000 / piece.length));
  test.each([
    ['elements', mpd(fill('<a/>'))],
    ['distinct names', mpd(Array.from({ length: 60_000 }, (_, i) => `<a${i} b${i}="1"/>`).join(''))],
    ['attributes', `<MPD ${fill('a=')}/>`],
    ['blanks', `<MPD ${fill(' ')}/>`],
    ['brackets', `<MPD>${fill('<')}`],
    ['open quotes', `<MPD>${fill('<a "')}`],
    ['durations', `<MPD mediaPresentationDuration="PT${fill('9')}X"/>`],
    ['periods', `<MPD>${fill('<Period start="PT1S"/>')}</MPD>`],
    [
      'roles and representations',
      mpd(
        `<AdaptationSet contentType="video">${'<Role value="x"/>'.repeat(25_000)}` +
          `${'<Representation/>'.repeat(30_000)}</AdaptationSet>`,
      ),
    ],
    [
      'segments and texts',
      mpd(
        `<AdaptationSet mimeType="text/vtt">` +
          `<SegmentList>${'<SegmentURL/>'.repeat(30_000)}</SegmentList>` +
          `${'<Representation/>'.repeat(30_000)}</AdaptationSet>`,
      ),
    ],
    [
      'addresses and texts',
      mpd(
        `<AdaptationSet mimeType="text/vtt">${'<BaseURL>x</BaseURL>'.repeat(25_000)}` +
          `${'<Representation/>'.repeat(25_000)}</AdaptationSet>`,
      ),
    ],
    ['timelines in timelines', `<MPD>${fill('<SegmentTimeline>')}`],
    [
      'representations',
      mpd(`<AdaptationSet contentType="video">${fill('<Representation height="1"/>')}</AdaptationSet>`),
    ],
  ])('a megabyte of %s is read in a moment', (_, text) => {
    const started = process.cpuUsage();
    try {
      parseDash(text, url);
    } catch (error) {
      expect(error).toBeInstanceOf(ManifestError);
    }
    // Quadratic time would be minutes.
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(10);
  });
});
