import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { FakeClock } from '../support/fake-clock.ts';
import { startCollector } from './collector.ts';
import { body, text } from './player.ts';

const T0 = 1_795_700_000_000;
/** A post about two sources, which is two writes. */
const POST = body(
  ...['main', 'spare', 'main'].map((cid, index) => ({ e: 't', sta: 'p', ts: T0 + index * 1_000, cid: text(cid) })),
);

beforeEach(() => {
  jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Posts as a player does: again where the answer says that the service is unavailable. */
async function played(fails: (source: string, call: number) => boolean) {
  let calls = 0;
  const collector = startCollector({
    clock: new FakeClock(T0),
    sources: ['main', 'spare'],
    fails: ({ key }) => fails(key.source, calls++),
  });
  const statuses: number[] = [];
  do statuses.push((await collector.post(POST)).statusCode);
  while (statuses.at(-1) === 503);
  const sums: Record<string, number> = {};
  for (const { key, sums: own } of collector.items()) sums[key.source] = (sums[key.source] ?? 0) + own.get('p')!;
  return { statuses, sums };
}

test('a post of which something was written is not asked for again, so nothing counts twice', async () => {
  expect(await played((source, call) => source === 'spare' && call < 2)).toEqual({
    statuses: [204],
    sums: { main: 2_000 },
  });
});

test('a post of which nothing was written is asked for again, and counts once', async () => {
  expect(await played((_source, call) => call < 2)).toEqual({
    statuses: [503, 204],
    sums: { main: 2_000, spare: 1_000 },
  });
});
