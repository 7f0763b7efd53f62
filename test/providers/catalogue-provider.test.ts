import { expect, test } from '@jest/globals';
import { systemClock } from '../../lambda/clock.ts';
import { createDeadline } from '../../lambda/deadline.ts';
import { type CatalogueReader, createCatalogueProvider } from '../../lambda/providers/catalogue-provider.ts';
import type { AttemptEvent } from '../../lambda/providers/events.ts';
import { InvalidAnswerError } from '../../lambda/providers/provider.ts';

const film = { mediaType: 'movie', tmdbId: '550' } as const;
const row = { sources: [{ url: 'https://cdn.test/550.mp4' }] };

/** The events of one extraction whose read takes 40 ms. */
async function eventsOf(read: CatalogueReader, signal?: AbortSignal): Promise<AttemptEvent[]> {
  let now = 1_000;
  const clock = { ...systemClock, now: () => now };
  const events: AttemptEvent[] = [];
  const provider = createCatalogueProvider({
    name: 'catalogue',
    read: (...asked) => {
      now += 40;
      return read(...asked);
    },
    clock,
  });
  const deadline = createDeadline(systemClock, systemClock.now() + 20_000, signal);
  await provider.extract(film, deadline, { onAttempt: (event) => events.push(event) }).catch(() => undefined);
  deadline.clear();
  return events;
}

test.each<[string, CatalogueReader, Partial<AttemptEvent>]>([
  ['a title in the catalogue', async () => row, { outcome: 'answered' }],
  ['a title that is not in the catalogue', async () => undefined, { outcome: 'not-found' }],
  [
    'an invalid row',
    async () => {
      throw new InvalidAnswerError('not a row');
    },
    { outcome: 'invalid', cause: 'not a row' },
  ],
  [
    'a table that cannot be read',
    async () => {
      throw new Error('connect ECONNREFUSED');
    },
    { outcome: 'failed', cause: 'connect ECONNREFUSED' },
  ],
])('%s is one attempt with its time', async (_, read, expected) => {
  expect(await eventsOf(read)).toEqual([{ provider: 'catalogue', attempt: 1, durationMs: 40, ...expected }]);
});

test('a read that the deadline ends is a timeout', async () => {
  const ending = new AbortController();
  const events = await eventsOf(() => {
    ending.abort(new Error('out of time'));
    return new Promise(() => undefined);
  }, ending.signal);
  expect(events).toEqual([
    { provider: 'catalogue', attempt: 1, durationMs: 40, outcome: 'timeout', cause: 'out of time' },
  ]);
});
