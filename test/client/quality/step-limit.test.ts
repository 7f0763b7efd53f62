import { expect, test } from '@jest/globals';
import { StepLimit } from '../../../client/src/quality/step-limit.ts';

const MINUTE = 60_000;

test('one stall is none too many; a second within a minute is', () => {
  const limit = new StepLimit();
  expect(limit.stalled(0)).toBe(false);
  expect(limit.stalled(MINUTE)).toBe(false);
  expect(limit.stalled(2 * MINUTE - 1)).toBe(true);
});

test('after four steps there is none for an hour', () => {
  const limit = new StepLimit();
  const step = (now: number) => {
    limit.stalled(now);
    const mayStep = limit.stalled(now + 1);
    if (mayStep) limit.stepped(now + 1);
    return mayStep;
  };
  expect([0, 1, 2, 3, 4].map((count) => step(count * MINUTE))).toEqual([true, true, true, true, false]);
  expect(step(61 * MINUTE)).toBe(true);
});
