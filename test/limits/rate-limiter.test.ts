import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Client } from '../../lambda/limits/client.ts';
import { CounterTable } from '../../lambda/limits/counter-table.ts';
import { RateLimiter, type RequestCounter } from '../../lambda/limits/rate-limiter.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type RunningTable, startLimitTable, TABLE } from './limit-table.ts';

const MIDNIGHT = Date.UTC(2026, 10, 23);
const CLIENT: Client = { hash: 'q2xpZW50LW9uZS1oYXNoMQ', saltIsLocal: false };
const OTHER: Client = { hash: 'q2xpZW50LXR3by1oYXNoMg', saltIsLocal: false };

let table: RunningTable;
let clock: FakeClock;

beforeEach(async () => {
  table = await startLimitTable();
  clock = new FakeClock(MIDNIGHT + 15_250);
});
afterEach(() => table.stop());

const limiterOn = (counter: RequestCounter, limit = 100) =>
  new RateLimiter({ counter, clock, limit, windowSeconds: 60 });

const sharedLimiter = (limit?: number) => limiterOn(new CounterTable(table.client, TABLE), limit);

async function ask(limiter: RateLimiter, times: number, client = CLIENT) {
  const decisions = [];
  for (let time = 0; time < times; time += 1) decisions.push(await limiter.decide(client, clock.now()));
  return decisions;
}

/** A counter that fails in the way a test sets, until the test resets it. */
function faultyCounter(add: RequestCounter['add']) {
  const counter = {
    calls: 0,
    fault: add,
    add: (...parameters: Parameters<RequestCounter['add']>) => {
      counter.calls += 1;
      return counter.fault(...parameters);
    },
  };
  return counter;
}

const outage = () => Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { name: 'TimeoutError' }));

describe('a client within one window', () => {
  test('has 100 requests pass and the 101st refused, with the right numbers on each', async () => {
    const decisions = await ask(sharedLimiter(), 101);
    expect(decisions.map((decision) => decision.allowed)).toEqual([...Array(100).fill(true), false]);
    expect(decisions.map((decision) => decision.remaining)).toEqual([...Array(100).keys()].reverse().concat(0));
    expect(decisions[100]).toMatchObject({
      limit: 100,
      resetAt: MIDNIGHT / 1000 + 60,
      // 44.75 s are left; a client that came back after 44 would be refused again.
      retryAfter: 45,
      fallback: false,
    });
  });

  test('does not use up what another client has', async () => {
    const limiter = sharedLimiter(3);
    await ask(limiter, 4);
    const [decision] = await ask(limiter, 1, OTHER);
    expect(decision).toMatchObject({ allowed: true, remaining: 2 });
  });

  test('passes again when the window has ended, and not a millisecond sooner', async () => {
    const limiter = sharedLimiter(3);
    await ask(limiter, 4);
    await clock.advance(60_000 - 15_250 - 1);
    expect((await ask(limiter, 1))[0]).toMatchObject({ allowed: false, retryAfter: 1 });
    await clock.advance(1);
    expect((await ask(limiter, 1))[0]).toMatchObject({ allowed: true, remaining: 2, resetAt: MIDNIGHT / 1000 + 120 });
  });

  test('costs one write a request, and none once it has used up its window', async () => {
    const { client, sent } = table.watchedClient();
    const limiter = limiterOn(new CounterTable(client, TABLE), 3);
    await ask(limiter, 3);
    expect(sent).toEqual(['UpdateCommand', 'UpdateCommand', 'UpdateCommand']);
    const refused = await ask(limiter, 50);
    expect(refused.every((decision) => !decision.allowed && decision.remaining === 0)).toBe(true);
    expect(sent).toHaveLength(3);
  });

  test('is one item, which DynamoDB may sweep a window after its own', async () => {
    await ask(sharedLimiter(), 2);
    const begin = MIDNIGHT / 1000;
    const pk = `rate#${begin}#${CLIENT.hash}`;
    expect(await table.keys()).toEqual([pk]);
    expect(await table.item(pk)).toEqual({ pk, requests: 2, ttl: begin + 120 });
  });

  test('is judged by the window a clock stepped back to', async () => {
    const limiter = sharedLimiter(2);
    await clock.advance(60_000);
    await ask(limiter, 3);
    expect((await limiter.decide(CLIENT, clock.now() - 60_000)).allowed).toBe(true);
    expect((await limiter.decide(CLIENT, clock.now())).allowed).toBe(false);
  });
});

test('a count that arrives when its window has ended does not count in the next one', async () => {
  let arrive = (_count: number) => {};
  const counter = faultyCounter(
    () =>
      new Promise((resolve) => {
        arrive = resolve;
      }),
  );
  const limiter = limiterOn(counter, 3);
  await clock.advance(60_000 - 15_250 - 100);
  const late = limiter.decide(CLIENT, clock.now());
  await clock.advance(100);
  counter.fault = () => Promise.resolve(1);
  await ask(limiter, 1, OTHER);
  arrive(3);
  expect(await late).toMatchObject({ allowed: true, remaining: 0 });
  expect((await ask(limiter, 1))[0]).toMatchObject({ allowed: true });
});

describe('containers that share a table', () => {
  test('admit exactly 100 of 400 simultaneous requests between the four of them', async () => {
    const limiters = Array.from({ length: 4 }, () => sharedLimiter());
    const decisions = await Promise.all(
      Array.from({ length: 400 }, (_, index) => limiters[index % 4]!.decide(CLIENT, clock.now())),
    );
    expect(decisions.filter((decision) => decision.allowed)).toHaveLength(100);
    expect(decisions.filter((decision) => decision.fallback)).toEqual([]);
  });

  test('write no more than the limit and one more each for a client that never stops asking', async () => {
    const watched = Array.from({ length: 4 }, () => table.watchedClient());
    const limiters = watched.map(({ client }) => limiterOn(new CounterTable(client, TABLE), 20));
    for (let round = 0; round < 50; round += 1) for (const limiter of limiters) await ask(limiter, 1);
    expect(watched.flatMap(({ sent }) => sent).length).toBeLessThanOrEqual(20 + 4);
  });
});

describe('when the table is not available', () => {
  test('the container applies the limit by itself, and the decision shows it', async () => {
    await table.client.send(new DeleteTableCommand({ TableName: TABLE }));
    const decisions = await ask(sharedLimiter(3), 5);
    expect(decisions.map(({ allowed, remaining, fallback }) => ({ allowed, remaining, fallback }))).toEqual([
      { allowed: true, remaining: 2, fallback: true },
      { allowed: true, remaining: 1, fallback: true },
      { allowed: true, remaining: 0, fallback: true },
      { allowed: false, remaining: 0, fallback: true },
      { allowed: false, remaining: 0, fallback: true },
    ]);
    expect(decisions[0]!.failure).toBe('ResourceNotFoundException');
  });

  test('a call that hangs is waited for one second at first and 250 ms later, and is aborted', async () => {
    const signals: AbortSignal[] = [];
    const counter = faultyCounter((_client, _window, signal) => {
      signals.push(signal);
      return new Promise<never>(() => undefined);
    });
    const limiter = limiterOn(counter);
    for (const wait of [1_000, 250]) {
      let decided = false;
      const deciding = limiter.decide(CLIENT, clock.now()).then((decision) => {
        decided = true;
        return decision;
      });
      await clock.advance(wait - 1);
      expect(decided).toBe(false);
      expect(signals.at(-1)!.aborted).toBe(false);
      await clock.advance(1);
      expect(await deciding).toMatchObject({ allowed: true, fallback: true, failure: 'DeadlineError' });
      expect(signals.at(-1)!.aborted).toBe(true);
      await clock.advance(1_000);
    }
    expect(signals).toHaveLength(2);
  });

  test('it is asked again after a second, not by every request', async () => {
    const counter = faultyCounter(outage);
    const limiter = limiterOn(counter);
    await ask(limiter, 10);
    expect(counter.calls).toBe(1);
    await clock.advance(999);
    await ask(limiter, 1);
    expect(counter.calls).toBe(1);
    await clock.advance(1);
    await ask(limiter, 1);
    expect(counter.calls).toBe(2);
  });

  test('the count goes on from what was known before, and is the shared one again afterwards', async () => {
    const shared = new CounterTable(table.client, TABLE);
    const counter = faultyCounter((...parameters) => shared.add(...parameters));
    const limiter = limiterOn(counter, 10);
    await ask(limiter, 4);
    counter.fault = outage;
    expect((await ask(limiter, 2)).map(({ remaining }) => remaining)).toEqual([5, 4]);
    counter.fault = (...parameters) => shared.add(...parameters);
    await clock.advance(1_000);
    expect((await ask(limiter, 1))[0]).toMatchObject({ allowed: true, remaining: 5, fallback: false });
  });

  test('a client hashed with a salt of this container alone is counted here without asking the table', async () => {
    const counter = faultyCounter(outage);
    const limiter = limiterOn(counter, 2);
    const decisions = await ask(limiter, 3, { hash: 'bG9jYWwtc2FsdC1oYXNoMQ', saltIsLocal: true });
    expect(decisions.map(({ allowed, fallback }) => [allowed, fallback])).toEqual([
      [true, true],
      [true, true],
      [false, true],
    ]);
    expect(counter.calls).toBe(0);
  });
});

describe('memory', () => {
  test('a flood of clients evicts the least recently used, which is then counted by the table again', async () => {
    const counts = new Map<string, number>();
    const counter = faultyCounter(async (client) => {
      counts.set(client, (counts.get(client) ?? 0) + 1);
      return counts.get(client)!;
    });
    const limiter = limiterOn(counter, 2);
    await ask(limiter, 2);
    await ask(limiter, 2, OTHER);
    for (let index = 0; index < 9_998; index += 1) {
      await limiter.decide({ hash: `flood-${index}`, saltIsLocal: false }, clock.now());
    }
    const { calls } = counter;
    expect((await ask(limiter, 1))[0]).toMatchObject({ allowed: false });
    expect(counter.calls).toBe(calls);
    await ask(limiter, 1, { hash: 'one-more', saltIsLocal: false });
    expect((await ask(limiter, 1, OTHER))[0]).toMatchObject({ allowed: false });
    expect((await ask(limiter, 1))[0]).toMatchObject({ allowed: false });
    // The one more, and the other client whose count was pushed out.
    expect(counter.calls).toBe(calls + 2);
  });
});

test('a window that does not divide a day is refused: it would see two salts', () => {
  const counter = faultyCounter(outage);
  const of = (windowSeconds: number) => () => new RateLimiter({ counter, clock, limit: 100, windowSeconds });
  for (const seconds of [7, 2_500, 86_399, 90_000, 172_800]) expect(of(seconds)).toThrow(RangeError);
  for (const seconds of [1, 60, 3_600, 86_400]) expect(of(seconds)).not.toThrow();
});
