import fc from 'fast-check';

/** What the service answers to one question. */
export interface GeneratedAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
  /** What it answers when one of its manifests is asked for. */
  readonly manifest: string;
}

const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 15 }), fc.string({ unit: 'binary', maxLength: 10 }));
const anything = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constant({}),
  fc.constant([]),
);

const pathPart = fc.constantFrom(
  'x264-hdr',
  '1080',
  '720p',
  '720p60',
  'hd',
  'sd',
  '4k',
  '1920x1080',
  'title',
  '550',
  'movie-1080.mp4',
  'master.m3u8',
  'manifest.mpd',
  'a.webm',
  '%E0%A4',
  '__token__',
  'exp=1~hmac=00',
  '..',
  'ü',
  'Manifest(format=m3u8)',
);
const parameter = fc.constantFrom(
  'Expires=1720480360',
  'X-Amz-Date=20260101T000000Z',
  'X-Amz-Expires=3600',
  'token=eyJhbGciOiJub25lIn0.eyJleHAiOjF9.',
  'se=2027-01-01T00:00:00Z',
  'hdnts=exp=99999999999',
  'Policy=eyJ9',
  'e=-1',
  'md5=x&expires=9999999999',
  'a=%',
  'wowzatokenendtime=1e99',
);
const path = fc
  .tuple(fc.array(pathPart, { maxLength: 4 }), fc.array(parameter, { maxLength: 3 }))
  .map(([parts, parameters]) => `/${parts.join('/')}${parameters.length > 0 ? `?${parameters.join('&')}` : ''}`);
const url = (origin: string) =>
  fc.oneof(
    { weight: 6, arbitrary: path.map((each) => `https://media.example${each}`) },
    { weight: 3, arbitrary: path.map((each) => `${origin}/media${each}`) },
    { weight: 1, arbitrary: fc.webUrl({ withFragments: true, withQueryParameters: true }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          fc.constantFrom(
            'http://u:p@h/',
            'HTTPS://H',
            'ftp://h/',
            '//h/',
            'http://[::1',
            'http://h h/',
            'http://h/\n',
            '',
          ),
          text,
        )
        .map((parts) => parts.join('')),
    },
    { weight: 1, arbitrary: anything },
  );

const fact = fc.oneof(
  anything,
  fc.constantFrom(
    '1080p',
    'FHD',
    1080,
    '1080',
    '0',
    -1,
    1e21,
    'auto',
    '1h',
    'PT1H',
    '1:02:03',
    '2027-01-01T00:00:00Z',
    4e9,
  ),
);
const source = (origin: string) =>
  fc.record(
    {
      url: url(origin),
      quality: fact,
      type: fact,
      label: fact,
      width: fact,
      height: fact,
      bandwidth: fact,
      codecs: fact,
      frameRate: fact,
      expiresAt: fact,
      other: anything,
    },
    { requiredKeys: ['url'] },
  );
const subtitle = (origin: string) =>
  fc.record(
    {
      url: url(origin),
      label: fact,
      language: fc.oneof(
        anything,
        fc.constantFrom('en', 'ger', 'English (SDH)', 'zh-Hant', 'x'.repeat(200), 'en-forced'),
      ),
    },
    { requiredKeys: ['url'] },
  );

/** Facts of the right kind: what the schema lets through is where the work is. */
const plausible = (origin: string) => {
  const word = fc.option(fc.oneof(text, fc.constantFrom('1080p', 'UHD', 'hls', 'video/mp4', 'avc1.64001f,mp4a.40.2')));
  const size = fc.option(
    fc.oneof(
      fc.double(),
      fc.integer({ min: -10, max: 5_000 }),
      fc.constantFrom('1080', '1e3', '', 'x', Number.MAX_SAFE_INTEGER, 0.1),
    ),
  );
  const link = fc.oneof(
    { weight: 5, arbitrary: path.map((each) => `https://media.example${each}`) },
    { weight: 3, arbitrary: path.map((each) => `${origin}/media${each}`) },
    { weight: 1, arbitrary: text },
  );
  const one = fc.record(
    {
      url: link,
      quality: fc.oneof(word, size),
      type: word,
      label: word,
      width: size,
      height: size,
      bandwidth: size,
      codecs: word,
      frameRate: size,
      expiresAt: fc.oneof(word, size),
    },
    { requiredKeys: ['url'] },
  );
  return fc.record(
    {
      sources: fc.array(one, { maxLength: 5 }),
      subtitles: fc.option(
        fc.array(fc.record({ url: link, label: word, language: word }, { requiredKeys: ['url'] }), { maxLength: 3 }),
      ),
      poster: fc.option(link),
      duration: fc.oneof(word, size),
    },
    { requiredKeys: ['sources'] },
  );
};

const playlistLine = fc.oneof(
  fc.constantFrom(
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=1918x872,CODECS="avc1,mp4a"',
    '720.m3u8',
    '#EXT-X-STREAM-INF:BANDWIDTH=x,RESOLUTION=0x0,AUDIO="a",FRAME-RATE=1e9',
    'https://media.example/v.m3u8',
    '#EXTINF:6.0,',
    's.ts',
    '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="Deutsch",LANGUAGE="de",URI="de.m3u8",FORCED=YES',
    '#EXT-X-ENDLIST',
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="x",URI="a.m3u8"',
    '#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI="i.m3u8"',
    '#EXT-X-DEFINE:NAME="n",VALUE="{$n}"',
    '{$n}',
  ),
  text,
);
const element = fc.constantFrom(
  '<MPD type="static" mediaPresentationDuration="PT1H">',
  '<Period>',
  '<AdaptationSet contentType="video" mimeType="video/mp4">',
  '</MPD>',
  '</Period>',
  '</AdaptationSet>',
  '<Representation id="1" width="1920" height="1080" bandwidth="1" codecs="avc1" frameRate="30/0"/>',
  '<BaseURL>http://h/</BaseURL>',
  '&lt;',
  '&#99999999;',
  '<![CDATA[x]]>',
  '<SegmentTimeline><S d="1" r="2000000000"/></SegmentTimeline>',
);
const manifest = fc.oneof(
  fc.array(playlistLine, { maxLength: 12 }).map((lines) => `#EXTM3U\n${lines.join('\n')}`),
  fc.array(element, { maxLength: 10 }).map((elements) => `<MPD>${elements.join('')}`),
  text,
);

const structured = (origin: string) =>
  fc.record(
    {
      sources: fc.oneof({ weight: 5, arbitrary: fc.array(source(origin), { maxLength: 4 }) }, anything),
      subtitles: fc.oneof(fc.array(subtitle(origin), { maxLength: 3 }), anything),
      poster: url(origin),
      duration: fact,
    },
    { requiredKeys: ['sources'] },
  );

/** @param origin of the service, which also serves the manifests that its answers list */
export const providerAnswers = (origin: string): fc.Arbitrary<GeneratedAnswer> =>
  fc.record({
    status: fc.oneof(
      { weight: 400, arbitrary: fc.constant(200) },
      fc.constantFrom(201, 204, 301, 400, 401, 404, 410, 418, 500),
    ),
    contentType: fc.constantFrom('application/json', 'text/html; charset=utf-16', 'application/vnd.apple.mpegurl', 'x'),
    body: fc.oneof(
      { weight: 7, arbitrary: plausible(origin).map((answer) => Buffer.from(JSON.stringify(answer))) },
      { weight: 3, arbitrary: structured(origin).map((answer) => Buffer.from(JSON.stringify(answer))) },
      { weight: 1, arbitrary: fc.json().map((json) => Buffer.from(json)) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)) },
    ),
    manifest,
  });
