import { afterEach, describe, expect, test } from '@jest/globals';
import { OPEN_MS, TITLES_TO_OPEN } from '../../../lambda/providers/breaker.ts';
import { type Behaviour, type DrivenProviders, drivenProviders, lists } from './driven-providers.ts';

let asked: DrivenProviders;
afterEach(() => asked.stop());

const hangs: Behaviour = () => undefined;
const within =
  (ms: number): Behaviour =>
  (id) => ({ ms, body: lists(`https://cdn.test/${id}-${ms}.mp4`) });
const lacks: Behaviour = () => ({ ms: 20, status: 404 });
const fails: Behaviour = () => ({ ms: 20, status: 503 });

const hedge = async (behaviours: Behaviour[], settings: object = {}) => {
  asked = await drivenProviders({ strategy: 'hedge', ...settings }, behaviours);
  return asked;
};
const calls = () => asked.servers.map(({ requests }) => requests.length);
const urls = ({ extraction }: Awaited<ReturnType<DrivenProviders['ask']>>) => extraction?.sources.map(({ url }) => url);
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

describe('a provider that is silent', () => {
  test('is overtaken by the next one, and its connection is closed before the answer', async () => {
    await hedge([hangs, within(100)]);
    const answer = await asked.ask('1');
    expect(urls(answer)).toEqual(['https://cdn.test/1-100.mp4']);
    expect(answer.ms).toBeGreaterThanOrEqual(2_500);
    expect(answer.ms).toBeLessThanOrEqual(3_000);
    expect(calls()).toEqual([1, 1]);
    expect(asked.pending()).toBe(0);
    expect(answer.events).toMatchObject([
      { provider: 'p2', outcome: 'found', extraCalls: 1 },
      { provider: 'p1', outcome: 'overtaken' },
    ]);
    expect(answer.attempts).toContainEqual(expect.objectContaining({ provider: 'p1', outcome: 'cancelled' }));
  });

  test('wins where it answers first after all, which is no failure of the other', async () => {
    await hedge([within(2_600), within(1_000)]);
    for (let id = 1; id <= TITLES_TO_OPEN + 1; id += 1) {
      const answer = await asked.ask(String(id));
      expect(urls(answer)).toEqual([`https://cdn.test/${id}-2600.mp4`]);
      if (id === 1)
        expect(answer.events).toMatchObject([{ outcome: 'found' }, { provider: 'p2', outcome: 'cancelled' }]);
    }
    expect((await asked.ask('100')).events).not.toContainEqual(expect.objectContaining({ outcome: 'blocked' }));
  });

  test('of three that are silent one after the other each is overtaken, as long as the budget lasts', async () => {
    await hedge([hangs, hangs, within(50)], { extraCallsPercent: 100 });
    const answer = await asked.ask('1');
    expect(answer.ms).toBeLessThanOrEqual(5_500);
    expect(calls()).toEqual([1, 1, 1]);
  });

  test('opens its breaker after five titles, and is then skipped without an extra call', async () => {
    await hedge([hangs, within(100)], { extraCallsPercent: 100 });
    for (let id = 1; id <= TITLES_TO_OPEN; id += 1) await asked.ask(String(id));
    expect(calls()).toEqual([TITLES_TO_OPEN, TITLES_TO_OPEN]);
    const answer = await asked.ask('6');
    expect(answer.ms).toBeLessThanOrEqual(200);
    expect(answer.events).toEqual([
      expect.objectContaining({ provider: 'p1', outcome: 'blocked' }),
      { provider: 'p2', outcome: 'found', durationMs: expect.any(Number) },
    ]);
    expect(calls()[0]).toBe(TITLES_TO_OPEN);
  });

  test('takes one extra call also where the next one is skipped for its breaker', async () => {
    const isLast = (id: string) => Number(id) > TITLES_TO_OPEN;
    await hedge([(id) => (isLast(id) ? undefined : lacks(id)), fails, (id) => (isLast(id) ? within(50) : lacks)(id)], {
      extraCallsPercent: 0,
    });
    for (let id = 1; id <= TITLES_TO_OPEN; id += 1) await asked.ask(String(id));
    const answer = await asked.ask(String(TITLES_TO_OPEN + 1));
    expect(answer.ms).toBeLessThanOrEqual(3_000);
    expect(answer.events).toMatchObject([
      { provider: 'p2', outcome: 'blocked' },
      { provider: 'p3', outcome: 'found', extraCalls: 1 },
      { provider: 'p1', outcome: 'overtaken' },
    ]);
    expect(answer.events[0]).not.toHaveProperty('extraCalls');
  });
});

test('of 200 titles with a first provider that always hangs the 20th and later are answered in time', async () => {
  await hedge([hangs, within(100)]);
  const times: number[] = [];
  const extra: number[] = [];
  let blocked = 0;
  for (let id = 1; id <= 200; id += 1) {
    const { ms, events } = await asked.ask(String(id));
    times.push(ms);
    const isBlocked = events.some(({ outcome }) => outcome === 'blocked');
    const calls = events.reduce((sum, { extraCalls = 0 }) => sum + extraCalls, 0);
    if (isBlocked) blocked += 1;
    if (isBlocked) extra.push(calls);
  }
  expect(median(times.slice(19))).toBeLessThanOrEqual(3_000);
  expect(blocked).toBeGreaterThan(100);
  expect(Math.max(...extra)).toBe(0);
  expect(calls()[0]).toBeLessThanOrEqual(TITLES_TO_OPEN + Math.ceil((200 * 100) / OPEN_MS) + 2);
});

describe('extra calls', () => {
  const titles = 1_000;

  test('are at most one in a hundred where the first provider is healthy', async () => {
    await hedge([(id) => within(Number(id) % 250 === 0 ? 3_000 : 100 + (Number(id) % 400))(id), within(100)]);
    for (let id = 1; id <= titles; id += 1) await asked.ask(String(id));
    expect(calls()[0]).toBe(titles);
    expect(calls()[1]).toBeLessThanOrEqual(titles / 100);
  });

  test.each([0, 10, 25])('are at most %d in a hundred, and one, where it takes five times as long', async (percent) => {
    await hedge([within(3_000), within(600)], { extraCallsPercent: percent, hedgeAfterMs: 1_500 });
    let refused = 0;
    for (let id = 1; id <= 200; id += 1) refused += (await asked.ask(String(id))).refused.length;
    expect(calls()[1]).toBeLessThanOrEqual(1 + (200 * percent) / 100);
    expect(refused).toBeGreaterThan(0);
  });

  test('come later beside a provider that is always slow: after the 95th percentile of its own calls', async () => {
    await hedge([(id) => within(Number(id) <= 20 ? 3_000 : 2_900)(id), lacks], { extraCallsPercent: 100 });
    for (let id = 1; id <= 20; id += 1) await asked.ask(String(id));
    expect(calls()).toEqual([20, 20]);
    for (let id = 21; id <= 40; id += 1) await asked.ask(String(id));
    expect(calls()).toEqual([40, 20]);
  });
});

describe('a provider that another follows', () => {
  test('has one attempt; its second and third come after the others were asked', async () => {
    let count = 0;
    await hedge([() => (++count < 3 ? { ms: 20, status: 503 } : within(20)('1')), lacks, lacks]);
    const answer = await asked.ask('1');
    expect(urls(answer)).toEqual(['https://cdn.test/1-20.mp4']);
    expect(calls()).toEqual([3, 1, 1]);
    const order = answer.attempts.map(({ provider, attempt }) => `${provider} ${attempt}`);
    expect(order).toEqual(['p1 1', 'p2 1', 'p3 1', 'p1 2', 'p1 3']);
  });

  test('takes turns with others that failed too', async () => {
    await hedge([fails, fails]);
    const { error, attempts } = await asked.ask('1');
    expect(error).toMatchObject({ name: 'UnavailableError', timedOut: false });
    const order = attempts.map(({ provider, attempt }) => `${provider} ${attempt}`);
    expect(order).toEqual(['p1 1', 'p2 1', 'p1 2', 'p2 2', 'p1 3', 'p2 3']);
  });

  test('leaves the later ones their time where no extra call is left', async () => {
    await hedge([hangs, hangs, hangs, within(100)], { extraCallsPercent: 0 });
    await asked.ask('1');
    const answer = await asked.ask('2');
    expect(urls(answer)).toEqual(['https://cdn.test/2-100.mp4']);
    expect(answer.refused).toEqual(['p2']);
    expect(answer.ms).toBeLessThanOrEqual(25_000);
  });
});

describe('where nobody finds the title', () => {
  test('it is not found when all of them lack it', async () => {
    await hedge([lacks, lacks]);
    expect((await asked.ask('1')).error).toMatchObject({ name: 'NotFoundError' });
  });

  test('it has timed out when all of them hang', async () => {
    await hedge([hangs, hangs]);
    const { error, ms } = await asked.ask('1');
    expect(error).toMatchObject({ name: 'UnavailableError', timedOut: true });
    expect(ms).toBeLessThanOrEqual(26_100);
    expect(asked.pending()).toBe(0);
  });
});
