import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Timestamps } from '../../lambda/observability/timestamps.ts';

test('every moment is written as Date does, whichever was written before it', () => {
  const timestamps = new Timestamps();
  const moment = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) });
  const near = fc.integer({ min: -2_000, max: 2_000 });
  fc.assert(
    fc.property(moment, near, (at, difference) => {
      for (const each of [at, Math.max(0, at + difference), at]) {
        expect(timestamps.text(each)).toBe(new Date(each).toISOString());
      }
    }),
  );
});
