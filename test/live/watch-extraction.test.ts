import { expect, test } from '@jest/globals';
import type { LiveEvent } from '../../contract/events.ts';
import { liveEvent } from '../../contract/events.ts';
import type { CacheEntry } from '../../lambda/cache/entry.ts';
import type { WatchedExtraction } from '../../lambda/cache/watching.ts';
import type { Notice } from '../../lambda/live/events.ts';
import { watchExtraction } from '../../lambda/live/watch-extraction.ts';
import type { ExtractionObserver } from '../../lambda/providers/events.ts';
import { FakeClock } from '../support/fake-clock.ts';

const TITLE = { mediaType: 'movie', tmdbId: '550' } as const;
const HOUR = 3_600_000;

function followed(extraction: Partial<WatchedExtraction<ExtractionObserver>> = {}) {
  const clock = new FakeClock();
  const notices: Exclude<Notice, { purged: unknown }>[] = [];
  const watch = watchExtraction(
    TITLE,
    { owner: 'owner', record: undefined, observer: undefined, ...extraction },
    {
      clock,
      labelOf: (name) => `${name} library`,
      notify: async (notice) => void notices.push(notice as (typeof notices)[number]),
      onFailure: (error) => {
        throw error;
      },
    },
  );
  const { observer } = watch;
  const events = (): LiveEvent[] => notices.flatMap((notice) => notice.events);
  return { clock, notices, watch, observer, events };
}

const entry = (etag: string): CacheEntry =>
  ({ kind: 'answer', etag, generation: 0, storedAt: 0, freshUntil: 1, staleUntil: 2 }) as CacheEntry;
const FOUND = { outcome: 'found' } as never;

test('an extraction that nobody watches invokes nothing, whatever happens', async () => {
  const { clock, watch, observer, notices } = followed();
  observer.onAsked?.({ provider: 'a' });
  watch.learn(0);
  await clock.advance(3_000);
  observer.onProvider?.({ provider: 'a', durationMs: 3_000, outcome: 'found' });
  await watch.ended(FOUND, entry('"1"'));
  expect(notices).toEqual([]);
  expect(watch.progress.steps.map(({ state }) => state)).toEqual(['asked', 'found']);
});

test('steps are notices as they happen, those of one moment one, and the last with the end', async () => {
  const { clock, watch, observer, events, notices } = followed({ record: { watchedUntil: Date.UTC(2027, 0, 1) } });
  observer.onAsked?.({ provider: 'slow' });
  await clock.advance(1_500);
  observer.onProvider?.({ provider: 'slow', durationMs: 1_500, outcome: 'unavailable' });
  observer.onAsked?.({ provider: 'finding' });
  await clock.advance(2_000);
  observer.onPlayable?.({ provider: 'finding', sources: 5 });
  observer.onProvider?.({ provider: 'finding', durationMs: 2_000, outcome: 'found' });
  await clock.advance(20);
  await watch.ended(FOUND, entry('"1"'));
  await clock.advance(10_000);
  expect(events().map(({ type }) => type)).toEqual(['progress', 'progress', 'progress', 'ready']);
  expect(notices).toHaveLength(3);
  // The first is followed; the last is notified although the lease has ended.
  expect(notices.map(({ follow, owner }) => [follow, owner])).toEqual([
    [true, 'owner'],
    [undefined, 'owner'],
    [undefined, undefined],
  ]);
  const last = events().findLast(({ type }) => type === 'progress') as Extract<LiveEvent, { type: 'progress' }>;
  expect(last.steps).toEqual([
    { provider: 'slow library', state: 'asked', ms: 0 },
    { provider: 'slow library', state: 'failed', ms: 1_500 },
    { provider: 'finding library', state: 'asked', ms: 0 },
    { provider: 'finding library', state: 'found', ms: 2_000, sources: 5 },
  ]);
  const seqs = events().flatMap((event) => (event.type === 'progress' ? [event.seq] : []));
  expect(seqs).toEqual([...new Set(seqs)].sort());
  for (const event of events()) expect(liveEvent.safeParse(event).success).toBe(true);
});

test('who begins to watch in the middle is notified as soon as a write of the lease returns it', async () => {
  const { clock, watch, observer, events } = followed();
  observer.onAsked?.({ provider: 'a' });
  await clock.advance(2_000);
  expect(watch.isWatched).toBe(false);
  watch.learn(clock.now() + HOUR);
  expect(watch.isWatched).toBe(true);
  await clock.advance(300);
  expect(events()).toMatchObject([{ type: 'progress', steps: [{ state: 'asked' }] }]);
});

test('what goes on in another function continues the list, and counts on', async () => {
  const former = { seq: Date.UTC(2030, 0, 1), steps: [{ provider: 'a', state: 'asked', ms: 0 } as const] };
  const { watch, observer } = followed({ record: { progress: former, watchedUntil: Date.UTC(2027, 0, 1) } });
  observer.onAsked?.({ provider: 'a' });
  expect(watch.progress.steps).toHaveLength(2);
  expect(watch.progress.seq).toBeGreaterThan(former.seq);
});

test.each([
  ['timeout', 'Request timeout', 5],
  ['unavailable', 'Service unavailable', 30],
] as const)('an extraction that ends with %s has failed as its request has', async (outcome, error, retryAfter) => {
  const { watch, events } = followed({ record: { watchedUntil: Date.UTC(2027, 0, 1) } });
  await watch.ended({ outcome, ...(retryAfter === 30 && { retryAfter }) }, undefined);
  expect(events()).toMatchObject([{ type: 'failed', title: TITLE, error, retryable: true, retryAfter }]);
});

test('a title that no provider has has failed for good', async () => {
  const { watch, events } = followed({ record: { watchedUntil: Date.UTC(2027, 0, 1) } });
  await watch.ended({ outcome: 'not-found' }, { kind: 'not-found' } as CacheEntry);
  expect(events()).toMatchObject([{ type: 'failed', error: 'Extraction failed', retryable: false }]);
});

test('a refresh shows no progress, notifies of another answer, and says nothing of the same or of a failure', async () => {
  const record = { watchedUntil: Date.UTC(2027, 0, 1) };
  for (const [made, notified] of [
    [entry('"2"'), [{ type: 'changed', title: TITLE, reason: 'refreshed' }]],
    [entry('"1"'), []],
    [undefined, []],
  ] as const) {
    const { clock, watch, observer, events } = followed({ record, served: entry('"1"') });
    observer.onAsked?.({ provider: 'a' });
    await clock.advance(5_000);
    await watch.ended(made ? FOUND : { outcome: 'unavailable' }, made);
    expect(events()).toEqual(notified);
  }
});

test('what goes on elsewhere notifies nothing more', async () => {
  const { clock, watch, observer, notices } = followed({ record: { watchedUntil: Date.UTC(2027, 0, 1) } });
  observer.onAsked?.({ provider: 'a' });
  watch.left();
  await clock.advance(5_000);
  expect(notices).toEqual([]);
});

test('the request observes its own extraction as before', () => {
  const seen: string[] = [];
  const passed = (name: string) => () => void seen.push(name);
  const { observer } = followed({
    observer: { onAttempt: passed('attempt'), onProvider: passed('provider'), onBuilt: passed('built') },
  });
  observer.onAttempt?.({ provider: 'a', attempt: 1, durationMs: 1, outcome: 'answered' });
  observer.onProvider?.({ provider: 'a', durationMs: 1, outcome: 'found' });
  observer.onBuilt?.({ sources: 0, subtitles: 0, links: 0 });
  expect(seen).toEqual(['attempt', 'provider', 'built']);
});
