import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ExtractionOutcome } from '../../lambda/cache/extraction.ts';
import type { SharedStore } from '../../lambda/cache/shared-store.ts';
import { contentKey } from '../../lambda/stream/content.ts';
import { FakeClock, shifted } from '../support/fake-clock.ts';
import { type Answer, DEADLINE_MS, Fleet, found, LIFETIMES, MINUTE, movie, nameOf, ScriptedProvider } from './fleet.ts';
import { MemoryStores } from './memory-stores.ts';

/*
 * Random sequences of requests, failures, purges, crashes, outages and jumps of time over several containers, held
 * against a simple oracle. It knows of each extraction when it began, when it ended and when its links expire, and of
 * each purge when it was made; from that alone it decides which answers may be served when, and which extractions may
 * overlap.
 */

const CONTAINERS = 4;
const TITLES = ['1', '2'];
/** The containers' clocks differ from the true time by up to this. */
const SKEW = 500;
const LINK_MARGIN = MINUTE;
const PROMISE = 5_000;

type ProviderMode = 'answers' | 'has nothing' | 'fails' | 'hangs' | 'has short links' | 'has links of five minutes';

type Step =
  | { readonly do: 'get'; readonly container: number; readonly title: string }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'provider'; readonly mode: ProviderMode; readonly takes: number }
  | { readonly do: 'purge'; readonly titles: readonly string[] }
  | { readonly do: 'crash'; readonly container: number }
  | { readonly do: 'table'; readonly out: boolean }
  | { readonly do: 'events'; readonly lost: boolean };

const title = fc.constantFrom(...TITLES);
const container = fc.nat(CONTAINERS - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constant('get' as const), container, title }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 90, 700, 2_000, 4_001, 5_001, 7_000, MINUTE, 10 * MINUTE, 30 * MINUTE, 61 * MINUTE),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('provider' as const),
      mode: fc.constantFrom<ProviderMode>(
        'answers',
        'answers',
        'has nothing',
        'fails',
        'hangs',
        'has short links',
        'has links of five minutes',
      ),
      takes: fc.constantFrom(0, 300, 3_000, 9_000, 40_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('purge' as const),
      titles: fc.oneof(
        title.map((id) => [id]),
        fc.constant(TITLES),
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const), container }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('table' as const), out: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('events' as const), lost: fc.boolean() }) },
);

interface Extraction {
  readonly title: string;
  readonly began: number;
  /** Purges before it. */
  readonly after: number;
  ended: number;
  /** Infinite for links that are not signed. */
  expires: number;
}

/** All that happened, and what it allows. */
class Oracle {
  readonly extractions = new Map<string, Extraction>();
  readonly purges: { readonly titles: readonly string[]; readonly at: number }[] = [];
  /** When the table was out; the last may still be open. */
  readonly outages: { readonly from: number; to: number }[] = [];
  /** Moments from which on a second extraction may run beside one of before: a crash, a lost event, a short link. */
  readonly disturbed: number[] = [];
  readonly faults: string[] = [];

  purged(titles: readonly string[], at: number): void {
    this.purges.push({ titles, at });
  }

  outageSince(time: number): boolean {
    return this.outages.some(({ to }) => to >= time);
  }

  extractionBegins(name: string, id: string, now: number): void {
    const running = [...this.extractions.values()].filter(({ title, ended }) => title === id && ended > now);
    for (const other of running) {
      const excused =
        this.outageSince(other.began) ||
        this.disturbed.some((at) => at >= other.began - 2 * MINUTE) ||
        this.purges.some(({ titles, at }) => titles.includes(id) && at >= other.began - PROMISE);
      if (!excused) this.faults.push(`${name} began while another extraction of ${id} was running`);
    }
    this.extractions.set(name, {
      after: this.purges.length,
      title: id,
      began: now,
      ended: Number.POSITIVE_INFINITY,
      expires: Number.POSITIVE_INFINITY,
    });
  }

  answered(id: string, { status, ...answer }: Answer, asked: number, now: number): void {
    if (now - asked > DEADLINE_MS + 1_000) this.faults.push(`a request took ${now - asked} ms`);
    const name = nameOf({ status, ...answer });
    if (name === undefined) return;
    const extraction = this.extractions.get(name);
    if (extraction?.title !== id) {
      this.faults.push(`${id} was answered with ${name}`);
      return;
    }
    // The request that extracted it may return it: it was not kept.
    if (status.outcome === 'extracted') return;
    const end = Math.min(
      extraction.ended + LIFETIMES.freshMs + (status.outcome === 'stale' ? LIFETIMES.staleMs : 0),
      extraction.expires - LINK_MARGIN,
    );
    if (now >= end + 2 * SKEW) this.faults.push(`${name} was ${status.outcome} ${now - end} ms beyond its end`);
    for (const { titles, at } of this.purges.slice(extraction.after)) {
      if (!titles.includes(id) || now <= at + PROMISE) continue;
      if (!this.outageSince(now - PROMISE - DEADLINE_MS)) {
        this.faults.push(`${name} was served ${now - at} ms after it was purged`);
      }
    }
  }
}

/** One container's way to the store: once the container is killed, none of its calls arrives any more. */
function mortal(store: SharedStore, life: { readonly killed: boolean }): SharedStore {
  return new Proxy(store, {
    get:
      (target, method: keyof SharedStore) =>
      (...parameters: never[]) =>
        life.killed
          ? new Promise(() => undefined)
          : (target[method] as (...all: never[]) => Promise<unknown>).apply(target, parameters),
  });
}

/** Runs one sequence; the faults that the oracle found. */
async function play(steps: readonly Step[], skews: readonly number[]): Promise<readonly string[]> {
  const clock = new FakeClock();
  const oracle = new Oracle();
  const stores = new MemoryStores();
  const provider = new ScriptedProvider();
  let mode: ProviderMode = 'answers';
  let takes = 300;

  provider.answer = async (content, deadline): Promise<ExtractionOutcome> => {
    const name = `${content.tmdbId}-${provider.calls}`;
    const [will, ms] = [mode, mode === 'hangs' ? Number.MAX_SAFE_INTEGER : takes];
    oracle.extractionBegins(name, content.tmdbId, clock.now());
    const extraction = oracle.extractions.get(name)!;
    try {
      await clock.sleep(ms, deadline.signal);
    } catch {
      return { outcome: 'timeout' };
    } finally {
      extraction.ended = clock.now();
    }
    if (will === 'fails') return { outcome: 'unavailable' };
    if (will === 'has nothing') return { outcome: 'not-found' };
    if (will === 'has short links') oracle.disturbed.push(clock.now());
    if (will === 'has short links') extraction.expires = clock.now() + 40_000;
    if (will === 'has links of five minutes') extraction.expires = clock.now() + 5 * MINUTE;
    const expiresAt = Number.isFinite(extraction.expires) ? extraction.expires : undefined;
    return found(name, { expiresAt, signedWithoutExpiry: false });
  };

  const fleet = new Fleet({ clock, store: stores, purgeStore: stores, provider });
  let lost = false;
  fleet.start = async (content, token) => {
    if (lost) oracle.disturbed.push(clock.now());
    else void fleet.deliver({ content, token }).catch(() => undefined);
  };
  const born = (index: number) => {
    const life = { killed: false };
    return { ...fleet.container(shifted(clock, skews[index]!), 1_000_000, mortal(stores, life)), life };
  };
  const containers = Array.from({ length: CONTAINERS }, (_, index) => born(index));
  const pending = new Map<object, { readonly killed: boolean }>();

  for (const each of steps) {
    switch (each.do) {
      case 'get': {
        const container = containers[each.container]!;
        const asked = clock.now();
        pending.set(each, container.life);
        void container.get(movie(each.title)).then((answer) => {
          pending.delete(each);
          if (!container.life.killed) oracle.answered(each.title, answer, asked, clock.now());
        });
        break;
      }
      case 'wait':
        await clock.advance(each.ms);
        break;
      case 'provider':
        mode = each.mode;
        takes = each.takes;
        break;
      case 'purge':
        if (stores.weather !== 'fine') break;
        await fleet.purge(each.titles === TITLES ? { all: true } : { content: movie(each.titles[0]!) });
        oracle.purged(each.titles, clock.now());
        break;
      case 'crash':
        containers[each.container]!.life.killed = true;
        oracle.disturbed.push(clock.now());
        containers[each.container] = born(each.container);
        break;
      case 'table':
        if (each.out && stores.weather === 'fine') oracle.outages.push({ from: clock.now(), to: Number.MAX_VALUE });
        if (!each.out && stores.weather !== 'fine') oracle.outages.at(-1)!.to = clock.now();
        stores.weather = each.out ? 'refusing' : 'fine';
        break;
      case 'events':
        lost = each.lost;
        break;
    }
    await clock.advance(0);
  }
  await clock.advance(2 * MINUTE);
  const unanswered = [...pending.values()].filter(({ killed }) => !killed).length;
  if (unanswered > 0) oracle.faults.push(`${unanswered} requests were never answered`);
  for (const id of TITLES) {
    const { lease } = stores.record(contentKey(movie(id)));
    if (lease && lease.until > clock.now() + 75_000) oracle.faults.push(`the lease on ${id} never ends`);
  }
  return oracle.faults;
}

describe('over random histories', () => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
  const runs = Number(process.env.RUNS ?? 300);

  test(`no answer outlives its limit, no purge is lost, nothing is extracted twice (SEED=${seed})`, async () => {
    const skews = fc.array(fc.integer({ min: -SKEW, max: SKEW }), { minLength: CONTAINERS, maxLength: CONTAINERS });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), skews, async (steps, skew) => {
        expect(await play(steps, skew)).toEqual([]);
      }),
      { seed, numRuns: runs },
    );
  }, 120_000);
});
