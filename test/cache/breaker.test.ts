import { beforeEach, describe, expect, test } from '@jest/globals';
import { createDeadline } from '../../lambda/deadline.ts';
import { Breaker, FAILURES_TO_OPEN, HEALTHY, OPEN_MS, withBreaker } from '../../lambda/extractors/breaker.ts';
import { InvalidAnswerError, NotFoundError, UnavailableError } from '../../lambda/extractors/extractor.ts';
import { UpstreamStatusError } from '../../lambda/extractors/upstream-status-error.ts';
import { FakeClock } from '../fake-clock.ts';
import { movie } from './fleet.ts';
import { MemoryStores } from './memory-stores.ts';

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

const refusal = (status: number) => new UnavailableError('up', { cause: new UpstreamStatusError(status) });

const breaker = () => new Breaker(stores.breakers, clock);

/** One extraction through a breaker: what became of it. */
async function extract(one: Breaker): Promise<string> {
  try {
    return await one.run('up', async () => {
      asked += 1;
      if (fails) throw fails;
      return 'found';
    });
  } catch (error) {
    return (error as Error).message;
  }
}

/** Five containers see one failure each. */
async function open(): Promise<void> {
  for (let failure = 0; failure < FAILURES_TO_OPEN; failure++) expect(await extract(breaker())).toBe('down');
  asked = 0;
}

describe('the breaker of an upstream', () => {
  test('opens for the whole fleet after five failures in a row, wherever they were seen', async () => {
    await open();
    expect(await extract(breaker())).toBe('The breaker is open');
    expect(await breaker().openFor('up')).toBe(OPEN_MS);
    expect(asked).toBe(0);
    expect(await breaker().openFor('another')).toBe(0);
  });

  test('is asked again after a failure of its own: the fifth may be seen by another container', async () => {
    const one = breaker();
    for (let failure = 1; failure < FAILURES_TO_OPEN; failure++) await extract(one);
    await extract(breaker());
    expect(await extract(one)).toBe('The breaker is open');
    expect(asked).toBe(FAILURES_TO_OPEN);
  });

  test('is open as soon as the fifth failure is counted: there is no moment between', async () => {
    await open();
    expect(stores.count('claimProbe')).toBe(0);
    expect(await stores.breakers.read('up')).toEqual({ failures: FAILURES_TO_OPEN, restUntil: clock.now() + OPEN_MS });
  });

  test('does not hold back a container that lost the probe to one that succeeded', async () => {
    await open();
    await clock.advance(OPEN_MS);
    fails = undefined;
    const loser = breaker();
    expect(await loser.openFor('up')).toBe(0);
    expect(await extract(breaker())).toBe('found');
    expect(await extract(loser)).toBe('The breaker is open');
    expect(await extract(loser)).toBe('found');
  });

  test('says how long it stays open', async () => {
    await open();
    await clock.advance(2_500);
    await expect(breaker().run('up', async () => 'x')).rejects.toMatchObject({ retryAfter: 8, timedOut: false });
  });

  test('counts only failures in a row', async () => {
    for (let round = 0; round < 3; round++) {
      fails = new UnavailableError('down');
      for (let failure = 1; failure < FAILURES_TO_OPEN; failure++) await extract(breaker());
      fails = undefined;
      expect(await extract(breaker())).toBe('found');
    }
    expect(await breaker().openFor('up')).toBe(0);
  });

  test.each([
    ['an answer that is none counts', new InvalidAnswerError('garbage'), true],
    ['not to have a title is a success', new NotFoundError('no'), false],
    ['a 4xx about one title is none of the service', refusal(451), false],
    ['a 400 is none of the service', refusal(400), false],
    ['a token that is refused counts', refusal(401), true],
    ['a 403 counts', refusal(403), true],
    ['too many requests count', refusal(429), true],
    ['a 500 counts', refusal(500), true],
  ])('%s', async (_, error, opens) => {
    fails = error;
    for (let failure = 0; failure < FAILURES_TO_OPEN; failure++) await extract(breaker());
    expect((await breaker().openFor('up')) > 0).toBe(opens);
  });

  test('lets exactly one probe through when its ten seconds are over', async () => {
    await open();
    await clock.advance(OPEN_MS - 1);
    expect(await extract(breaker())).toBe('The breaker is open');
    await clock.advance(1);
    let release = () => {};
    const holding = new Promise<void>((resolve) => {
      release = resolve;
    });
    const probe = breaker().run('up', async () => {
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
    const failing = breaker().run('up', async () => {
      await clock.sleep(4_000);
      throw new UnavailableError('still down');
    });
    failing.catch(() => undefined);
    await clock.advance(4_000);
    await expect(failing).rejects.toThrow('still down');
    expect(await breaker().openFor('up')).toBe(OPEN_MS);
  });

  test('lets the next probe through when the last one died', async () => {
    await open();
    await clock.advance(OPEN_MS);
    void breaker().run('up', () => new Promise(() => undefined));
    await clock.advance(OPEN_MS - 1);
    expect(await extract(breaker())).toBe('The breaker is open');
    await clock.advance(1);
    fails = undefined;
    expect(await extract(breaker())).toBe('found');
  });
});

describe('what it costs', () => {
  test('a success writes nothing, and is asked about once', async () => {
    fails = undefined;
    const one = breaker();
    expect(await one.openFor('up')).toBe(0);
    expect(await extract(one)).toBe('found');
    expect([...stores.calls]).toEqual([['breakers', 1]]);
  });

  test('a failure writes once, an open breaker is known without a read', async () => {
    const one = breaker();
    await extract(one);
    expect(stores.count('addFailure')).toBe(1);
    for (let failure = 1; failure < FAILURES_TO_OPEN; failure++) await extract(one);
    const reads = stores.count('breakers');
    for (let second = 0; second < 9; second++) {
      await clock.advance(1_000);
      expect(await extract(one)).toBe('The breaker is open');
    }
    expect(stores.count('breakers')).toBe(reads);
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

test('a guarded extractor keeps its name and passes its deadline on', async () => {
  const deadline = createDeadline(clock, clock.now() + 1_000);
  const guarded = withBreaker({ name: 'up', extract: async (_, given) => ({ given }) as never }, breaker());
  expect(guarded.name).toBe('up');
  expect(await guarded.extract(movie('1'), deadline)).toEqual({ given: deadline });
  deadline.clear();
});
