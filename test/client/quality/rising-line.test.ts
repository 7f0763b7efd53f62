import { expect, test } from '@jest/globals';
import type { HlsLevels } from '../../../client/src/quality/players.ts';
import { RisingLine } from '../../../client/src/quality/rising-line.ts';

const MEGABIT = 1_000_000;
/** A segment of two seconds of a small rung. */
const loadedAt = (rate: number) => ({ bits: 1_600_000, ms: 1_600_000_000 / rate });

function player(bandwidthEstimate: number | undefined) {
  const hls = { bandwidthEstimate } as unknown as HlsLevels;
  return { hls, line: new RisingLine(hls) };
}

test('three loads in a row that are twice as fast as the estimate replace it, by the slowest of them', () => {
  const { hls, line } = player(MEGABIT);
  line.add(loadedAt(20 * MEGABIT));
  line.add(loadedAt(15 * MEGABIT));
  expect(hls.bandwidthEstimate).toBe(MEGABIT);
  line.add(loadedAt(18 * MEGABIT));
  expect(hls.bandwidthEstimate).toBeCloseTo(15 * MEGABIT);
});

test('one slow load among them, or little that arrives, is no line that has risen', () => {
  const { hls, line } = player(MEGABIT);
  for (const rate of [20, 20, 1.5, 20, 20, 1.5]) line.add(loadedAt(rate * MEGABIT));
  for (let count = 0; count < 9; count += 1) line.add({ bits: 8_000, ms: 0.1 });
  expect(hls.bandwidthEstimate).toBe(MEGABIT);
});

test('a line that is as fast as the estimate says is left to the player, and so is one without an estimate', () => {
  for (const estimate of [12 * MEGABIT, undefined]) {
    const { hls, line } = player(estimate);
    for (let count = 0; count < 9; count += 1) line.add(loadedAt(20 * MEGABIT));
    expect(hls.bandwidthEstimate).toBe(estimate);
  }
});
