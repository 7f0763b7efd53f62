import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { TableStore } from '../../lambda/cache/table/table-store.ts';
import { type Content, contentKey } from '../../lambda/stream/content.ts';
import type { CacheView } from '../../lambda/wiring/operator/show-entry.ts';
import type { StageStatus } from '../../lambda/wiring/operator/stage-status.ts';
import { type CacheTable, startCacheTable, TABLE } from '../cache/cache-table.ts';
import { MINUTE, movie } from '../cache/fleet.ts';

/* The cache function itself, as an operator invokes it, on a real table. */

const FILM = movie('550');
const episode = (number: number): Content => ({ mediaType: 'tv', tmdbId: '1396', season: 1, episode: number });
const ALL = [FILM, episode(1), episode(2)];

let table: CacheTable;
let store: TableStore;
let invoke: (command: unknown) => Promise<unknown>;
beforeAll(async () => {
  jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
  table = await startCacheTable();
  Object.assign(process.env, {
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    STAGE: 'test',
    CACHE_TABLE: TABLE,
    CACHE_NAMESPACE: 'n',
    CDNS: '',
    NOTIFY_FUNCTION: '',
    LIVE_TABLE: '',
    PROVIDERS: '[{"type":"http","name":"service","url":"http://127.0.0.1/"}]',
  });
  store = new TableStore(table.client, TABLE, 'n');
  invoke = (await import('../../lambda/functions/cache.ts')).handler;
});
afterAll(() => table.stop());

const show = async (content: Content) => (await invoke({ action: 'show', content })) as CacheView;
const states = () => Promise.all(ALL.map(async (content) => (await show(content)).entry?.state));

/** Each content has a fresh not-found of the generation that is the current one. */
beforeEach(async () => {
  const now = Date.now();
  const { generation } = (await show(FILM)).generation.current === 0 ? { generation: 0 } : await currentGeneration();
  for (const content of ALL) {
    const lease = { owner: 'a', until: now + MINUTE, generation };
    const key = contentKey(content);
    const seen = await store.read(key);
    await store.acquire(key, { lease, seen, required: generation + 1, now });
    const life = { storedAt: now, freshUntil: now + MINUTE, staleUntil: now + MINUTE };
    await store.put(key, 'a', { kind: 'not-found', generation, ...life });
  }
});
const currentGeneration = async () => ({ generation: (await show(FILM)).generation.current });

describe('the cache function', () => {
  test.each([
    ['everything', { all: true }, ['purged', 'purged', 'purged']],
    ['all of a title', { title: { mediaType: 'tv', tmdbId: '1396' } }, ['fresh', 'purged', 'purged']],
    ['one episode', { content: episode(2) }, ['fresh', 'fresh', 'purged']],
    ['a film', { content: FILM }, ['purged', 'fresh', 'fresh']],
    ['several contents at once', { contents: [FILM, episode(1)] }, ['purged', 'purged', 'fresh']],
  ])('purges %s', async (_, scope, after) => {
    expect(await states()).toEqual(['fresh', 'fresh', 'fresh']);
    const { generation } = await currentGeneration();
    expect(await invoke({ action: 'purge', scope })).toEqual({ purged: scope, generation: generation + 1 });
    expect(await states()).toEqual(after);
  });

  test('shows what is not there, and the breakers of its services', async () => {
    expect(await show(movie('1'))).toMatchObject({
      key: 'movie:1',
      entry: null,
      lease: null,
      lastFailure: null,
      refreshes: null,
      breakers: [{ provider: 'service', openForSeconds: 0 }],
    });
  });

  test('reports version, purges and breakers', async () => {
    await invoke({ action: 'purge', scope: { all: true } });
    await invoke({ action: 'purge', scope: { contents: [FILM, episode(2)] } });
    const { generation } = await currentGeneration();
    expect(await invoke({ action: 'status' })).toEqual({
      stage: 'test',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      purges: { generation, targets: ['movie:550', 'tv:1396:1:2'] },
      providers: [{ name: 'service', type: 'http', breakerOpenForSeconds: 0 }],
    });
  });

  test('purges as many contents as the item of purges holds in one command, and refuses more', async () => {
    const contents = Array.from({ length: 200 }, (_, id) => movie(String(id + 1_000)));
    await invoke({ action: 'purge', scope: { all: true } });
    await invoke({ action: 'purge', scope: { contents } });
    expect(((await invoke({ action: 'status' })) as StageStatus).purges.targets).toHaveLength(200);
    expect(await states()).not.toContain('fresh');
    const more = { action: 'purge', scope: { contents: [...contents, movie('1')] } };
    await expect(invoke(more)).rejects.toThrow('Not a command of the cache');
  });

  test.each([
    [undefined],
    [{}],
    [{ action: 'purge' }],
    [{ action: 'purge', scope: {} }],
    [{ action: 'purge', scope: { all: false } }],
    [{ action: 'purge', scope: { all: 'true' } }],
    [{ action: 'purge', scope: { all: true, content: FILM } }],
    [{ action: 'purge', scope: { title: { mediaType: 'film', tmdbId: '550' } } }],
    [{ action: 'purge', scope: { content: { mediaType: 'tv', tmdbId: '1396' } } }],
    [{ action: 'show', content: { mediaType: 'movie', tmdbId: 'x' } }],
    [{ action: 'purge', scope: { contents: [] } }],
    [{ action: 'status', scope: { all: true } }],
    [{ action: 'drop', scope: { all: true } }],
  ])('refuses %j, and purges nothing', async (command) => {
    await expect(invoke(command)).rejects.toThrow('Not a command of the cache');
    expect(await states()).toEqual(['fresh', 'fresh', 'fresh']);
  });
});
