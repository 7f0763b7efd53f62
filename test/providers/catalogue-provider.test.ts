import { expect, test } from '@jest/globals';
import { systemClock } from '../../lambda/clock.ts';
import { createDeadline } from '../../lambda/deadline.ts';
import { type CatalogueReader, createCatalogueExtractor } from '../../lambda/providers/catalogue-provider.ts';
import type { AttemptReport } from '../../lambda/providers/events.ts';
import { InvalidAnswerError } from '../../lambda/providers/provider.ts';

const film = { mediaType: 'movie', tmdbId: '550' } as const;
const row = { sources: [{ url: 'https://cdn.test/550.mp4' }] };

/** One extraction that reads for 40 ms. @returns what was reported of it */
async function reportsOf(read: CatalogueReader, signal?: AbortSignal): Promise<AttemptReport[]> {
  let now = 1_000;
  const clock = { ...systemClock, now: () => now };
  const reports: AttemptReport[] = [];
  const extractor = createCatalogueExtractor({
    name: 'catalogue',
    read: (...asked) => {
      now += 40;
      return read(...asked);
    },
    clock,
    onAttempt: (report) => reports.push(report),
  });
  const deadline = createDeadline(systemClock, systemClock.now() + 20_000, signal);
  await extractor.extract(film, deadline).catch(() => undefined);
  deadline.clear();
  return reports;
}

test.each<[string, CatalogueReader, Partial<AttemptReport>]>([
  ['a title that is there', async () => row, { outcome: 'answered' }],
  ['a title that is not there', async () => undefined, { outcome: 'not-found' }],
  [
    'a row that is none',
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
])('%s is reported as one call with its time', async (_, read, expected) => {
  expect(await reportsOf(read)).toEqual([{ extractor: 'catalogue', attempt: 1, durationMs: 40, ...expected }]);
});

test('a read that the deadline ends is reported as a timeout', async () => {
  const ending = new AbortController();
  const reports = await reportsOf(() => {
    ending.abort(new Error('out of time'));
    return new Promise(() => undefined);
  }, ending.signal);
  expect(reports).toEqual([
    { extractor: 'catalogue', attempt: 1, durationMs: 40, outcome: 'timeout', cause: 'out of time' },
  ]);
});
