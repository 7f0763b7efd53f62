import { describe, expect, test } from '@jest/globals';
import { playCacheHistory } from './cache-history.ts';
import { playLimitsHistory } from './limits-history.ts';
import { LIMITS_PROFILES, type Played, PROFILES } from './profiles.ts';

/* Some hundred histories; thousands by `npm run model`. The same seeds each time, so that a failure is never chance. */

/** The seeds whose histories went wrong, with what did. */
async function failing(play: (seed: number) => Promise<Played>, count: number) {
  const failed: [seed: number, violations: readonly string[]][] = [];
  let answers = 0;
  for (let seed = 1; seed <= count; seed++) {
    const played = await play(seed);
    answers += played.answers.length;
    if (played.violations.length > 0) failed.push([seed, played.violations]);
  }
  return { failed, answersEach: answers / count };
}

describe.each(PROFILES)('the cache when $name', (profile) => {
  test('serves nothing expired, purged or wrong, extracts once, and recovers', async () => {
    const { failed, answersEach } = await failing((seed) => playCacheHistory(profile, seed), 15);
    expect(failed).toEqual([]);
    expect(answersEach).toBeGreaterThan(20);
  }, 120_000);
});

describe.each(LIMITS_PROFILES)('the limits when $name', (profile) => {
  test('hold for the whole fleet, and nobody learns an address', async () => {
    const { failed, answersEach } = await failing((seed) => playLimitsHistory(profile, seed), 5);
    expect(failed).toEqual([]);
    expect(answersEach).toBeGreaterThan(200);
  }, 120_000);
});

test('a seed decides everything', async () => {
  const play = () => playCacheHistory(PROFILES.at(-1)!, 7);
  expect(await play()).toEqual(await play());
});
