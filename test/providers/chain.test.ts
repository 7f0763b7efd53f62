import { describe, expect, test } from '@jest/globals';
import { createDeadline } from '../../lambda/deadline.ts';
import { createChain } from '../../lambda/providers/chain.ts';
import type { ProviderEvent } from '../../lambda/providers/events.ts';
import {
  BreakerOpenError,
  InvalidAnswerError,
  NotFoundError,
  type Provider,
  UnavailableError,
} from '../../lambda/providers/provider.ts';
import type { Extraction } from '../../lambda/stream/candidate.ts';
import { FakeClock } from '../support/fake-clock.ts';

const found: Extraction = { sources: [{ url: 'https://cdn.test/a.mp4' }], subtitles: [] };
const notFound = new NotFoundError('no');
const invalid = new InvalidAnswerError('html');
const down = (retryAfter?: number) => new UnavailableError('down', { retryAfter });
const late = () => new UnavailableError('late', { timedOut: true });

/** Asks a chain of providers that end as given; `hang` waits until its share of the deadline has passed. */
async function ask(ends: (Extraction | Error | 'hang')[], deadlineMs = 26_000) {
  const clock = new FakeClock();
  const start = clock.now();
  const asked: number[] = [];
  const events: ProviderEvent[] = [];
  const providers = ends.map(
    (end, index): Provider => ({
      name: `p${index + 1}`,
      extract: async (_, deadline) => {
        asked.push(clock.now() - start);
        if (end === 'hang') {
          await clock.sleep(1e9, deadline.signal).catch(() => undefined);
          throw late();
        }
        if (end instanceof Error) throw end;
        return end;
      },
    }),
  );
  const chain = createChain(providers, clock);
  const deadline = createDeadline(clock, start + deadlineMs);
  const outcome = chain({ mediaType: 'movie', tmdbId: '550' }, deadline, {
    onProvider: (event) => events.push(event),
  }).then(
    (extraction) => ({ extraction, error: undefined }),
    (error) => ({ extraction: undefined, error }),
  );
  await clock.advance(60_000);
  return { ...(await outcome), asked, events };
}

describe('the chain', () => {
  test('takes the first that finds sources, and asks no other', async () => {
    const { extraction, asked } = await ask([found, down()]);
    expect(extraction).toBe(found);
    expect(asked).toHaveLength(1);
  });

  test.each([
    ['does not have it', notFound],
    ['is unavailable', down()],
    ['gives an invalid answer', invalid],
    ['throws an unexpected error', new TypeError('bug')],
  ])('goes on after one that %s', async (_, end) => {
    expect((await ask([end, found])).extraction).toBe(found);
  });

  test('throws not-found only when all of them do', async () => {
    expect((await ask([notFound, notFound])).error).toBeInstanceOf(NotFoundError);
    expect((await ask([])).error).toBeInstanceOf(NotFoundError);
    expect((await ask([down(), notFound])).error).toBeInstanceOf(UnavailableError);
    expect((await ask([notFound, invalid])).error).toMatchObject({ name: 'UnavailableError', timedOut: false });
  });

  test('timed out when all that failed did', async () => {
    expect((await ask([late(), notFound])).error).toMatchObject({ timedOut: true });
    expect((await ask([late(), down()])).error).toMatchObject({ timedOut: false });
    expect((await ask([late(), invalid])).error).toMatchObject({ timedOut: false });
  });

  test('is blocked when all that failed were, and reports each that was', async () => {
    const blocked = new BreakerOpenError(4_001);
    const { error, events } = await ask([blocked, notFound]);
    expect(error).toMatchObject({ blocked: true, retryAfter: 5 });
    expect(events.map(({ outcome }) => outcome)).toEqual(['blocked', 'not-found']);
    expect((await ask([blocked, down()])).error).toMatchObject({ blocked: false });
    expect((await ask([blocked, invalid])).error).toMatchObject({ blocked: false });
  });

  test('keeps the longest Retry-After', async () => {
    expect((await ask([down(5), down(60), down()])).error).toMatchObject({ retryAfter: 60 });
    expect((await ask([down()])).error.retryAfter).toBeUndefined();
  });

  test('leaves every later provider 3 s however long an earlier one hangs', async () => {
    const { asked, extraction } = await ask(['hang', 'hang', found]);
    expect(asked).toEqual([0, 20_000, 23_000]);
    expect(extraction).toBe(found);
  });

  test('shares a short deadline evenly', async () => {
    expect((await ask(['hang', found], 4_000)).asked).toEqual([0, 2_000]);
  });

  test('asks no provider after the deadline', async () => {
    const { asked, error } = await ask(['hang', 'hang', 'hang'], 3);
    expect(asked[0]).toBe(0);
    expect(error).toMatchObject({ name: 'UnavailableError', timedOut: true });
  });

  test('reports the outcome of each', async () => {
    const { events } = await ask([notFound, 'hang', invalid, found]);
    expect(events).toEqual([
      { provider: 'p1', durationMs: 0, outcome: 'not-found', cause: 'no' },
      { provider: 'p2', durationMs: 20_000, outcome: 'unavailable', timedOut: true, cause: 'late' },
      { provider: 'p3', durationMs: 0, outcome: 'invalid', cause: 'html' },
      { provider: 'p4', durationMs: 0, outcome: 'found' },
    ]);
  });
});
