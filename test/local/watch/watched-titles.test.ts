import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeFromCatalogue } from '../../../commands/catalogue/catalogue-table.ts';
import { type PurgeScope, WatchedTitles } from '../../../local/watch/watched-titles.ts';
import { movieLine, type RunningTable, startCatalogueTable, TABLE } from '../../commands/catalogue-tables.ts';

let table: RunningTable;
let purged: PurgeScope[];
beforeEach(async () => {
  table = await startCatalogueTable();
  purged = [];
});
afterEach(() => table.stop());

const watched = (former: Record<string, string> = {}, samples: Record<string, string> = {}) =>
  new WatchedTitles({
    catalogue: { client: table.client, name: TABLE },
    purge: async (scope) => void purged.push(scope),
    former: new Map(Object.entries(former)),
    samples: new Map(Object.entries(samples)),
  });

const movie = (tmdbId: string) => ({ content: { mediaType: 'movie', tmdbId } });

test('a save writes what has changed, removes what the file no longer has, and purges both', async () => {
  const titles = watched();
  const text = (...lines: string[]) => lines.join('\n');
  expect(await titles.apply(text(movieLine('1'), movieLine('2')))).toEqual({ changed: 2, removed: 0, problems: [] });
  purged = [];
  expect(await titles.apply(text(movieLine('1'), movieLine('3')))).toEqual({ changed: 1, removed: 1, problems: [] });
  expect(await table.keys()).toEqual(['movie:1', 'movie:3']);
  expect(purged).toEqual([movie('3'), movie('2')]);
  purged = [];
  expect(await titles.apply(text('', movieLine('3'), movieLine('1')))).toMatchObject({ changed: 0, removed: 0 });
  expect(purged).toEqual([]);
});

test('titles that others brought stay, and a sample title gets its own row back', async () => {
  const sample = movieLine('550', { title: 'Sample' });
  const titles = watched({}, { 'movie:550': sample });
  await watched().apply(movieLine('9'));
  await titles.apply(movieLine('550', { title: 'Mine' }));
  expect(await table.row('movie:550')).toMatchObject({ title: 'Mine' });
  await titles.apply('');
  expect(await table.keys()).toEqual(['movie:550', 'movie:9']);
  expect(await table.row('movie:550')).toMatchObject({ title: 'Sample' });
});

test('a wrong line is named by its number, the others go on, and its title stays as it was', async () => {
  const titles = watched();
  await titles.apply(`${movieLine('1')}\n${movieLine('2')}`);
  const applied = await titles.apply(`\n${movieLine('1', { sources: [] })}\n${movieLine('2', { title: 'New' })}\n`);
  expect(applied).toMatchObject({ changed: 1, removed: 0, problems: [expect.stringMatching(/^line 2: sources\b/)] });
  expect(await table.row('movie:1')).toMatchObject({ sources: [{ url: 'https://media.example/1.mp4' }] });
  expect(await table.row('movie:2')).toMatchObject({ title: 'New' });
});

test('nothing is removed while a line does not name its title', async () => {
  const titles = watched();
  await titles.apply(`${movieLine('1')}\n${movieLine('2')}`);
  const half = await titles.apply(`${movieLine('1')}\n{"tmdbId":"2","mediaTy`);
  expect(half).toMatchObject({ removed: 0, problems: [expect.stringMatching(/^line 2: /), expect.any(String)] });
  expect(half.problems[1]).toBe('no title is removed while line 2 does not name one');
  expect(await table.keys()).toEqual(['movie:1', 'movie:2']);
  expect(await titles.apply(movieLine('1'))).toMatchObject({ removed: 1, problems: [] });
});

test('what went while the stack was off is removed, and what stayed is written again', async () => {
  await watched().apply(`${movieLine('1')}\n${movieLine('2')}`);
  await removeFromCatalogue({ client: table.client, name: TABLE }, { mediaType: 'movie', tmdbId: '1' });
  purged = [];
  const titles = watched({ 'movie:1': movieLine('1'), 'movie:2': movieLine('2') });
  expect(await titles.apply(movieLine('1'))).toEqual({ changed: 0, removed: 1, problems: [] });
  expect(await table.keys()).toEqual(['movie:1']);
  expect(purged).toEqual([movie('2')]);
});

test('an episode is a title, and many changes are one purge', async () => {
  const titles = watched();
  const episode = JSON.stringify({ ...JSON.parse(movieLine('7')), mediaType: 'tv', season: 1, episode: 2 });
  await titles.apply(episode);
  expect(purged).toEqual([{ content: { mediaType: 'tv', tmdbId: '7', season: 1, episode: 2 } }]);
  purged = [];
  await titles.apply(Array.from({ length: 60 }, (_, index) => movieLine(`${index + 1}`)).join('\n'));
  expect(purged).toEqual([{ all: true }]);
  expect(await table.keys()).toHaveLength(60);
});

test('a change whose purge failed is made again with the next save', async () => {
  let fails = true;
  const titles = new WatchedTitles({
    catalogue: { client: table.client, name: TABLE },
    purge: async (scope) => {
      if (fails) throw new Error('no');
      purged.push(scope);
    },
    former: new Map(),
    samples: new Map(),
  });
  await expect(titles.apply(movieLine('1'))).rejects.toThrow('no');
  fails = false;
  expect(await titles.apply(movieLine('1'))).toMatchObject({ changed: 1 });
  expect(purged).toEqual([movie('1')]);
});
