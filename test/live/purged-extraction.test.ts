import { beforeEach, expect, test } from '@jest/globals';
import type { ExtractionOutcome } from '../../lambda/cache/extraction.ts';
import type { Notice } from '../../lambda/live/events.ts';
import { watchExtraction } from '../../lambda/live/watch-extraction.ts';
import { Fleet, found, movie, ScriptedProvider, taking } from '../cache/fleet.ts';
import { MemoryStores } from '../cache/memory-stores.ts';
import { FakeClock } from '../support/fake-clock.ts';

const TITLE = movie('550');

let clock: FakeClock;
let provider: ScriptedProvider;
let fleet: Fleet;
let ends: unknown[];

beforeEach(() => {
  clock = new FakeClock();
  const stores = new MemoryStores();
  provider = new ScriptedProvider();
  ends = [];
  const notify = async (notice: Notice) => {
    if ('events' in notice && notice.owner === undefined) ends.push(notice.events.at(-1));
  };
  const watching = {
    begin: async (...[content, extraction]: Parameters<typeof watchExtraction>) => {
      const labelOf = (name: string) => name;
      const watch = watchExtraction(content, extraction, { clock, labelOf, notify, onFailure: () => undefined });
      watch.learn(clock.now() + 3_600_000);
      return watch;
    },
  };
  fleet = new Fleet({ clock, store: stores, purgeStore: stores, provider, watching: watching as never });
});

test.each([
  ['an answer', () => found('old')],
  ['no source', (): ExtractionOutcome => ({ outcome: 'not-found' })],
])('a title that is purged while it is extracted, with %s, has changed: who watches asks again', async (_, outcome) => {
  provider.answer = taking(clock, 2_000, outcome);
  const container = fleet.container();
  const first = container.get(TITLE);
  await clock.advance(1_000);
  await fleet.purge({ content: TITLE });
  await clock.advance(2_000);
  await first;
  expect(ends).toEqual([{ type: 'changed', title: TITLE, reason: 'purged' }]);
  provider.answer = () => found('new');
  expect(await container.get(TITLE)).toMatchObject({ status: { outcome: 'extracted' } });
  expect(ends.at(-1)).toMatchObject({ type: 'ready' });
  expect(provider.calls).toBe(2);
});

test('a purge of another title changes nothing', async () => {
  provider.answer = taking(clock, 2_000, () => found('answer'));
  const first = fleet.container().get(TITLE);
  await clock.advance(1_000);
  await fleet.purge({ content: movie('551') });
  await clock.advance(2_000);
  await first;
  expect(ends).toEqual([{ type: 'ready', title: TITLE, etag: 'W/"answer"' }]);
});

test('also where it outlasts its request, and is purged in the other function', async () => {
  provider.answer = taking(clock, 60_000, () => found('old'));
  const first = fleet.container().get(TITLE);
  await clock.advance(40_000);
  expect(await first).toMatchObject({ result: { result: 'timeout' } });
  await fleet.purge({ content: TITLE });
  await clock.advance(70_000);
  expect(fleet.refreshed).toEqual(['stored']);
  expect(ends).toEqual([{ type: 'changed', title: TITLE, reason: 'purged' }]);
});

test('a refresh that fails when another has extracted the title is no end to those who watch', async () => {
  provider.answer = taking(clock, 60_000, () => ({ outcome: 'unavailable' }));
  const first = fleet.container().get(TITLE);
  await clock.advance(40_000);
  expect(await first).toMatchObject({ result: { result: 'timeout' } });
  // The purge makes its lease void, so that the next request extracts at once.
  await fleet.purge({ content: TITLE });
  provider.answer = taking(clock, 2_000, () => found('new'));
  const second = fleet.container().get(TITLE);
  await clock.advance(2_000);
  expect(await second).toMatchObject({ result: { result: 'answer' } });
  expect(ends).toEqual([{ type: 'ready', title: TITLE, etag: 'W/"new"' }]);
  await clock.advance(70_000);
  expect(fleet.refreshed).toEqual(['superseded']);
  expect(ends).toHaveLength(1);
});
