import { expect, test } from '@jest/globals';
import type { Clock } from '../../../lambda/clock.ts';
import { TokenBucket } from '../../../local/gateway/token-bucket.ts';
import { FakeClock } from '../../support/fake-clock.ts';

/** How many tokens can be taken right now. */
function takeAll(bucket: TokenBucket): number {
  for (let taken = 0; ; taken++) if (!bucket.take()) return taken;
}

test('a bucket holds its burst at first, fills by its rate, and never holds more', async () => {
  const clock = new FakeClock();
  const bucket = new TokenBucket(clock, { rate: 2, burst: 5 });
  expect(takeAll(bucket)).toBe(5);
  await clock.advance(499);
  expect(takeAll(bucket)).toBe(0);
  await clock.advance(1);
  expect(takeAll(bucket)).toBe(1);
  await clock.advance(1_000);
  expect(takeAll(bucket)).toBe(2);
  await clock.advance(60_000);
  expect(takeAll(bucket)).toBe(5);
});

test('a clock that is set back takes no token away', () => {
  let now = 3_600_000;
  const bucket = new TokenBucket({ now: () => now } as Clock, { rate: 1, burst: 3 });
  now = 0;
  expect(takeAll(bucket)).toBe(3);
  now = 1_000;
  expect(takeAll(bucket)).toBe(1);
});
