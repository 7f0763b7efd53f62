import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { liveEvent } from '../../contract/events.ts';
import { Purges } from '../../lambda/cache/purges.ts';
import { PurgeTable } from '../../lambda/cache/table/purge-table.ts';
import { answerTo } from '../../lambda/live/connection.ts';
import { type LiveTables, NAMESPACE, startLiveTables } from './live-tables.ts';

let tables: LiveTables;
beforeAll(async () => {
  tables = await startLiveTables();
});
afterAll(() => tables.stop());

/** The same numbers in each run (a linear congruential generator). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const VALID = [
  '{"action":"watch","title":{"mediaType":"movie","tmdbId":"550"}}',
  '{"action":"unwatch","title":{"mediaType":"tv","tmdbId":"1396","season":1,"episode":1}}',
  '{"action":"ping"}',
];

/** A valid message in which characters are replaced, left out or repeated. */
function mangled(random: () => number): string {
  let text = VALID[Math.floor(random() * VALID.length)]!;
  for (let change = Math.ceil(random() * 4); change > 0; change--) {
    const at = Math.floor(random() * text.length);
    const put = ['', '"', '{', ']', '\\', '0', 'é', '\u0000', text.slice(0, at)][Math.floor(random() * 9)]!;
    text = text.slice(0, at) + put + text.slice(at + Math.floor(random() * 3));
  }
  return text;
}

test('10,000 mangled messages get answers that are documented, or none', async () => {
  const { table, titles, clock, client, cacheTable } = tables;
  await table.connect('fuzzed', 'client');
  const failures: unknown[] = [];
  const options = {
    table,
    titles,
    purges: new Purges(new PurgeTable(client, cacheTable, NAMESPACE), clock),
    clock,
    notify: async () => undefined,
    onFailure: (error: unknown) => void failures.push(error),
  };
  const random = numbers(20);
  const unlike: unknown[] = [];
  for (let frame = 0; frame < 10_000; frame++) {
    const answer = await answerTo('fuzzed', mangled(random), options);
    if (answer !== undefined && !liveEvent.safeParse(answer).success) unlike.push(answer);
  }
  expect([unlike, failures]).toEqual([[], []]);
}, 60_000);
