import { describe, expect, test } from '@jest/globals';
import { type CatalogueFileOptions, readCatalogueFile } from '../../commands/catalogue/files/catalogue-file.ts';
import { problemText } from '../../commands/catalogue/problem.ts';
import { problemReport } from '../../commands/catalogue/problem-report.ts';
import { movieLine } from './catalogue-tables.ts';

/** A file's titles as objects by key, and its problems as text. */
function read(text: string | Uint8Array, options: CatalogueFileOptions = {}) {
  const file = readCatalogueFile(typeof text === 'string' ? Buffer.from(text) : text, options);
  return {
    titles: Object.fromEntries(file.items.map(({ key, row }) => [key, JSON.parse(row)])),
    problems: file.problems.map((problem) => `${problem.line} ${problem.severity} ${problemText(problem)}`),
    rejected: file.rejected,
    notes: file.notes,
  };
}

const link = (name: string) => `https://media.example/${name}`;

describe('JSON', () => {
  test('ids, seasons and episodes may be numbers or text', () => {
    const { titles, problems } = read(
      [
        movieLine('1', { tmdbId: 550 }),
        movieLine('2', { mediaType: 'tv', tmdbId: ' 1396 ', season: '01', episode: '2' }),
      ].join('\n'),
    );
    expect(problems).toEqual([]);
    expect(titles).toMatchObject({
      'movie:550': { tmdbId: '550' },
      'tv:1396:1:2': { tmdbId: '1396', season: 1, episode: 2 },
    });
  });

  test('an array may stretch over lines, and a mistake in one title is named with its line and hides no other', () => {
    const text = `[\n  ${movieLine('1')},\n  {"tmdbId": 2,\n   "mediaType": "movie"},\n  {"tmdbId": oops},\n ${movieLine('4')}\n]\n`;
    const { titles, problems, rejected } = read(text);
    expect(Object.keys(titles)).toEqual(['movie:1', 'movie:4']);
    expect(rejected).toBe(2);
    expect(problems).toEqual(['3 error sources: is required', expect.stringMatching(/^5 error is not valid JSON: /)]);
  });

  test('brackets, commas and escaped quotes in a text do not split an array', () => {
    const title = 'a ], [ "b\\", } c';
    const { titles } = read(`[${movieLine('1', { title })},${movieLine('2')}]`);
    expect(titles).toMatchObject({ 'movie:1': { title }, 'movie:2': {} });
  });

  test('one title by itself is a file, on one line or several', () => {
    expect(Object.keys(read(movieLine('1')).titles)).toEqual(['movie:1']);
    expect(Object.keys(read(JSON.stringify(JSON.parse(movieLine('1')), null, 2)).titles)).toEqual(['movie:1']);
  });

  test('all problems of a line are named, in own words', () => {
    const { problems } = read(
      '{"tmdbId":"0550","mediaType":"tv","season":"x","sources":[{"file":"https://a.example/"},{"url":"/b","width":{}}],"poster":1}',
    );
    expect(problems).toEqual([
      '1 error sources[0].url: is required (got {file})',
      '1 error sources[1].width: must be a number or a text of at most 200 characters, not an object',
      '1 error poster: must be text, not 1',
      expect.stringMatching(/^1 error tmdbId: must be a TMDB id: .*, not "0550"$/),
      expect.stringMatching(/^1 error season: must be a season number .*, not "x"$/),
      '1 error episode: is required when mediaType is tv',
      '1 error sources[1].url: must be an absolute http(s) URL without credentials',
      '1 warning sources[0].file: unknown field; it is not stored',
    ]);
    expect(problems.join()).not.toMatch(/Invalid input|Too small|expected/i);
  });

  test.each([
    ['a field that is not known', { lang: 'en' }, 'lang: unknown field'],
    ['one that is nearly known', { titel: 'T' }, 'titel: unknown field (did you mean title?)'],
    [
      'one of a subtitle',
      { subtitles: [{ url: link('a.vtt'), lang: 'en' }] },
      'subtitles[0].lang: unknown field (did you mean language?)',
    ],
    ['a season of a movie', { season: 1 }, 'season: a movie has none'],
    [
      'a quality that is none',
      { sources: [{ url: link('a.mp4'), quality: 'super' }] },
      'sources[0].quality: "super" names no quality that is known',
    ],
    ['a duration that is none', { duration: 'two hours' }, 'duration: cannot be read'],
    ['Matroska', { sources: [{ url: link('a.mkv?x=1') }] }, 'sources[0].url: is Matroska'],
    ['AVI', { sources: [{ url: link('a'), type: 'video/x-msvideo' }] }, 'sources[0].url: is AVI'],
    ['a type that is none', { sources: [{ url: link('a.mp4'), type: 'film' }] }, 'sources[0].type: "film" is none of'],
    ['sound', { sources: [{ url: link('a.mp3') }] }, 'sources[0].url: is sound without a picture'],
    [
      'request headers',
      { sources: [{ url: link('a.mp4'), headers: { Referer: 'https://site.example' } }] },
      'sources[0].headers: cannot be sent by a page',
    ],
    ['SRT', { subtitles: [{ url: link('en.srt') }] }, 'subtitles[0].url: is SRT'],
  ])('%s is a warning, and the title is kept; where that is strict it is not', (_, facts, text) => {
    const { titles, problems, rejected } = read(movieLine('1', facts));
    expect(problems).toEqual([expect.stringContaining(`1 warning ${text}`)]);
    expect([Object.keys(titles), rejected]).toEqual([['movie:1'], 0]);
    expect(read(movieLine('1', facts), { strict: true })).toMatchObject({ titles: {}, rejected: 1 });
  });

  test('of one title on two lines the last counts, and a warning names both', () => {
    const { titles, problems } = read([movieLine('1', { title: 'a' }), '', movieLine('1', { title: 'b' })].join('\n'));
    expect(titles).toMatchObject({ 'movie:1': { title: 'b' } });
    expect(problems).toEqual(['3 warning movie:1 is on line 1 already; this line replaces it']);
  });
});

describe('CSV', () => {
  const HEADER = 'tmdbId,mediaType,season,episode,title,url,quality,subtitle_en';

  test('one line is a title with one source; more lines of it add theirs', () => {
    const { titles, problems } = read(
      [
        HEADER,
        `550,movie,,,"Fight, the ""Club""",${link('550.mp4')},1080p,${link('550.en.vtt')}`,
        `550,movie,,,,${link('550.m3u8')},,${link('550.en.vtt')}`,
        `1396,tv,1,2,"Two\nlines",${link('1x2.mp4')},720p,`,
      ].join('\n'),
    );
    expect(problems).toEqual([]);
    expect(titles).toEqual({
      'movie:550': {
        tmdbId: '550',
        mediaType: 'movie',
        title: 'Fight, the "Club"',
        sources: [{ url: link('550.mp4'), quality: '1080p' }, { url: link('550.m3u8') }],
        subtitles: [{ url: link('550.en.vtt'), language: 'en' }],
      },
      'tv:1396:1:2': {
        tmdbId: '1396',
        mediaType: 'tv',
        season: 1,
        episode: 2,
        title: 'Two\nlines',
        sources: [{ url: link('1x2.mp4'), quality: '720p' }],
      },
    });
  });

  test('each column of a row and of a source is stored, whatever its capitals and dashes', () => {
    const names =
      'TMDB_ID;Media Type;URL;type;Label;width;height;bandwidth;codecs;frame-rate;expires_at;Poster;duration;Subtitle_pt_BR';
    const cells = `1;Movie;${link('a')};hls;Main;1920;1080;5000000;"avc1.640028,mp4a.40.2";25;2030-01-01T00:00:00Z;${link('p.jpg')};1:30:00;${link('pt.vtt')}`;
    const { titles, problems } = read(`\uFEFFsep=;\r\n${names}\r\n${cells}\r\n;;;;;;;;;;;;;\r\n`);
    expect(problems).toEqual([]);
    expect(titles['movie:1']).toEqual({
      tmdbId: '1',
      mediaType: 'movie',
      sources: [
        {
          url: link('a'),
          type: 'hls',
          label: 'Main',
          width: '1920',
          height: '1080',
          bandwidth: '5000000',
          codecs: 'avc1.640028,mp4a.40.2',
          frameRate: '25',
          expiresAt: '2030-01-01T00:00:00Z',
        },
      ],
      poster: link('p.jpg'),
      duration: '1:30:00',
      subtitles: [{ url: link('pt.vtt'), language: 'pt-BR' }],
    });
  });

  test('a bad line is named with its line in the file and its column, and the others are kept', () => {
    const { titles, problems, rejected } = read(
      [
        HEADER,
        `1,movie,,,"two\nlines",${link('1.mp4')},,`,
        '2,movie,,,Two,,,',
        `3,film,,,Three,${link('3.mp4')},,`,
        `4,tv,1,,Four,${link('4.mp4')},,${link('4.srt')}`,
        `5,movie,,,Five, one,${link('5.mp4')},,`,
        `6,movie,,,Say "six",ftp://a/6,,`,
        `7,movie,,,Seven,${link('7.mp4')}`,
      ].join('\r\n'),
    );
    expect(Object.keys(titles)).toEqual(['movie:1', 'movie:7']);
    expect(rejected).toBe(5);
    expect(problems).toEqual([
      '4 error url: is required',
      '5 error mediaType: must be movie or tv',
      '6 error episode: is required when mediaType is tv',
      '7 error has 9 cells and the header 8: a text with "," in it needs quotes',
      '8 error url: must be an absolute http(s) URL without credentials',
    ]);
  });

  test('an unknown column is named once, with what it may have been', () => {
    const { problems } = read(
      `tmdbId,mediaType,url,qualty,internal\n${[1, 2, 3].map((id) => `${id},movie,${link(`${id}`)},HD,x`).join('\n')}`,
    );
    expect(problems).toEqual([
      '1 warning qualty: unknown column (did you mean quality?); it is not stored',
      '1 warning internal: unknown column; it is not stored',
    ]);
  });

  test.each([
    ['a column that no title can do without', 'tmdb,mediaType,url\n1,movie,x', /no column tmdbId \(is it tmdb\?\)$/],
    ['a column that is there twice', 'tmdbId,mediaType,url,URL\n1,movie,x,y', /the column url twice$/],
  ])('%s is one sentence', (_, text, sentence) => {
    expect(() => read(text)).toThrow(sentence);
  });

  test('a quote that is never closed is named where it begins, and what precedes it is kept', () => {
    const { titles, problems } = read(
      [HEADER, `1,movie,,,One,${link('1')},,`, `2,movie,,,"Two,${link('2')},,`, `3,movie,,,Three,${link('3')},,`].join(
        '\n',
      ),
    );
    expect(Object.keys(titles)).toEqual(['movie:1']);
    expect(problems).toEqual(['3 error has a quote that is never closed, so that nothing after it can be read']);
  });

  test('a quote that is missing swallows the lines up to the next one, which is named', () => {
    const lines = [2, 3, 4].map((id) => `${id},movie,,,${id},${link(`${id}`)},,`);
    const { titles, problems } = read(
      [
        HEADER,
        `1,movie,,,"One,${link('1')},,`,
        ...lines,
        `5,movie,,,"Five",${link('5')},,`,
        `6,movie,,,,${link('6')},,`,
      ].join('\n'),
    );
    expect(Object.keys(titles)).toEqual(['movie:6']);
    expect(problems).toEqual(['2 error is one text up to line 6: a quote is missing, or one too many']);
  });

  test('columns of further addresses give the source of their line mirrors', () => {
    const { titles, problems } = read(
      `tmdbId,mediaType,url,mirror,mirror_2\n1,movie,${link('1')},${link('1b')},${link('1c')}`,
    );
    const stored = titles['movie:1'].sources[0].mirrors;
    expect([stored, problems]).toEqual([[{ url: link('1b') }, { url: link('1c') }], []]);
  });

  test('what Excel writes instead of UTF-8 is read: Windows-1252 and UTF-16', () => {
    const text = `tmdbId\tmediaType\ttitle\turl\r\n194\tmovie\tAmélie\t${link('194')}\r\n`;
    expect(read(Buffer.from(text, 'latin1'))).toMatchObject({
      titles: { 'movie:194': { title: 'Amélie' } },
      notes: ['The file is not UTF-8: read as Windows-1252'],
    });
    expect(read(Buffer.from(`\uFEFF${text}`, 'utf16le')).titles).toMatchObject({ 'movie:194': { title: 'Amélie' } });
  });

  test('a file whose lines end in carriage returns alone is read', () => {
    const { titles, problems } = read(`tmdbId,mediaType,url\r5,movie,${link('5')}\r6,film,${link('6')}\r`);
    expect(Object.keys(titles)).toEqual(['movie:5']);
    expect(problems).toEqual([expect.stringMatching(/^3 error mediaType/)]);
  });

  test('lines of one title that differ in its facts, or repeat a link, are a warning', () => {
    const { problems } = read(
      [
        'tmdbId,mediaType,title,url',
        `1,movie,One,${link('1')}`,
        `1,movie,Uno,${link('2')}`,
        `1,movie,,${link('1')}`,
      ].join('\n'),
    );
    expect(problems).toEqual([
      '3 warning title: differs from line 2, which counts',
      '4 warning url: movie:1 has this link already, since line 2',
    ]);
  });
});

describe('a file of the wrong kind is one sentence', () => {
  test.each([
    ['neither JSON nor CSV', 'hello\nworld\n', /^The file is neither JSON nor CSV: /],
    ['CSV without a header', `550,movie,${link('a')}\n`, /^The file is neither JSON nor CSV: /],
    ['a workbook', 'PK\x03\x04rest', /^The file is a workbook/],
    ['a playlist', '#EXTM3U\n#EXTINF:1,x\n', /^The file is a playlist/],
    ['HTML', '<!doctype html>', /^The file is XML or HTML/],
    [
      'objects of several lines',
      '{\n"tmdbId": 1\n}\n{\n"tmdbId": 2\n}\n',
      /^The file has objects of several lines: .*jq -c/,
    ],
  ])('%s', (_, text, sentence) => {
    expect(() => read(text)).toThrow(sentence);
  });

  test('the content decides, and the name only makes a note', () => {
    const csv = `tmdbId,mediaType,url\n1,movie,${link('1')}\n`;
    expect(read(csv, { name: 'titles.jsonl' })).toMatchObject({
      titles: { 'movie:1': {} },
      notes: ['The file holds CSV, and is read so in spite of its name'],
    });
    expect(read(movieLine('1'), { name: 'titles.csv' }).notes).toEqual([
      'The file holds JSON, and is read so in spite of its name',
    ]);
    expect(read(csv, { name: 'titles.csv' }).notes).toEqual([]);
  });

  test('an empty file has no titles', () => {
    expect(read('')).toEqual({ titles: {}, problems: [], rejected: 0, notes: ['The file is empty'] });
  });
});

test('after twenty problems of one kind the others are counted, and other kinds are still shown', () => {
  const lines = Array.from({ length: 500 }, (_, index) => `{"tmdbId":${index + 1},"mediaType":"movie"}`);
  lines[400] = '{';
  const report = problemReport(readCatalogueFile(Buffer.from(lines.join('\n'))).problems);
  expect(report).toHaveLength(22);
  expect(report[0]).toBe('line 1: sources: is required');
  expect(report[20]).toMatch(/^line 401: is not valid JSON/);
  expect(report[21]).toBe('and 479 more like "sources: is required"');
});

test('titles stay in the order of the file', () => {
  const lines = Array.from({ length: 2_000 }, (_, index) => movieLine(String(2_000 - index)));
  const keys = readCatalogueFile(Buffer.from(lines.join('\n'))).items.map(({ key }) => key);
  expect([keys[0], keys.at(-1), keys.length]).toEqual(['movie:2000', 'movie:1', 2_000]);
});
