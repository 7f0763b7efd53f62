import { beforeEach, describe, expect, test } from '@jest/globals';
import { NO_PURGES, type PurgeRecord, Purges, withPurge } from '../../lambda/cache/purges.ts';
import type { Content } from '../../lambda/stream/content.ts';
import { FakeClock, shifted } from '../support/fake-clock.ts';
import { Fleet, found, movie, nameOf, ScriptedProvider, taking } from './fleet.ts';
import { MemoryStores } from './memory-stores.ts';

const TITLE = movie('550');
const episode = (season: number, number: number): Content => ({
  mediaType: 'tv',
  tmdbId: '550',
  season,
  episode: number,
});
const DAY = 24 * 60 * 60_000;

let clock: FakeClock;
let stores: MemoryStores;
let provider: ScriptedProvider;
let fleet: Fleet;

beforeEach(() => {
  clock = new FakeClock();
  stores = new MemoryStores();
  provider = new ScriptedProvider();
  fleet = new Fleet({ clock, store: stores, purgeStore: stores, provider });
});

describe('after a purge', () => {
  test('every container refuses the old answer within five seconds, memory included', async () => {
    const containers = fleet.containers(10);
    // Each looked at another moment last.
    for (const container of containers) {
      await container.get(TITLE);
      await clock.advance(370);
    }
    await fleet.purge({ content: TITLE });
    await clock.advance(4_001);
    const answers = Promise.all(containers.map((container) => container.get(TITLE)));
    await clock.advance(999);
    expect(new Set((await answers).map(nameOf))).toEqual(new Set(['answer-2']));
  });

  test.each([
    ['one episode', { content: episode(1, 2) }, [true, false, true, true]],
    ['all of a title', { title: { mediaType: 'tv', tmdbId: '550' } }, [false, false, false, true]],
    ['everything', { all: true }, [false, false, false, false]],
  ] as const)('of %s removes exactly what it names', async (_, scope, stays) => {
    const titles = [episode(1, 1), episode(1, 2), episode(2, 1), TITLE];
    for (const title of titles) await fleet.container().get(title);
    await fleet.purge(scope);
    for (const [index, title] of titles.entries()) {
      const { status } = await fleet.container().get(title);
      expect(status.outcome).toBe(stays[index] ? 'fresh' : 'extracted');
    }
  });

  test('a new answer of the same title is kept again', async () => {
    await fleet.container().get(TITLE);
    await fleet.purge({ content: TITLE });
    expect(nameOf(await fleet.container().get(TITLE))).toBe('answer-2');
    expect((await fleet.container().get(TITLE)).status).toMatchObject({ tier: 'table', outcome: 'fresh' });
  });
});

describe('a purge while an extraction is in flight', () => {
  const extracting = async () => {
    provider.answer = taking(clock, 8_000, () => found(`answer-${provider.calls}`));
    const container = fleet.container();
    const answer = container.get(TITLE);
    await clock.advance(2_000);
    return { container, answer };
  };

  test('keeps its answer from all but the request that waits for it, which may not store it', async () => {
    const { container, answer } = await extracting();
    await fleet.purge({ content: TITLE });
    await clock.advance(6_000);
    const { result, status } = await answer;
    expect(result.result === 'answer' && result.entry.freshUntil === result.entry.storedAt).toBe(true);
    // The table has it, but no request will be answered with it.
    expect(status).toMatchObject({ outcome: 'extracted', stored: false });
    provider.answer = () => found('new');
    expect(nameOf(await container.get(TITLE))).toBe('new');
    expect(nameOf(await fleet.container().get(TITLE))).toBe('new');
  });

  test('makes the next one extract at once instead of waiting for the old answer', async () => {
    const { answer } = await extracting();
    await fleet.purge({ all: true });
    provider.answer = () => found('new');
    expect(nameOf(await fleet.container().get(TITLE))).toBe('new');
    await clock.advance(6_000);
    await answer;
    expect(nameOf(await fleet.container().get(TITLE))).toBe('new');
    expect(provider.calls).toBe(2);
  });

  test('reaches those who are waiting for it already', async () => {
    const { answer } = await extracting();
    const waiting = fleet.containers(5).map((container) => container.get(TITLE));
    await clock.advance(500);
    await fleet.purge({ content: TITLE });
    provider.answer = taking(clock, 300, () => found('new'));
    await clock.advance(10_000);
    await answer;
    expect(new Set((await Promise.all(waiting)).map(nameOf))).toEqual(new Set(['new']));
    expect(provider.calls).toBe(2);
  });
});

describe('what is purged', () => {
  test('is remembered for longer than any entry lives, then forgotten', () => {
    const first = withPurge(NO_PURGES, { content: TITLE }, 0);
    const second = withPurge(first, { content: movie('1') }, 2 * DAY);
    expect(Object.keys(second.targets)).toEqual(['movie:550', 'movie:1']);
    const third = withPurge(second, { content: movie('2') }, 3 * DAY);
    expect(Object.keys(third.targets)).toEqual(['movie:1', 'movie:2']);
  });

  test('beyond what the one item may contain becomes a purge of everything', async () => {
    let record: PurgeRecord = NO_PURGES;
    for (let id = 1; id <= 200; id++) record = withPurge(record, { content: movie(`${id}`) }, 0);
    expect(record).toMatchObject({ generation: 200, everything: 0 });
    record = withPurge(record, { content: movie('201') }, 0);
    expect(record).toEqual({ generation: 201, everything: 201, targets: {} });
    expect(Buffer.byteLength(JSON.stringify(record))).toBeLessThan(400 * 1024);
  });

  test('survives others who purge at the same time', async () => {
    await Promise.all(Array.from({ length: 5 }, (_, id) => fleet.purge({ content: movie(`${id}`) })));
    const purges = new Purges(stores, clock);
    await purges.look();
    expect(purges.generation).toBe(5);
    for (let id = 0; id < 5; id++) expect(purges.required(movie(`${id}`))).toBeGreaterThan(0);
  });
});

describe('looking at the purges', () => {
  test('happens at most once in four seconds, for any number of titles', async () => {
    const container = fleet.container();
    await container.get(TITLE);
    for (let step = 0; step < 100; step++) {
      await clock.advance(200);
      await container.get(TITLE);
    }
    // 20 s: the first look, and one each time that the last is more than 4 s old.
    expect(stores.count('readPurges')).toBeLessThanOrEqual(1 + 20_000 / 4_000);
    expect(stores.count('readPurges')).toBeGreaterThanOrEqual(4);
    // Fresh in memory all the time: the entry was read by the first request only.
    expect(stores.count('read')).toBe(1);
  });

  test('happens again when the clock has stepped back', async () => {
    const purges = new Purges(stores, { ...shifted(clock, 0), now: () => now });
    let now = clock.now();
    await purges.look();
    expect(purges.isRecent()).toBe(true);
    now -= 1;
    expect(purges.isRecent()).toBe(false);
  });
});

describe('when the purges cannot be read', () => {
  test('what was known before counts, the status shows it, and the promise is kept again afterwards', async () => {
    const container = fleet.container();
    await container.get(TITLE);
    await fleet.purge({ content: TITLE });
    stores.weather = 'refusing';
    await clock.advance(4_001);
    const during = await container.get(TITLE);
    expect(during.status).toMatchObject({ tier: 'memory', outcome: 'fresh', purgesUnknown: true });
    stores.weather = 'fine';
    await clock.advance(4_001);
    expect(nameOf(await container.get(TITLE))).toBe('answer-2');
  });
});
