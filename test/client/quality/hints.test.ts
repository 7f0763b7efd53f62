import { EventEmitter } from 'node:events';
import { expect, test } from '@jest/globals';
import { beginLow, hintsFor } from '../../../client/src/quality/hints.ts';
import type { HlsLevels } from '../../../client/src/quality/players.ts';

const NOTHING = { bandwidth: undefined, limit: undefined, language: undefined };
const MBIT = 1_000_000;

/** Bits per second that hls.js and dash.js begin with. */
function startOf(hints: Parameters<typeof hintsFor>[1], options: Parameters<typeof hintsFor>[0] = {}): unknown[] {
  const { hlsConfig, dashConfig } = hintsFor(options, hints);
  const { streaming } = dashConfig!.settings as { streaming: { abr: { initialBitrate: { video: number } } } };
  const { abrEwmaDefaultEstimate } = hlsConfig as { abrEwmaDefaultEstimate: number };
  return [abrEwmaDefaultEstimate, 1000 * streaming.abr.initialBitrate.video];
}

test('both players begin with what is known of the line, and with little where nothing is', () => {
  expect(startOf(NOTHING)).toEqual([MBIT / 2, MBIT / 2]);
  expect(startOf({ ...NOTHING, bandwidth: 20 * MBIT })).toEqual([20 * MBIT, 20 * MBIT]);
  expect(startOf({ ...NOTHING, bandwidth: 20 * MBIT, limit: 1.5 * MBIT })).toEqual([1.5 * MBIT, 1.5 * MBIT]);
  expect(startOf({ ...NOTHING, limit: 1.5 * MBIT })).toEqual([MBIT / 2, MBIT / 2]);
});

test('what the page sets counts', () => {
  const own = {
    hlsConfig: { abrEwmaDefaultEstimate: 3 * MBIT },
    dashConfig: { settings: { streaming: { abr: { initialBitrate: { video: 3000 } }, delay: 1 } }, protection: {} },
  };
  expect(startOf(NOTHING, own)).toEqual([3 * MBIT, 3 * MBIT]);
  expect(hintsFor(own, NOTHING).dashConfig).toEqual(own.dashConfig);
});

test('hls.js begins with its least level where the line carries none', () => {
  const hls = new EventEmitter() as unknown as HlsLevels & EventEmitter;
  beginLow(hls);
  hls.emit('hlsManifestParsed');
  expect(hls.firstLevel).toBe(0);
});
