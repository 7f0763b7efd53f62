import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ExtractionOutcome } from '../../lambda/cache/extraction.ts';
import { createDeadline } from '../../lambda/deadline.ts';
import { FakeClock, shifted } from '../support/fake-clock.ts';
import { type Answer, DEADLINE_MS, Fleet, found, movie, nameOf, ScriptedProvider, taking } from './fleet.ts';
import { MemoryStores } from './memory-stores.ts';

const TITLE = movie('550');
const KEY = 'movie:550';
const HERD = 50;

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

/** All requests come at the same moment; time moves on until all are answered. */
async function herd(count = HERD, ms = 30_000): Promise<Answer[]> {
  const answers = Promise.all(fleet.containers(count).map((container) => container.get(TITLE)));
  await clock.advance(ms);
  return answers;
}

const deadlineOf = (ms: number) => createDeadline(clock, clock.now() + ms);

const outcomes = (answers: readonly Answer[]) => new Set(answers.map(({ status }) => status.outcome));

describe('of a herd for one absent title', () => {
  test('one extracts and the others wait for its answer', async () => {
    provider.answer = taking(clock, 3_000, () => found('it'));
    const answers = await herd();
    expect(provider.calls).toBe(1);
    expect(new Set(answers.map(nameOf))).toEqual(new Set(['it']));
    expect(answers.filter(({ status }) => status.outcome === 'extracted')).toHaveLength(1);
    expect(answers.filter(({ status }) => status.outcome === 'waited' && status.waitedMs >= 3_000)).toHaveLength(
      HERD - 1,
    );
  });

  test('all report that it does not exist', async () => {
    provider.answer = taking(clock, 500, () => ({ outcome: 'not-found' }));
    const answers = await herd();
    expect(provider.calls).toBe(1);
    expect(answers.every(({ result, status }) => result.result === 'not-found' && status.negative)).toBe(true);
  });

  test.each(['unavailable', 'timeout'] as const)('all report its failure: %s', async (outcome) => {
    provider.answer = taking(clock, 4_000, () => ({ outcome, retryAfter: 12 }));
    // A hand-over that cannot be made leaves the failure to be reported.
    fleet.start = async () => {
      throw new Error('throttled');
    };
    const answers = await herd();
    expect(provider.calls).toBe(1);
    expect(new Set(answers.map(({ result }) => result.result))).toEqual(new Set([outcome]));
  });

  test('even when it fails within no time at all', async () => {
    provider.answer = () => ({ outcome: 'unavailable' });
    const answers = await herd();
    expect(provider.calls).toBe(1);
    expect(outcomes(answers)).toEqual(new Set(['failed']));
  });

  test('each extracts for itself what cannot be shared', async () => {
    provider.answer = taking(clock, 1_000, () =>
      found('short', { expiresAt: clock.now() + 40_000, signedWithoutExpiry: false }),
    );
    const answers = await herd(5);
    expect(answers.map(nameOf)).toEqual(Array(5).fill('short'));
    expect(answers.every(({ status }) => status.outcome === 'extracted' && !status.stored)).toBe(true);
  });

  test('an answer too large for the table is not shared, and no request queues for it', async () => {
    stores.maxData = 10;
    provider.answer = taking(clock, 1_000, () => found('large'));
    const began = clock.now();
    let last = began;
    const answers = Promise.all(
      fleet.containers(5).map(async (container) => {
        const answer = await container.get(TITLE);
        last = Math.max(last, clock.now());
        return answer;
      }),
    );
    await clock.advance(30_000);
    expect((await answers).map(nameOf)).toEqual(Array(5).fill('large'));
    expect(last - began).toBeLessThan(4_000);
    // Its own container keeps it.
    expect((await answers).every(({ status }) => !status.stored)).toBe(true);
    expect(stores.record(KEY)).toMatchObject({ note: { outcome: 'uncacheable' } });
  });

  test('no request waits longer than ten seconds', async () => {
    provider.answer = taking(clock, 20_000, () => found('slow'));
    const began = clock.now();
    const waited: number[] = [];
    const answers = Promise.all(
      fleet.containers(10).map(async (container) => {
        const answer = await container.get(TITLE);
        if (answer.status.outcome === 'failed') waited.push(clock.now() - began);
        return answer;
      }),
    );
    await clock.advance(30_000);
    const gaveUp = (await answers).filter(({ status }) => status.outcome === 'failed');
    expect(gaveUp).toHaveLength(9);
    expect(gaveUp.every(({ result }) => 'retryAfter' in result && result.retryAfter === 5)).toBe(true);
    expect(Math.max(...waited)).toBe(10_000);
    expect(provider.calls).toBe(1);
  });

  test('a request that loses the race writes no more than its one claim', async () => {
    provider.answer = taking(clock, 3_000, () => found('it'));
    await herd();
    const late = fleet.container().get(TITLE);
    await late;
    // One write of a claim each at the most, one entry, and a renewal each two seconds.
    expect(stores.count('acquire')).toBeLessThanOrEqual(HERD);
    expect(stores.count('put')).toBe(1);
    expect(stores.count('renew')).toBe(1);
  });

  test('a request that finds the lease taken writes nothing', async () => {
    provider.answer = taking(clock, 3_000, () => found('it'));
    const first = fleet.container().get(TITLE);
    await clock.advance(100);
    const others = Promise.all(fleet.containers(20).map((container) => container.get(TITLE)));
    await clock.advance(5_000);
    await Promise.all([first, others]);
    expect(stores.count('acquire')).toBe(1);
  });
});

describe('when the holder of the lease is killed', () => {
  test('one other takes over when the lease has run out: two calls at most', async () => {
    let isKilled = false;
    provider.answer = async (content, deadline) => {
      if (provider.calls > 1) return taking(clock, 1_000, () => found('second'))(content, deadline);
      isKilled = true;
      // Its renewals end with it.
      stores.renew = async () => false;
      return new Promise(() => undefined);
    };
    const [holder, ...others] = fleet.containers(HERD);
    void holder!.get(TITLE);
    await clock.advance(50);
    expect(isKilled).toBe(true);
    const answers = Promise.all(others.map((container) => container.get(TITLE)));
    await clock.advance(15_000);
    expect(new Set((await answers).map(nameOf))).toEqual(new Set(['second']));
    expect(provider.calls).toBe(2);
  });

  test('a request with too little time left does not take over', async () => {
    stores.renew = async () => false;
    provider.answer = () => new Promise(() => undefined);
    void fleet.container().get(TITLE);
    await clock.advance(50);
    const { createDeadline } = await import('../../lambda/deadline.ts');
    const short = fleet.container().get(TITLE, { deadline: () => createDeadline(clock, clock.now() + 9_000) });
    await clock.advance(9_500);
    expect((await short).result).toEqual({ result: 'unavailable', retryAfter: 5 });
    expect(provider.calls).toBe(1);
  });

  test('a holder that was only slow renews, and keeps it for as long as it works', async () => {
    provider.answer = taking(clock, 9_000, () => found('slow'));
    const answers = await herd(10);
    expect(provider.calls).toBe(1);
    expect(new Set(answers.map(nameOf))).toEqual(new Set(['slow']));
  });

  test('a holder one of whose renewals hangs renews before the lease expires', async () => {
    provider.answer = taking(clock, 20_000, () => found('slow'));
    const answers = herd(10, 30_000);
    const renew = stores.renew.bind(stores);
    let renewals = 0;
    stores.renew = (...args) => {
      renewals += 1;
      return renewals === 1 ? new Promise(() => undefined) : renew(...args);
    };
    const outcome = await answers;
    expect(provider.calls).toBe(1);
    expect(outcome.filter(({ status }) => status.stored)).toHaveLength(1);
  });

  test('a wait that ends with its deadline is no fault of the table', async () => {
    provider.answer = taking(clock, 40_000, () => found('late'));
    const holder = fleet.container().get(TITLE);
    await clock.advance(1_000);
    const deadline = () => createDeadline(clock, clock.now() + 3_000);
    const waiting = fleet.container().get(TITLE, { deadline });
    await clock.advance(30_000);
    await holder;
    expect((await waiting).status).toMatchObject({ outcome: 'failed', tableErrors: 0 });
  });

  test('clocks that differ by a second never make two holders', async () => {
    provider.answer = taking(clock, 9_000, () => found('one'));
    const ahead = shifted(clock, 1_000);
    const behind = shifted(clock, -1_000);
    const containers = [fleet.container(behind), fleet.container(ahead), fleet.container()];
    const answers = Promise.all(containers.map((container) => container.get(TITLE)));
    await clock.advance(12_000);
    expect((await answers).map(nameOf)).toEqual(['one', 'one', 'one']);
    expect(provider.calls).toBe(1);
  });
});

describe('an extraction that outlasts its request', () => {
  beforeEach(() => {
    provider.answer = taking(clock, 40_000, () => found('late'));
  });

  test('is handed to the refresh function: a timeout first, the answer on a later try', async () => {
    const first = fleet.container().get(TITLE);
    await clock.advance(DEADLINE_MS);
    const { result, status } = await first;
    expect(result.result).toBe('timeout');
    expect(status).toMatchObject({ handedOver: true, stored: false, tableErrors: 0 });
    const impatient = fleet.container().get(TITLE);
    await clock.advance(10_000);
    expect((await impatient).result).toEqual({ result: 'unavailable', retryAfter: 5 });
    await clock.advance(30_000);
    expect(fleet.refreshed).toEqual(['stored']);
    expect(nameOf(await fleet.container().get(TITLE))).toBe('late');
    expect(provider.calls).toBe(2);
  });

  test('does not delay others for long when its event is lost', async () => {
    fleet.holdEvents = true;
    const first = fleet.container().get(TITLE);
    await clock.advance(DEADLINE_MS);
    expect((await first).status.handedOver).toBe(true);
    provider.answer = () => found('quick');
    await clock.advance(15_000);
    expect(nameOf(await fleet.container().get(TITLE))).toBe('quick');
    expect(await fleet.deliver(fleet.events[0]!)).toBe('superseded');
  });

  test('leaves a failure, not a lease, when it cannot be handed over', async () => {
    fleet.start = async () => {
      throw new Error('throttled');
    };
    const first = fleet.container().get(TITLE);
    await clock.advance(DEADLINE_MS);
    expect((await first).status).toMatchObject({ handedOver: false, tableErrors: 0 });
    expect(stores.record(KEY)).toMatchObject({ lease: undefined, note: { outcome: 'timeout' } });
  });

  test('delays the answer by less than the second that is left for it', async () => {
    fleet.start = (_content, _token, signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const began = clock.now();
    let answered = 0;
    void fleet
      .container()
      .get(TITLE)
      .then(() => {
        answered = clock.now();
      });
    await clock.advance(DEADLINE_MS - 10);
    stores.weather = 'hanging';
    await clock.advance(5_000);
    expect(answered - began).toBeLessThan(DEADLINE_MS + 1_000);
  });
});

describe('a lease that another took over', () => {
  /** The first extraction fails at its deadline; a purge and a second container come between. */
  async function overtaken(second: ExtractionOutcome) {
    provider.answer = (content, deadline) =>
      provider.calls === 1
        ? taking(clock, 40_000, () => found('never'))(content, deadline)
        : taking(clock, 1_000, () => second)(content, deadline);
    const first = fleet.container().get(TITLE);
    await clock.advance(15_000);
    await fleet.purge({ content: TITLE });
    const other = fleet.container().get(TITLE);
    await clock.advance(DEADLINE_MS);
    return { first: await first, other: await other };
  }

  test('may have brought the answer: one look more before a 504', async () => {
    const { first, other } = await overtaken(found('others'));
    expect(nameOf(other)).toBe('others');
    expect(nameOf(first)).toBe('others');
    expect(first.status).toMatchObject({ outcome: 'waited', negative: false, handedOver: false });
  });

  test('may have shown that there is nothing', async () => {
    const { first } = await overtaken({ outcome: 'not-found' });
    expect(first.result.result).toBe('not-found');
    expect(first.status).toMatchObject({ outcome: 'waited', negative: true });
  });

  test('may have failed as well: then the answer is a failure', async () => {
    const { first } = await overtaken({ outcome: 'unavailable' });
    expect(first.result.result).toBe('timeout');
    expect(first.status).toMatchObject({ outcome: 'failed' });
  });

  test('is looked for only where it was lost', async () => {
    provider.answer = () => ({ outcome: 'unavailable' });
    await fleet.container().get(TITLE);
    expect(stores.count('read')).toBe(1);
  });
});

test('a lease ends soon after its deadline, although its extraction never does', async () => {
  provider.answer = () => (provider.calls === 1 ? new Promise(() => undefined) : found('second'));
  void fleet.container().get(TITLE);
  await clock.advance(DEADLINE_MS + 6_000);
  expect(nameOf(await fleet.container().get(TITLE))).toBe('second');
});

test('the lease of a refresh ends soon after its deadline as well', async () => {
  provider.answer = () =>
    provider.calls === 1
      ? taking(clock, 40_000, () => found('x'))(TITLE, deadlineOf(26_000))
      : new Promise(() => undefined);
  void fleet.container().get(TITLE);
  await clock.advance(DEADLINE_MS);
  expect(provider.calls).toBe(2);
  await clock.advance(120_000 + 6_000);
  provider.answer = () => found('third');
  expect(nameOf(await fleet.container().get(TITLE))).toBe('third');
});

test('a blocked provider is not asked, and no lease is taken for it', async () => {
  provider.blockedMs = 7_400;
  const { result } = await fleet.container().get(TITLE);
  expect(result).toEqual({ result: 'unavailable', retryAfter: 8 });
  expect([provider.calls, stores.count('acquire')]).toEqual([0, 0]);
});
