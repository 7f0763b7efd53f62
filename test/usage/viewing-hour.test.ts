import { expect, jest, test } from '@jest/globals';
import { COUNTED, usageCost } from '../../tools/cost/usage-cost.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startCollector } from './collector.ts';
import { bodiesOf, type Stretch } from './timeline.ts';

/** An hour of a film: six changes of quality, two stalls. */
const HOUR: Stretch[] = [
  ['p', 580_000, '720p'],
  ['p', 600_000, '1080p'],
  ['r', 3_000, '1080p'],
  ['p', 600_000, '720p'],
  ['p', 600_000, '1080p'],
  ['r', 2_000, '1080p'],
  ['p', 400_000, '360p'],
  ['p', 415_000, '720p'],
  ['p', 400_000, '1080p'],
].map(([state, ms, quality]) => ({ state, ms, quality, source: 'main' }) as Stretch);

test('an hour of viewing makes the calls that docs/cost.md counts', async () => {
  const written = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
  const clock = new FakeClock(1_795_700_000_000);
  const { post, calls } = startCollector({ clock, sources: ['main'] });
  const bodies = bodiesOf(HOUR, 30_000, [10]);
  for (const content of bodies) {
    expect((await post(content)).statusCode).toBe(204);
    await clock.advance(300_000);
  }
  written.mockRestore();
  const count = (name: string) => calls.filter((each) => each === name).length;
  expect({ posts: bodies.length, counts: count('Count'), writes: count('Add'), lookUps: count('LookUp') }).toEqual(
    COUNTED,
  );
  const dollars = usageCost().reduce((sum, each) => sum + each.dollars, 0);
  expect(dollars).toBeLessThan(100);
});
