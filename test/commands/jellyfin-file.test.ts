import { describe, expect, test } from '@jest/globals';
import { readCatalogueFile } from '../../commands/catalogue/files/catalogue-file.ts';
import type { PathOptions } from '../../commands/catalogue/files/media-paths.ts';
import { problemText } from '../../commands/catalogue/problem.ts';

const BASE = { baseUrl: 'https://media.example/lib/' };

function read(items: readonly object[], options: PathOptions = BASE) {
  const text = JSON.stringify({ Items: items, TotalRecordCount: items.length, StartIndex: 0 }, null, 1);
  const file = readCatalogueFile(Buffer.from(text), options);
  return {
    titles: Object.fromEntries(file.items.map(({ key, row }) => [key, JSON.parse(row)])),
    problems: file.problems.map((problem) => `${problem.severity} ${problemText(problem)}`),
    lines: file.problems.map(({ line }) => line),
    notes: file.notes,
  };
}

const MOVIE = {
  Name: 'Big Buck Bunny',
  Id: 'a1',
  Type: 'Movie',
  ProviderIds: { Imdb: 'tt1254207', Tmdb: '10378' },
  RunTimeTicks: 5_964_580_000,
  MediaSources: [
    {
      Path: '/mnt/media/films/Big Buck Bunny (2008)/Bunny #1.mp4',
      Container: 'mp4',
      Bitrate: 4_500_000,
      MediaStreams: [
        { Type: 'Video', Width: 1920, Height: 1080, AverageFrameRate: 24 },
        { Type: 'Audio', Language: 'eng' },
        { Type: 'Subtitle', Language: 'eng', IsExternal: true, Path: '/mnt/media/films/Big Buck Bunny (2008)/en.vtt' },
        { Type: 'Subtitle', Language: 'ger', IsExternal: false },
      ],
    },
  ],
};
const SERIES = { Name: 'The Show', Id: 's1', Type: 'Series', ProviderIds: { Tmdb: 1396 } };
const EPISODE = {
  Name: 'Pilot',
  Id: 'e1',
  Type: 'Episode',
  ProviderIds: { Tmdb: '62085' },
  SeriesId: 's1',
  SeriesName: 'The Show',
  ParentIndexNumber: 0,
  IndexNumber: 1,
  MediaSources: [{ Path: '/mnt/media/tv/The Show/0x1.mp4' }],
};

describe("Jellyfin's items", () => {
  test.each<[string, object, string | undefined]>([
    ['a path of null', { Path: null, MediaSources: null }, undefined],
    ['a path that is an object', { MediaSources: [{ Path: {} }] }, 'MediaSources[0].Path: '],
    ['a list of sources with null in it', { MediaSources: [null] }, 'MediaSources[0]: '],
    ['sources that are no list', { MediaSources: 'x' }, 'MediaSources: '],
    ['streams with null in them', { MediaSources: [{ Path: '/a.mp4', MediaStreams: [null] }] }, 'MediaStreams[0]: '],
    ['ids that are a list of lists', { ProviderIds: { Tmdb: [1] } }, 'ProviderIds.Tmdb: '],
    ['an episode that is text', { Type: 'Episode', IndexNumber: '1' }, 'IndexNumber: '],
  ])('one with %s is refused by its name, and the others are imported', (_what, fields, problem) => {
    const { titles, problems } = read([{ ...MOVIE, Name: 'Broken', ProviderIds: { Tmdb: '5' }, ...fields }, MOVIE]);
    expect(Object.keys(titles)).toEqual(['movie:10378']);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^error "Broken": /);
    expect(problems[0]).toContain(problem ?? '');
  });

  test('one that is no object is refused by its line', () => {
    const { titles, problems, lines } = read([null as unknown as object, MOVIE]);
    expect([Object.keys(titles), problems.length, lines]).toEqual([['movie:10378'], 1, [3]]);
  });

  test('a movie has the link to its file, the facts of its picture, and the subtitles that are files', () => {
    const { titles, problems, notes } = read([MOVIE, SERIES, EPISODE]);
    expect(problems).toEqual([]);
    expect(titles['movie:10378']).toEqual({
      tmdbId: '10378',
      mediaType: 'movie',
      title: 'Big Buck Bunny',
      sources: [
        {
          url: 'https://media.example/lib/films/Big%20Buck%20Bunny%20(2008)/Bunny%20%231.mp4',
          width: 1920,
          height: 1080,
          bandwidth: 4_500_000,
          frameRate: 24,
        },
      ],
      subtitles: [{ url: 'https://media.example/lib/films/Big%20Buck%20Bunny%20(2008)/en.vtt', language: 'eng' }],
      duration: 596,
    });
    expect(notes).toEqual([
      'https://media.example/lib/ is taken for the folder /mnt/media that all files share; another one is --base-path',
    ]);
  });

  test("an episode is found by its series' id, not by its own; a file of two episodes is both", () => {
    const { titles } = read([{ ...EPISODE, IndexNumberEnd: 2 }, SERIES], { ...BASE, basePath: '/mnt/media/' });
    expect(Object.keys(titles)).toEqual(['tv:1396:0:1', 'tv:1396:0:2']);
    expect(titles['tv:1396:0:1'].title).toBe('The Show: Pilot');
    expect(titles['tv:1396:0:1'].sources).toEqual([{ url: 'https://media.example/lib/tv/The%20Show/0x1.mp4' }]);
    const { SeriesId: _, ...own } = EPISODE;
    expect(Object.keys(read([{ ...own, SeriesProviderIds: { Tmdb: '7' } }]).titles)).toEqual(['tv:7:0:1']);
  });

  test('versions of one film, in one item or in two libraries, are its sources', () => {
    const again = { ...MOVIE, Id: 'a2', MediaSources: [{ Path: 'D:\\Films\\4K\\Bunny.mp4' }] };
    const { titles } = read([again, { ...again, MediaSources: [{ Path: 'D:\\Films\\HD\\Bunny.mp4' }] }]);
    expect(titles['movie:10378'].sources).toEqual([
      { url: 'https://media.example/lib/4K/Bunny.mp4' },
      { url: 'https://media.example/lib/HD/Bunny.mp4' },
    ]);
  });

  test('what has no file, or is neither movie nor episode, is counted and left out', () => {
    const { titles, notes } = read([{ ...EPISODE, LocationType: 'Virtual' }, SERIES, { Name: 'Box', Type: 'BoxSet' }]);
    expect(titles).toEqual({});
    expect(notes).toEqual(['Left out, being neither movies nor episodes that have a file: 2 items']);
  });

  test.each([
    [
      'a movie that is not identified',
      [{ ...MOVIE, ProviderIds: {} }],
      'error "Big Buck Bunny": ProviderIds.Tmdb is missing: identify it in Jellyfin',
    ],
    [
      'an episode whose series is not there',
      [EPISODE],
      'error "Pilot": the TMDB id of its series The Show is not in the file: list the items of type Series, too',
    ],
    [
      'an episode without its number',
      [SERIES, { ...EPISODE, IndexNumber: undefined }],
      'error "Pilot": IndexNumber (the episode) is missing',
    ],
    [
      'a file that browsers do not play',
      [{ ...MOVIE, MediaSources: [{ Path: '/m/a.mkv' }] }],
      'warning "Big Buck Bunny": sources[0].url: is Matroska, which browsers do not play: offer MP4, WebM, HLS or DASH',
    ],
  ])('%s is named', (_, items, text) => {
    const { problems, lines } = read(items);
    expect(problems).toEqual([text]);
    expect(lines[0]).toBeGreaterThan(2);
  });

  test('files need an address, links do not', () => {
    expect(() => read([MOVIE], {})).toThrow(/^The items are files \(\/mnt\/media\/films\/.*--base-url/);
    const linked = { ...MOVIE, MediaSources: [{ Path: 'https://cdn.example/a.mp4' }] };
    expect(read([linked], {})).toMatchObject({
      titles: { 'movie:10378': { sources: [{ url: 'https://cdn.example/a.mp4' }] } },
      notes: [],
    });
  });

  test('a file outside of the folder that was named is not imported', () => {
    const { titles, problems } = read([MOVIE], { ...BASE, basePath: '/other' });
    expect(titles).toEqual({});
    expect(problems[0]).toContain(
      '"Big Buck Bunny": /mnt/media/films/Big Buck Bunny (2008)/Bunny #1.mp4 is not below --base-path',
    );
  });

  test('a list of items without the object around it is read, too', () => {
    const file = readCatalogueFile(Buffer.from(JSON.stringify([MOVIE])), BASE);
    expect(file.items.map(({ key }) => key)).toEqual(['movie:10378']);
  });
});
