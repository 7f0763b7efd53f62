import { beforeEach, describe, expect, test } from '@jest/globals';
import { FakeClock } from '../support/fake-clock.ts';
import { type Container, Fleet, found, HOUR, LIFETIMES, movie, nameOf, ScriptedProvider, taking } from './fleet.ts';
import { MemoryStores } from './memory-stores.ts';

const TITLE = movie('550');
const KEY = 'movie:550';

let clock: FakeClock;
let stores: MemoryStores;
let provider: ScriptedProvider;
let fleet: Fleet;
let container: Container;

/** A stale answer called `answer-1` is in the table. */
beforeEach(async () => {
  clock = new FakeClock();
  stores = new MemoryStores();
  provider = new ScriptedProvider();
  fleet = new Fleet({ clock, store: stores, purgeStore: stores, provider });
  container = fleet.container();
  await container.get(TITLE);
  await clock.advance(LIFETIMES.freshMs);
});

describe('a stale answer', () => {
  test('is served at once and refreshed once, however many ask', async () => {
    provider.answer = taking(clock, 3_000, () => found('new'));
    const began = clock.now();
    const answers = await Promise.all(fleet.containers(50).map((each) => each.get(TITLE)));
    expect(clock.now()).toBe(began);
    expect(new Set(answers.map(nameOf))).toEqual(new Set(['answer-1']));
    expect(answers.filter(({ status }) => status.refresh === 'started')).toHaveLength(1);
    expect(answers.filter(({ status }) => status.refresh === 'under-way')).toHaveLength(49);
    await clock.advance(3_000);
    expect(fleet.refreshed).toEqual(['stored']);
    expect(nameOf(await container.get(TITLE))).toBe('new');
    expect(provider.calls).toBe(2);
  });

  test('outlives a failing provider for its whole hour; refreshes back off', async () => {
    provider.answer = () => ({ outcome: 'unavailable' });
    const asked: number[] = [];
    const end = clock.now() + HOUR;
    while (clock.now() < end) {
      const { result, status } = await container.get(TITLE);
      expect(result.result).toBe('answer');
      if (status.refresh === 'started') asked.push(clock.now());
      else expect(status.refresh).toBe('backing-off');
      await clock.advance(1_000);
    }
    const waits = asked.slice(1).map((at, index) => at - asked[index]!);
    expect(waits.slice(0, 6)).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
    expect(new Set(fleet.refreshed)).toEqual(new Set(['unavailable']));
    expect((await container.get(TITLE)).result.result).toBe('unavailable');
    provider.answer = () => found('back');
    // Its failure is remembered until its Retry-After.
    await clock.advance(5_000);
    expect(nameOf(await fleet.container().get(TITLE))).toBe('back');
  });

  test('is fresh again after one refresh when the provider comes back', async () => {
    provider.answer = () => ({ outcome: 'unavailable' });
    await container.get(TITLE);
    provider.answer = () => found('back');
    await clock.advance(5_000);
    await container.get(TITLE);
    await clock.advance(0);
    const { status } = await container.get(TITLE);
    expect(status.outcome).toBe('fresh');
    expect(stores.record(KEY).refreshes).toBeUndefined();
  });

  test('is replaced by the knowledge that the title is not available', async () => {
    provider.answer = () => ({ outcome: 'not-found' });
    await container.get(TITLE);
    await clock.advance(0);
    expect((await container.get(TITLE)).result.result).toBe('not-found');
  });

  test('stays when the new one could not be stored', async () => {
    provider.answer = () => found('short', { expiresAt: clock.now() + 40_000, signedWithoutExpiry: false });
    await container.get(TITLE);
    await clock.advance(0);
    expect(fleet.refreshed).toEqual(['uncacheable']);
    const { status } = await container.get(TITLE);
    expect(status).toMatchObject({ outcome: 'stale', refresh: 'backing-off' });
    stores.maxData = 10;
    provider.answer = () => found('large');
    await clock.advance(5_000);
    await container.get(TITLE);
    await clock.advance(0);
    expect(fleet.refreshed.at(-1)).toBe('uncacheable');
    expect(stores.record(KEY).lease).toBeUndefined();
  });

  test('asks for no refresh while every provider is blocked', async () => {
    provider.blockedMs = 5_000;
    expect((await container.get(TITLE)).status).toMatchObject({ outcome: 'stale', refresh: 'blocked' });
    expect(stores.record(KEY).lease).toBeUndefined();
  });
});

describe('a refresh whose event is lost', () => {
  beforeEach(() => {
    fleet.holdEvents = true;
    provider.answer = () => found('new');
  });

  test('is tried again after 75 s', async () => {
    expect((await container.get(TITLE)).status.refresh).toBe('started');
    await clock.advance(74_999);
    expect((await container.get(TITLE)).status.refresh).toBe('under-way');
    await clock.advance(1);
    expect((await container.get(TITLE)).status.refresh).toBe('started');
  });

  test('delays nothing once the stale answer has expired: the next extracts, a late event does nothing', async () => {
    await clock.advance(LIFETIMES.staleMs - 10_000);
    expect((await container.get(TITLE)).status.refresh).toBe('started');
    await clock.advance(10_000);
    const began = clock.now();
    expect(nameOf(await fleet.container().get(TITLE))).toBe('new');
    expect(clock.now()).toBe(began);
    provider.answer = () => found('late');
    expect(await fleet.deliver(fleet.events[0]!)).toBe('superseded');
    expect(nameOf(await fleet.container().get(TITLE))).toBe('new');
  });
});

describe('a refresh that cannot be started', () => {
  test('delays the answer by a second on the first try or after a pause, by a quarter of one otherwise', async () => {
    const hang = (signal: AbortSignal) =>
      new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const timed = async () => {
      const began = clock.now();
      let took = 0;
      const answer = container.get(TITLE).then((each) => {
        took = clock.now() - began;
        return each;
      });
      await clock.advance(2_000);
      return { took, answer: await answer };
    };
    const start = fleet.start;
    fleet.start = (_content, _token, signal) => hang(signal);
    const first = await timed();
    expect(first.answer.status).toMatchObject({ outcome: 'stale', refresh: 'failed' });
    expect(first.took).toBe(1_000);

    provider.answer = () => ({ outcome: 'unavailable' });
    fleet.start = start;
    await clock.advance(HOUR / 10);
    expect((await timed()).answer.status.refresh).toBe('started');
    fleet.start = (_content, _token, signal) => hang(signal);
    await clock.advance(HOUR / 60 - 3_000);
    const later = await timed();
    expect(later.answer.status.refresh).toBe('failed');
    expect(later.took).toBeLessThanOrEqual(250);
  });

  test('delays the second time by no more than a quarter of a second, though it never could be started', async () => {
    stores.weather = 'hanging';
    for (const most of [3_000 + 1_100, 1_000 + 250]) {
      const began = clock.now();
      let took = 0;
      void container.get(TITLE).then(() => {
        took = clock.now() - began;
      });
      await clock.advance(5_000);
      expect(took).toBeGreaterThan(0);
      expect(took).toBeLessThanOrEqual(most);
    }
  });

  test('leaves no lease behind, so that the next one is tried after the back-off', async () => {
    const start = fleet.start;
    fleet.start = async () => {
      throw new Error('throttled');
    };
    expect((await container.get(TITLE)).status.refresh).toBe('failed');
    expect(stores.record(KEY)).toMatchObject({ lease: undefined, refreshes: { failed: 1 } });
    fleet.start = start;
    expect((await container.get(TITLE)).status.refresh).toBe('backing-off');
    await clock.advance(5_000);
    expect((await container.get(TITLE)).status.refresh).toBe('started');
  });
});

describe('the refresh function', () => {
  beforeEach(() => {
    fleet.holdEvents = true;
  });

  test('does nothing for an event whose lease another has by now', async () => {
    await container.get(TITLE);
    const [late] = fleet.events;
    await clock.advance(75_000);
    expect((await container.get(TITLE)).status.refresh).toBe('started');
    const calls = provider.calls;
    expect(await fleet.deliver(late!)).toBe('superseded');
    expect(provider.calls).toBe(calls);
    expect(await fleet.deliver(fleet.events[1]!)).toBe('stored');
  });

  test('nor for one that has been done already', async () => {
    await container.get(TITLE);
    expect(await fleet.deliver(fleet.events[0]!)).toBe('stored');
    const calls = provider.calls;
    expect(await fleet.deliver(fleet.events[0]!)).toBe('superseded');
    expect(provider.calls).toBe(calls);
  });

  test('once for an event that Lambda delivers twice', async () => {
    await container.get(TITLE);
    const calls = provider.calls;
    const both = await Promise.all([fleet.deliver(fleet.events[0]!), fleet.deliver(fleet.events[0]!)]);
    expect(both.sort()).toEqual(['stored', 'superseded']);
    expect(provider.calls).toBe(calls + 1);
  });

  test('nor for one whose title has been purged and taken over', async () => {
    await container.get(TITLE);
    await fleet.purge({ content: TITLE });
    await clock.advance(5_000);
    provider.answer = () => found('after the purge');
    expect(nameOf(await container.get(TITLE))).toBe('after the purge');
    expect(await fleet.deliver(fleet.events[0]!)).toBe('superseded');
    expect(nameOf(await fleet.container().get(TITLE))).toBe('after the purge');
  });

  test('that is killed leaves its work to the next after six seconds, not after 75', async () => {
    await container.get(TITLE);
    provider.answer = () => new Promise(() => undefined);
    const renew = stores.renew.bind(stores);
    void fleet.deliver(fleet.events[0]!);
    await clock.advance(1_000);
    stores.renew = async () => false;
    await clock.advance(6_000);
    stores.renew = renew;
    expect((await container.get(TITLE)).status.refresh).toBe('started');
  });

  test('does not put back what was purged while it ran', async () => {
    provider.answer = taking(clock, 10_000, () => found('old'));
    await container.get(TITLE);
    const running = fleet.deliver(fleet.events[0]!);
    await clock.advance(2_000);
    await fleet.purge({ content: TITLE });
    await clock.advance(10_000);
    await running;
    provider.answer = () => found('new');
    expect(nameOf(await fleet.container().get(TITLE))).toBe('new');
  });
});
