import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type CatalogueItem, itemOf } from '../../commands/catalogue/catalogue-row.ts';
import {
  type CachePurges,
  catalogueChanges,
  type UpdateOptions,
  updateCatalogue,
} from '../../commands/catalogue/store/catalogue-update.ts';
import { NOTE_KEY, type PurgeTargets, readNote } from '../../commands/catalogue/store/import-note.ts';
import { catalogueRow } from '../../contract/catalogue.ts';
import type { Clock } from '../../lambda/clock.ts';
import { movieLine, type RunningTable, startCatalogueTable, TABLE } from './catalogue-tables.ts';

let table: RunningTable;
/** What was purged, with what the table held of `movie:1` by then. */
let purged: { targets: PurgeTargets; row: unknown }[];
let named: string[];
let cacheFails: boolean;

beforeEach(async () => {
  table = await startCatalogueTable();
  purged = [];
  named = [];
  cacheFails = false;
});
afterEach(() => table.stop());

const purges: CachePurges = {
  targets: async () => named,
  purge: async (targets) => {
    if (cacheFails) throw new Error('The cache cannot be reached');
    purged.push({ targets, row: await table.row('movie:1') });
  },
};

const titles = (from: number, to: number, facts: object = {}): CatalogueItem[] =>
  Array.from({ length: to - from + 1 }, (_, index) =>
    itemOf(catalogueRow.parse(JSON.parse(movieLine(String(from + index), facts)))),
  );
const inTable = () => ({ client: table.client, name: TABLE });
const update = (items: CatalogueItem[], options: Partial<UpdateOptions> & { remove?: string[] } = {}) =>
  updateCatalogue(
    { items, ...(options.remove && { remove: options.remove }) },
    { table: inTable(), purges, ...options },
  );
const countsOf = ({ changes: { added, changed, unchanged, removed } }: Awaited<ReturnType<typeof update>>) => [
  added.length,
  changed.length,
  unchanged,
  removed.length,
];

describe('updating the catalogue', () => {
  test('writes and purges what is new or has changed, after the write, and nothing else', async () => {
    expect(countsOf(await update(titles(1, 3)))).toEqual([3, 0, 0, 0]);
    const next = [...titles(1, 1, { title: 'Changed' }), ...titles(2, 4)];
    expect(countsOf(await update(next))).toEqual([1, 1, 2, 0]);
    expect(purged).toEqual([
      { targets: ['movie:1', 'movie:2', 'movie:3'], row: JSON.parse(movieLine('1')) },
      { targets: ['movie:1', 'movie:4'], row: { ...JSON.parse(movieLine('1')), title: 'Changed' } },
    ]);
  });

  test('the same titles again write nothing, purge nothing and do not ask the cache', async () => {
    await update(titles(1, 3));
    purged = [];
    const unreachable: CachePurges = { targets: () => Promise.reject(new Error('asked')), purge: purges.purge };
    expect(countsOf(await update(titles(1, 3), { purges: unreachable }))).toEqual([0, 0, 3, 0]);
    expect(purged).toEqual([]);
  });

  test('a row that says the same in another order has not changed', async () => {
    await update([
      { key: 'movie:1', row: '{"sources":[{"url":"https://media.example/1.mp4"}],"mediaType":"movie","tmdbId":"1"}' },
    ]);
    expect(await catalogueChanges(inTable(), { items: titles(1, 1) })).toMatchObject({ changed: [], unchanged: 1 });
  });

  test('removes titles and purges them', async () => {
    await update(titles(1, 2));
    expect(countsOf(await update([], { remove: ['movie:2', 'movie:9'] }))).toEqual([0, 0, 0, 1]);
    expect(await table.keys()).toEqual([NOTE_KEY, 'movie:1']);
    expect(purged.at(-1)?.targets).toEqual(['movie:2']);
  });

  test('what was interrupted before its purge is purged by the next run, though nothing differs any more', async () => {
    await update(titles(1, 1));
    cacheFails = true;
    await expect(update(titles(1, 1, { title: 'Changed' }))).rejects.toThrow('The cache cannot be reached');
    expect((await readNote(inTable())).unpurged).toEqual(['movie:1']);
    cacheFails = false;
    expect(countsOf(await update(titles(1, 1, { title: 'Changed' })))).toEqual([0, 0, 1, 0]);
    expect(purged.at(-1)?.targets).toEqual(['movie:1']);
    expect((await readNote(inTable())).unpurged).toEqual([]);
  });

  test('readers of DynamoDB itself are given a second to see the new rows before the purge', async () => {
    const slept: { ms: number; written: boolean; purges: number }[] = [];
    const clock: Clock = {
      now: () => 0,
      setTimer: () => () => undefined,
      sleep: async (ms) => {
        slept.push({ ms, written: (await table.row('movie:1')) !== undefined, purges: purged.length });
      },
    };
    await update(titles(1, 1), { settlesOn: clock });
    expect(slept).toEqual([{ ms: 1_000, written: true, purges: 0 }]);
    expect(purged).toHaveLength(1);
  });
});

describe('more than one purge can name', () => {
  const refused = () => Promise.reject(new Error('refused'));

  test('is a purge of everything, of which is asked before anything is written', async () => {
    await update(titles(1, 201));
    purged = [];
    const changed = titles(1, 201, { title: 'Changed' });
    await expect(update(changed, { beforePurgingEverything: refused })).rejects.toThrow('refused');
    expect(await table.row('movie:1')).not.toHaveProperty('title');
    await update(changed, { beforePurgingEverything: async () => undefined });
    expect(purged.map(({ targets }) => targets)).toEqual(['everything']);
    expect(await table.row('movie:201')).toMatchObject({ title: 'Changed' });
  });

  test('exactly as many as fit are named', async () => {
    await update(titles(1, 200));
    purged = [];
    await update(titles(1, 200, { title: 'Changed' }), { beforePurgingEverything: refused });
    expect(purged[0]?.targets).toHaveLength(200);
  });

  test('counts what the item of purges holds already, and a title that is there takes no more room', async () => {
    await update(titles(1, 10));
    named = Array.from({ length: 195 }, (_, index) => `movie:${index + 1}`);
    await update(titles(1, 10, { title: 'a' }), { beforePurgingEverything: refused });
    named = Array.from({ length: 195 }, (_, index) => `movie:${index + 1_000}`);
    const again = update(titles(1, 10, { title: 'b' }), { beforePurgingEverything: refused });
    await expect(again).rejects.toThrow('refused');
  });

  test('does not concern new titles: they are purged while there is room', async () => {
    const { purged: targets } = await update([...titles(1, 300)], { beforePurgingEverything: refused });
    expect(targets).toEqual([]);
    expect(await table.keys()).toHaveLength(300);
    await update([...titles(1, 2, { title: 'Changed' }), ...titles(301, 600)], { beforePurgingEverything: refused });
    expect(purged.map((each) => each.targets)).toEqual([['movie:1', 'movie:2']]);
  });

  test('leaves room for corrections, however many new titles come before them', async () => {
    const updated = async (items: CatalogueItem[]) => {
      await update(items, { beforePurgingEverything: refused });
      named = [...new Set([...named, ...(purged.at(-1)?.targets ?? [])])];
    };
    for (let first = 1; first < 400; first += 40) await updated(titles(first, first + 39));
    expect(named).toHaveLength(80);
    await updated(titles(301, 400, { title: 'Changed' }));
    expect(purged.at(-1)?.targets).toHaveLength(100);
  });
});
