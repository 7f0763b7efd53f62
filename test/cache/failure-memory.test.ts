import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ExtractionOutcome } from '../../lambda/cache/extraction.ts';
import { rememberedFor } from '../../lambda/cache/failure-memory.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type Answer, Fleet, found, movie, nameOf, ScriptedProvider, taking } from './fleet.ts';
import { MemoryStores } from './memory-stores.ts';

const TITLE = movie('667');
const OTHER = movie('668');

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

const failing = (facts: Partial<ExtractionOutcome> = {}) => {
  provider.answer = () => ({ outcome: 'unavailable', ...facts }) as ExtractionOutcome;
};
/** Each in a new container. */
const ask = (content = TITLE): Promise<Answer> => fleet.container().get(content);
const retryAfterOf = ({ result }: Answer) => ('entry' in result ? undefined : result.retryAfter);

describe('a title that failed', () => {
  test('is not extracted again before its Retry-After: all requests get its failure at once', async () => {
    failing();
    const waits = [];
    for (let second = 0; second < 5; second++) {
      const began = clock.now();
      waits.push(retryAfterOf(await ask()));
      expect(clock.now()).toBe(began);
      await clock.advance(1_000);
    }
    expect(waits).toEqual([5, 4, 3, 2, 1]);
    expect(provider.calls).toBe(1);
    expect([stores.count('acquire'), stores.count('release')]).toEqual([1, 1]);
    provider.answer = () => found('back');
    expect(nameOf(await ask())).toBe('back');
  });

  test('takes nothing from another one', async () => {
    failing();
    await ask();
    provider.answer = () => found('it');
    expect(nameOf(await ask(OTHER))).toBe('it');
  });

  test.each([
    ['as long as the provider asked', 12, 12],
    ['not for ever, even if the provider asked for it', 86_400, 60],
    ['for a second at least', 0, 1],
    ['for whole seconds', 2.5, 3],
  ])('is remembered %s', async (_, retryAfter, seconds) => {
    failing({ retryAfter });
    expect(retryAfterOf(await ask())).toBe(seconds);
    await clock.advance(seconds * 1_000 - 1);
    expect(retryAfterOf(await ask())).toBe(1);
    expect(provider.calls).toBe(1);
    await clock.advance(1);
    await ask();
    expect(provider.calls).toBe(2);
  });

  test('is remembered by a herd that comes after the one that waited', async () => {
    provider.answer = taking(clock, 2_000, () => ({ outcome: 'unavailable' }));
    const first = Promise.all(fleet.containers(10).map((each) => each.get(TITLE)));
    await clock.advance(4_000);
    await first;
    const second = await Promise.all(fleet.containers(10).map((each) => each.get(TITLE)));
    expect(new Set(second.map(({ result }) => result.result))).toEqual(new Set(['unavailable']));
    expect(provider.calls).toBe(1);
  });

  test('is remembered when its refresh failed as its last stale answer expired', async () => {
    await ask();
    await clock.advance(89 * 60_000 + 59_500);
    provider.answer = taking(clock, 1_000, () => ({ outcome: 'unavailable' }));
    expect((await ask()).status.refresh).toBe('started');
    await clock.advance(1_000);
    expect(retryAfterOf(await ask())).toBe(5);
    expect(provider.calls).toBe(2);
  });

  test('is 503 while it is remembered, also where it had run out of time', async () => {
    provider.answer = taking(clock, 60_000, () => found('never'));
    fleet.start = async () => {
      throw new Error('throttled');
    };
    const first = ask();
    await clock.advance(27_000);
    expect((await first).result.result).toBe('timeout');
    expect((await ask()).result.result).toBe('unavailable');
  });

  test.each([
    ['it', { content: TITLE }],
    ['its title', { title: TITLE }],
    ['everything', { all: true }],
  ] as const)('is forgotten by a purge of %s', async (_, scope) => {
    failing();
    await ask();
    await fleet.purge(scope);
    provider.answer = () => found('fixed');
    expect(nameOf(await ask())).toBe('fixed');
  });

  test('is not forgotten by a purge of another', async () => {
    failing();
    await ask();
    await fleet.purge({ content: OTHER });
    await ask();
    expect(provider.calls).toBe(1);
  });

  test('is extracted again when a clock that was wrong wrote how long it is remembered', async () => {
    const [key, note] = ['movie:667', { owner: 'a', outcome: 'unavailable', generation: 0 } as const];
    await stores.acquire(key, { lease: { owner: 'a', until: 1, generation: 0 }, seen: {}, required: 0, now: 0 });
    await stores.release(key, { ...note, until: clock.now() + 365 * 24 * 3_600_000 });
    expect(nameOf(await ask())).toBe('answer-1');
  });
});

test.each([
  ['whose provider has a breaker that is open', { outcome: 'unavailable', retryAfter: 10, blocked: true }],
  ['whose extraction could not begin', { outcome: 'internal' }],
  ['that cannot be stored', found('short', { signedWithoutExpiry: false, expiresAt: 0 })],
] as const)('a title %s is not remembered as failed', async (_, outcome) => {
  provider.answer = () => outcome as ExtractionOutcome;
  await ask();
  provider.answer = () => found('back');
  expect(nameOf(await ask())).toBe('back');
});

test('a note counts until its time, by a clock that is 15 seconds off at most, and for its own generation on', () => {
  const now = clock.now();
  const left = (until: number | undefined, required = 3) =>
    rememberedFor({ owner: 'a', outcome: 'unavailable', until, generation: 3 }, required, now);
  expect([left(now + 1), left(now + 1_000), left(now + 1_001), left(now + 75_000)]).toEqual([1, 1, 2, 75]);
  expect([left(now), left(now - 1), left(now + 75_001), left(undefined)]).toEqual(Array(4).fill(undefined));
  expect([left(now + 1_000, 2), left(now + 1_000, 4)]).toEqual([1, undefined]);
  expect(rememberedFor(undefined, 0, now)).toBeUndefined();
});
