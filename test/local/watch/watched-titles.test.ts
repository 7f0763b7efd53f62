import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readCatalogueFile } from '../../../commands/catalogue/files/catalogue-file.ts';
import type { CachePurges } from '../../../commands/catalogue/store/catalogue-update.ts';
import type { PurgeTargets } from '../../../commands/catalogue/store/import-note.ts';
import { type AppliedChanges, WatchedTitles } from '../../../local/watch/watched-titles.ts';
import { movieLine, type RunningTable, startCatalogueTable, TABLE } from '../../commands/catalogue-tables.ts';

let table: RunningTable;
let purged: PurgeTargets[];
beforeEach(async () => {
  table = await startCatalogueTable();
  purged = [];
});
afterEach(() => table.stop());

const recordedPurges: CachePurges = { targets: async () => [], purge: async (targets) => void purged.push(targets) };

interface Watched {
  readonly keys: readonly string[];
  apply(...lines: string[]): Promise<AppliedChanges>;
}

function watched({ former = [] as string[], samples = [] as string[], purges = recordedPurges } = {}): Watched {
  const titles = new WatchedTitles({
    table: { client: table.client, name: TABLE },
    purges,
    former,
    samples: readCatalogueFile(Buffer.from(samples.join('\n'))).items,
  });
  return {
    get keys() {
      return titles.keys;
    },
    apply: (...lines) => titles.apply(Buffer.from(lines.join('\n'))),
  };
}

/** The import's own note is an item of the table, too. */
const titleKeys = async () => (await table.keys()).filter((key) => !key.startsWith('import#'));

test('a save writes what has changed, removes what the file no longer has, and purges both', async () => {
  const titles = watched();
  expect(await titles.apply(movieLine('1'), movieLine('2'))).toEqual({ changed: 2, removed: 0, problems: [] });
  purged = [];
  expect(await titles.apply(movieLine('1'), movieLine('3'))).toEqual({ changed: 1, removed: 1, problems: [] });
  expect(await titleKeys()).toEqual(['movie:1', 'movie:3']);
  expect(purged).toEqual([['movie:2', 'movie:3']]);
  purged = [];
  expect(await titles.apply('', movieLine('3'), movieLine('1'))).toMatchObject({ changed: 0, removed: 0 });
  expect(purged).toEqual([]);
});

test('titles that others brought stay, and a sample title gets its own row back', async () => {
  const titles = watched({ samples: [movieLine('550', { title: 'Sample' })] });
  await watched().apply(movieLine('9'));
  await titles.apply(movieLine('550', { title: 'Mine' }));
  expect(await table.row('movie:550')).toMatchObject({ title: 'Mine' });
  expect(await titles.apply('')).toMatchObject({ changed: 0, removed: 1 });
  expect(await titleKeys()).toEqual(['movie:550', 'movie:9']);
  expect(await table.row('movie:550')).toMatchObject({ title: 'Sample' });
});

test('a wrong line is named by its number, the others go on, and its title stays as it was', async () => {
  const titles = watched();
  await titles.apply(movieLine('1'), movieLine('2'));
  const applied = await titles.apply('', movieLine('1', { sources: [] }), movieLine('2', { title: 'New' }), '');
  expect(applied).toMatchObject({ changed: 1, removed: 0 });
  expect(applied.problems[0]).toMatch(/^line 2: sources\b/);
  expect(await table.row('movie:1')).toMatchObject({ sources: [{ url: 'https://media.example/1.mp4' }] });
  expect(await table.row('movie:2')).toMatchObject({ title: 'New' });
  expect(titles.keys.toSorted()).toEqual(['movie:1', 'movie:2']);
});

test('nothing is removed while a line is wrong', async () => {
  const titles = watched();
  await titles.apply(movieLine('1'), movieLine('2'));
  const half = await titles.apply(movieLine('1'), '{"tmdbId":"2","mediaTy');
  expect(half).toMatchObject({ removed: 0 });
  expect(half.problems[0]).toMatch(/^line 2: /);
  expect(half.problems[1]).toBe('no title is removed while a line is wrong');
  expect(await titleKeys()).toEqual(['movie:1', 'movie:2']);
  expect(await titles.apply(movieLine('1'))).toMatchObject({ removed: 1, problems: [] });
});

test('what went while the stack was off is removed, and what was lost is written again', async () => {
  await watched().apply(movieLine('2'));
  const titles = watched({ former: ['movie:1', 'movie:2'] });
  expect(await titles.apply(movieLine('1'))).toEqual({ changed: 1, removed: 1, problems: [] });
  expect(await titleKeys()).toEqual(['movie:1']);
});

test('a file of CSV is watched like one of JSON', async () => {
  const titles = watched();
  await titles.apply('tmdbId,mediaType,season,episode,url', '7,tv,1,2,https://media.example/7.mp4');
  expect(await titleKeys()).toEqual(['tv:7:1:2']);
  await expect(titles.apply('neither of them')).rejects.toThrow(/neither JSON nor CSV/);
  expect(await titleKeys()).toEqual(['tv:7:1:2']);
});

test('a change whose purge failed is purged with the next save', async () => {
  let fails = true;
  const purges: CachePurges = {
    ...recordedPurges,
    purge: async (targets) => {
      if (fails) throw new Error('no');
      purged.push(targets);
    },
  };
  const titles = watched({ purges });
  await expect(titles.apply(movieLine('1'))).rejects.toThrow('no');
  fails = false;
  await titles.apply(movieLine('1'));
  expect(purged).toEqual([['movie:1']]);
});
