import type { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../bench/simulation/random.ts';
import { systemClock } from '../../lambda/clock.ts';
import { HealthTable } from '../../lambda/health/health-table.ts';
import { recentTitles } from '../../lambda/health/recent-titles.ts';
import type { TableClient } from '../../lambda/table.ts';
import { type CacheTable, startCacheTable, TABLE } from '../cache/cache-table.ts';

let server: CacheTable;
beforeAll(async () => {
  server = await startCacheTable();
});
afterAll(() => server.stop());

let writes = 0;
const counting: TableClient = {
  send: ((command: UpdateCommand, options: object) => {
    writes += 1;
    return server.client.send(command, options);
  }) as TableClient['send'],
};

const noting = (share: number, at: number, client = counting) =>
  recentTitles({ client, table: TABLE, clock: { ...systemClock, now: () => at }, random: seededRandom(7), share });
const movie = (id: number) => ({ mediaType: 'movie', tmdbId: String(id) }) as const;

describe('the titles that were asked for lately', () => {
  test('cost one write in twenty extractions', async () => {
    const note = noting(0.05, Date.UTC(2026, 0, 1));
    writes = 0;
    for (let id = 0; id < 4_000; id += 1) await note(movie(id));
    expect(writes / 4_000).toBeCloseTo(0.05, 2);
    expect(await new HealthTable(server.client, TABLE).recentContents(Date.UTC(2026, 0, 1))).toHaveLength(writes);
  });

  test('are at most two thousand an hour, each once, for three hours', async () => {
    const at = Date.UTC(2026, 0, 2);
    const note = noting(1, at);
    for (let id = 0; id < 2_600; id += 1) await note(movie(id));
    for (let id = 0; id < 50; id += 1) await note(movie(id));
    const table = new HealthTable(server.client, TABLE);
    const kept = await table.recentContents(at);
    expect(kept.length).toBeGreaterThan(1_900);
    expect(kept.length).toBeLessThanOrEqual(2_000);
    expect(await table.recentContents(at + 2 * 3_600_000)).toEqual(kept);
    expect(await table.recentContents(at + 3 * 3_600_000)).toEqual([]);
  });

  test('that cannot be noted hold nobody up', async () => {
    const failing = { send: () => Promise.reject(new Error('gone')) } as unknown as TableClient;
    await expect(noting(1, 0, failing)(movie(1))).resolves.toBeUndefined();
  });
});
