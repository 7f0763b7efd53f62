import { beforeEach, describe, expect, test } from '@jest/globals';
import { createDeadline } from '../../lambda/deadline.ts';
import { Breaker, HEALTHY, OPEN_MS, TITLES_TO_OPEN, withBreaker } from '../../lambda/providers/breaker.ts';
import {
  InvalidAnswerError,
  NotFoundError,
  ProviderStatusError,
  UnavailableError,
} from '../../lambda/providers/provider.ts';
import type { Content } from '../../lambda/stream/content.ts';
import { movie } from '../cache/fleet.ts';
import { MemoryStores } from '../cache/memory-stores.ts';
import { FakeClock, shifted } from '../support/fake-clock.ts';

let clock: FakeClock;
let stores: MemoryStores;
let asked: number;
let fails: Error | undefined;

beforeEach(() => {
  clock = new FakeClock();
  stores = new MemoryStores();
  asked = 0;
  fails = new UnavailableError('down');
});

const refusal = (status: number) => new UnavailableError('up', { cause: new ProviderStatusError(status) });

const breaker = () => new Breaker(stores.breakers, clock);

let titles = 0;
const newTitle = () => `movie:${++titles}`;

/** Runs one extraction through a breaker, of a new title each time. Returns its result, or its error's message. */
async function extract(one: Breaker, title = newTitle()): Promise<string> {
  try {
    return await one.run('up', title, async () => {
      asked += 1;
      if (fails) throw fails;
      return 'found';
    });
  } catch (error) {
    return (error as Error).message;
  }
}

/** Five containers see the failure of a title each. */
async function open(): Promise<void> {
  for (let failure = 0; failure < TITLES_TO_OPEN; failure++) expect(await extract(breaker())).toBe('down');
  asked = 0;
}

describe('the breaker of a provider', () => {
  test('opens for the whole fleet after failures of five titles, wherever they were seen', async () => {
    await open();
    expect(await extract(breaker())).toBe('The breaker is open');
    expect(await breaker().openFor('up')).toBe(OPEN_MS);
    expect(asked).toBe(0);
    expect(await breaker().openFor('another')).toBe(0);
  });

  test('is read again after its own failure: the fifth may be seen by another container', async () => {
    const one = breaker();
    for (let failure = 1; failure < TITLES_TO_OPEN; failure++) await extract(one);
    await extract(breaker());
    expect(await extract(one)).toBe('The breaker is open');
    expect(asked).toBe(TITLES_TO_OPEN);
  });

  test('is open as soon as the fifth failure is counted', async () => {
    await open();
    expect(stores.count('moveOpenUntil')).toBe(0);
    expect(await stores.breakers.read('up')).toEqual({
      failingTitles: TITLES_TO_OPEN,
      openUntil: clock.now() + OPEN_MS,
    });
  });

  test('does not block a container that lost the probe to one that succeeded', async () => {
    await open();
    await clock.advance(OPEN_MS);
    fails = undefined;
    const loser = breaker();
    expect(await loser.openFor('up')).toBe(0);
    expect(await extract(breaker())).toBe('found');
    expect(await extract(loser)).toBe('The breaker is open');
    expect(await extract(loser)).toBe('found');
  });

  test.each([
    ['a title', ['movie:1', 'movie:1', 'movie:1', 'movie:1', 'movie:1', 'movie:1', 'movie:1', 'movie:1']],
    ['four titles', ['movie:1', 'movie:2', 'movie:3', 'movie:4', 'movie:4', 'movie:3', 'movie:2', 'movie:1']],
  ])('stays closed when %s fail again and again', async (_, failing) => {
    for (const title of failing) expect(await extract(breaker(), title)).toBe('down');
    fails = undefined;
    expect(await extract(breaker())).toBe('found');
  });

  test('opens at five titles, whatever else fails between them', async () => {
    for (const title of ['1', '1', '2', '3', '2', '4', '1', '4', '5']) await extract(breaker(), title);
    expect(await extract(breaker())).toBe('The breaker is open');
  });

  test.each([
    ['found', undefined],
    ['no', new NotFoundError('no')],
    ['up', refusal(404)],
  ])(
    'is cleared by an answer about any title, one that began before the failures included (%s)',
    async (ends, error) => {
      let end = () => {};
      const holding = new Promise<void>((resolve) => {
        end = resolve;
      });
      const slow = breaker().run('up', newTitle(), async () => {
        await holding;
        if (error) throw error;
        return 'found';
      });
      slow.catch(() => undefined);
      for (let failure = 1; failure < TITLES_TO_OPEN; failure++) await extract(breaker());
      await clock.advance(1_000);
      end();
      await slow.catch((thrown: Error) => expect(thrown.message).toBe(ends));
      expect(await stores.breakers.read('up')).toEqual(HEALTHY);
    },
  );

  test('closes within a second for every container, also for those that asked while the probe ran', async () => {
    await open();
    await clock.advance(OPEN_MS);
    fails = undefined;
    const others = [breaker(), breaker(), breaker()];
    const probe = breaker().run('up', newTitle(), () => clock.sleep(300));
    await clock.advance(100);
    for (const other of others) expect(await extract(other)).toBe('The breaker is open');
    await clock.advance(200);
    await probe;
    await clock.advance(1_000);
    expect(await Promise.all(others.map((other) => extract(other)))).toEqual(['found', 'found', 'found']);
  });

  test('is read again by a container whose clock was set back', async () => {
    let offset = 0;
    const set = { ...shifted(clock, 0), now: () => clock.now() + offset };
    const one = new Breaker(stores.breakers, set);
    expect(await one.openFor('up')).toBe(0);
    await open();
    offset = -2_000;
    expect(await one.openFor('up')).toBe(OPEN_MS + 2_000);
  });

  test('is probed at once when a wrong clock opened it for a year', async () => {
    for (let failure = 0; failure < TITLES_TO_OPEN; failure++) {
      await stores.breakers.addFailure('up', newTitle(), clock.now() + 365 * 24 * 3_600_000);
    }
    fails = undefined;
    expect(await extract(breaker())).toBe('found');
    expect(await stores.breakers.read('up')).toEqual(HEALTHY);
  });

  test('names the time that it stays open', async () => {
    await open();
    await clock.advance(2_500);
    await expect(breaker().run('up', newTitle(), async () => 'x')).rejects.toMatchObject({
      retryAfter: 8,
      timedOut: false,
    });
  });

  test('counts only failures without an answer between them', async () => {
    for (let round = 0; round < 3; round++) {
      fails = new UnavailableError('down');
      for (let failure = 1; failure < TITLES_TO_OPEN; failure++) await extract(breaker());
      fails = undefined;
      expect(await extract(breaker())).toBe('found');
    }
    expect(await breaker().openFor('up')).toBe(0);
  });

  test.each([
    ['an invalid answer counts', new InvalidAnswerError('garbage'), true],
    ['not-found is a success', new NotFoundError('no'), false],
    ['a 4xx about one title does not count', refusal(451), false],
    ['a 400 does not count', refusal(400), false],
    ['a 404 does not count', refusal(404), false],
    ['a 410 does not count', refusal(410), false],
    ['a 422 does not count', refusal(422), false],
    ['a refused token counts', refusal(401), true],
    ['a 403 counts', refusal(403), true],
    ['a 408 counts', refusal(408), true],
    ['too many requests count', refusal(429), true],
    ['a 500 counts', refusal(500), true],
    ['running out of time counts', new UnavailableError('slow', { timedOut: true }), true],
  ])('%s', async (_, error, opens) => {
    fails = error;
    for (let failure = 0; failure < TITLES_TO_OPEN; failure++) await extract(breaker());
    expect((await breaker().openFor('up')) > 0).toBe(opens);
  });

  test('lets exactly one probe through after ten seconds', async () => {
    await open();
    await clock.advance(OPEN_MS - 1);
    expect(await extract(breaker())).toBe('The breaker is open');
    await clock.advance(1);
    let release = () => {};
    const holding = new Promise<void>((resolve) => {
      release = resolve;
    });
    const probe = breaker().run('up', newTitle(), async () => {
      asked += 1;
      await holding;
      return 'found';
    });
    await clock.advance(0);
    const others = await Promise.all(Array.from({ length: 10 }, () => extract(breaker())));
    expect(new Set(others)).toEqual(new Set(['The breaker is open']));
    expect(asked).toBe(1);
    release();
    expect(await probe).toBe('found');
  });

  test('closes for all when the probe succeeds', async () => {
    await open();
    await clock.advance(OPEN_MS);
    fails = undefined;
    expect(await extract(breaker())).toBe('found');
    expect(await stores.breakers.read('up')).toEqual(HEALTHY);
    expect(await Promise.all([extract(breaker()), extract(breaker())])).toEqual(['found', 'found']);
  });

  test('stays open for another ten seconds from the moment the probe fails', async () => {
    await open();
    await clock.advance(OPEN_MS);
    const failing = breaker().run('up', newTitle(), async () => {
      await clock.sleep(4_000);
      throw new UnavailableError('still down');
    });
    failing.catch(() => undefined);
    await clock.advance(4_000);
    await expect(failing).rejects.toThrow('still down');
    expect(await breaker().openFor('up')).toBe(OPEN_MS);
  });

  test('lets the next probe through when the last one never ended', async () => {
    await open();
    await clock.advance(OPEN_MS);
    void breaker().run('up', newTitle(), () => new Promise(() => undefined));
    await clock.advance(OPEN_MS - 1);
    expect(await extract(breaker())).toBe('The breaker is open');
    await clock.advance(1);
    fails = undefined;
    expect(await extract(breaker())).toBe('found');
  });
});

describe('what it costs', () => {
  test('a success writes nothing, and reads once', async () => {
    fails = undefined;
    const one = breaker();
    expect(await one.openFor('up')).toBe(0);
    expect(await extract(one)).toBe('found');
    expect([...stores.calls]).toEqual([['breakers', 1]]);
  });

  test('a failure writes once, an open breaker is read once a second', async () => {
    const one = breaker();
    await extract(one);
    expect(stores.count('addFailure')).toBe(1);
    for (let failure = 1; failure < TITLES_TO_OPEN; failure++) await extract(one);
    const reads = stores.count('breakers');
    for (let second = 1; second < 9; second++) {
      await clock.advance(1_000);
      for (let time = 0; time < 10; time++) expect(await extract(one)).toBe('The breaker is open');
    }
    expect(stores.count('breakers')).toBe(reads + 8);
  });

  test('a probe that fails writes twice, and adds no title', async () => {
    await open();
    await clock.advance(OPEN_MS);
    const added = stores.count('addFailure');
    await extract(breaker());
    expect([stores.count('addFailure') - added, stores.count('moveOpenUntil')]).toEqual([0, 2]);
  });
});

describe.each(['refusing', 'hanging'] as const)('where its store is %s', (weather) => {
  test('everything goes through, with little delay', async () => {
    await open();
    stores.weather = weather;
    const began = clock.now();
    const done = extract(breaker()).then((outcome) => ({ outcome, took: clock.now() - began }));
    await clock.advance(5_000);
    const { outcome, took } = await done;
    expect(outcome).toBe('down');
    expect(took).toBeLessThan(1_000);
    expect(asked).toBe(1);
  });
});

test('a guarded provider keeps its name and passes deadline and observer on', async () => {
  const deadline = createDeadline(clock, clock.now() + 1_000);
  const guarded = withBreaker({ name: 'up', extract: async (_, ...given) => ({ given }) as never }, breaker());
  expect(guarded.name).toBe('up');
  const observer = {};
  expect(await guarded.extract(movie('1'), deadline, observer)).toEqual({ given: [deadline, observer] });
  deadline.clear();
});

test('all episodes of a series are one title', async () => {
  const failing = withBreaker(
    {
      name: 'up',
      extract: async () => {
        throw fails;
      },
    },
    breaker(),
  );
  const deadline = createDeadline(clock, clock.now() + 1_000);
  for (let episode = 1; episode <= 2 * TITLES_TO_OPEN; episode++) {
    const content: Content = { mediaType: 'tv', tmdbId: '1', season: 1, episode };
    await expect(failing.extract(content, deadline, {})).rejects.toThrow('down');
  }
  deadline.clear();
});
