import { describe, expect, test } from '@jest/globals';
import { parseDash } from '../../lambda/extractors/dash.ts';
import { ManifestError } from '../../lambda/extractors/manifest.ts';

const url = 'https://cdn.test/films/1/manifest.mpd';
const mpd = (sets: string, attributes = 'type="static" mediaPresentationDuration="PT1H30M5.5S"') =>
  `<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" ${attributes}><Period>${sets}</Period></MPD>`;

describe('an MPD', () => {
  test('shows its video ladder, with what stands on the adaptation set', () => {
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
      variants: [],
      subtitles: [],
      isLive: false,
      isAudioOnly: false,
      duration: 5405.5,
    });
  });

  test('with a namespace prefix is the same', () => {
    const text =
      '<d:MPD xmlns:d="x"><d:Period><d:AdaptationSet contentType="video"><d:Representation height="720"/></d:AdaptationSet></d:Period></d:MPD>';
    expect(parseDash(text, url).renditions).toEqual([{ height: 720 }]);
  });

  test('trick-play pictures are no rungs, and periods repeat none', () => {
    const video = '<AdaptationSet contentType="video"><Representation height="720"/></AdaptationSet>';
    const trick = `<AdaptationSet contentType="video"><EssentialProperty schemeIdUri="http://dashif.org/guidelines/trickmode" value="1"/><Representation height="90"/></AdaptationSet>`;
    expect(parseDash(mpd(`${video}${trick}</Period><Period>${video}`), url).renditions).toEqual([{ height: 720 }]);
  });

  test.each([['contentType="image" mimeType="image/jpeg"'], ['contentType="image"'], ['mimeType="image/jpeg"']])(
    'thumbnails are no rungs: %s',
    (attributes) => {
      const video = '<AdaptationSet contentType="video"><Representation width="640" height="360"/></AdaptationSet>';
      const tiles = `<AdaptationSet ${attributes}><SegmentTemplate media="t$Number$.jpg"/><Representation width="3200" height="180"/></AdaptationSet>`;
      const { renditions, isAudioOnly } = parseDash(mpd(video + tiles), url);
      expect(renditions).toEqual([{ width: 640, height: 360 }]);
      expect(isAudioOnly).toBe(false);
    },
  );

  test('of sound alone says so', () => {
    const sound = '<AdaptationSet mimeType="audio/mp4"><Representation codecs="mp4a.40.2"/></AdaptationSet>';
    expect(parseDash(mpd(sound), url)).toMatchObject({ isAudioOnly: true, renditions: [] });
  });

  test('without a duration is as long as its periods together, where all of them tell', () => {
    const periods = (second: string) =>
      parseDash(`<MPD><Period duration="PT10M"/><Period ${second}/></MPD>`, url).duration;
    expect(periods('duration="PT5M30S"')).toBe(930);
    expect(periods('')).toBeUndefined();
  });

  test('text in segments is no file; a file may be named on its set', () => {
    const set = (inner: string) =>
      parseDash(mpd(`<AdaptationSet mimeType="text/vtt" lang="es">${inner}</AdaptationSet>`), url).subtitles.map(
        (subtitle) => subtitle.url,
      );
    expect(
      set('<Representation><BaseURL>segs/</BaseURL><SegmentTemplate media="$Number$.vtt"/></Representation>'),
    ).toEqual([]);
    expect(set('<SegmentList/><Representation><BaseURL>segs/</BaseURL></Representation>')).toEqual([]);
    expect(set('<BaseURL>es.vtt</BaseURL><Representation/>')).toEqual(['https://cdn.test/films/1/es.vtt']);
  });

  test('whole WebVTT files become subtitles, their address resolved through every base', () => {
    const manifest = parseDash(
      mpd(`<BaseURL>https://edge.test/a/</BaseURL>
           <AdaptationSet contentType="text" mimeType="text/vtt" lang="de"><BaseURL>subs/</BaseURL><Label>Deutsch</Label>
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
    ['PT0S', undefined],
    ['P1Y', undefined],
    ['90', undefined],
  ])('its duration %s is %p seconds', (duration, expected) => {
    expect(parseDash(mpd('', `mediaPresentationDuration="${duration}"`), url).duration).toBe(expected);
  });

  test('a live one tells no duration', () => {
    expect(parseDash(mpd('', 'type="dynamic" mediaPresentationDuration="PT1H"'), url)).toMatchObject({
      isLive: true,
      duration: undefined,
    });
  });
});

describe('hostile MPDs', () => {
  test('a timeline that repeats itself two billion times costs nothing', () => {
    const timeline =
      '<SegmentTemplate timescale="1" media="$Time$.m4s"><SegmentTimeline><S t="0" d="1" r="2147483647"/></SegmentTimeline></SegmentTemplate>';
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
      '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]><MPD><Period>&c;</Period></MPD>',
    ],
    ['an external entity', '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><MPD>&x;</MPD>'],
    ['HTML', '<!doctype html><html><body>Welcome</body></html>'],
    ['another XML', '<rss><MPD/></rss>'],
    ['nothing', ''],
    ['nesting without end', `<MPD>${'<Period>'.repeat(1_000)}`],
    ['more than a mebibyte', `<MPD>${' '.repeat(1_100_000)}</MPD>`],
  ])('%s is no MPD', (_, text) => {
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
    ['timelines in timelines', `<MPD>${fill('<SegmentTimeline>')}`],
    [
      'representations',
      mpd(`<AdaptationSet contentType="video">${fill('<Representation height="1"/>')}</AdaptationSet>`),
    ],
  ])('a megabyte of %s costs no more than a moment', (_, text) => {
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
