import { expect, test } from '@jest/globals';
import type { ExtractionOutcome } from '../../lambda/cache/extraction.ts';
import { MemoryTier } from '../../lambda/cache/memory-tier.ts';
import { Purges } from '../../lambda/cache/purges.ts';
import { refresh } from '../../lambda/cache/refresh.ts';
import { TieredCache } from '../../lambda/cache/tiered-cache.ts';
import { createDeadline } from '../../lambda/deadline.ts';
import type { Content } from '../../lambda/stream/content.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { DEADLINE_MS, found, LIFETIMES, movie } from './fleet.ts';
import { MemoryStores } from './memory-stores.ts';

/* Whose events an extraction reports: those of the request that runs it, also where several share a container. */

type Observer = string[];

function container() {
  const clock = new FakeClock();
  const store = new MemoryStores();
  let owners = 0;
  const options = {
    clock,
    store,
    memory: new MemoryTier(0),
    purges: new Purges(store, clock),
    extraction: {
      blockedFor: async () => 0,
      extract: async (content: Content, _: unknown, observer?: Observer): Promise<ExtractionOutcome> => {
        await clock.sleep(content.tmdbId === '1' ? 2_000 : 1_000);
        observer?.push(`extracted ${content.tmdbId}`);
        return found(content.tmdbId);
      },
    },
    refresher: { start: async () => undefined },
    random: () => 0.5,
    newOwner: () => `owner-${++owners}`,
    lifetimes: LIFETIMES,
  };
  const cache = new TieredCache<Observer>(options);
  const deadline = () => createDeadline(clock, clock.now() + DEADLINE_MS);
  const get = (id: string, observer: Observer) =>
    cache.get(movie(id), { allowed: Promise.resolve(), deadline, observer });
  return { clock, store, options, deadline, get };
}

test('interleaved requests of one container each observe their own extraction', async () => {
  const { clock, get } = container();
  const [one, two, waiting]: Observer[] = [[], [], []];
  const answers = Promise.all([get('1', one!), get('2', two!), get('1', waiting!)]);
  await clock.advance(5_000);
  expect((await answers).map(({ result }) => result)).toEqual(['answer', 'answer', 'answer']);
  expect([one, two, waiting]).toEqual([['extracted 1'], ['extracted 2'], []]);
});

test('a refresh observes its extraction', async () => {
  const { clock, store, options, deadline } = container();
  const lease = { owner: 'token', until: clock.now() + 60_000, generation: 0 };
  await store.acquire('movie:1', { lease, seen: {}, required: 0, now: clock.now() });
  const observer: Observer = [];
  const refreshing = refresh(options, movie('1'), 'token', deadline(), observer);
  await clock.advance(3_000);
  expect(await refreshing).toBe('stored');
  expect(observer).toEqual(['extracted 1']);
});
