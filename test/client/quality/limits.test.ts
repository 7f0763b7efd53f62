import { expect, test } from '@jest/globals';
import { limitDash, limitHls, namedLines } from '../../../client/src/quality/limits.ts';
import type { DashRungs, HlsLevels } from '../../../client/src/quality/players.ts';

const NONE = { lines: undefined, limit: undefined };
type Listener = (...facts: unknown[]) => void;

const RUNGS = [
  { id: 'low', width: 640, height: 268, bitrate: 800_000 },
  { id: 'middle', width: 1280, height: 534, bitrate: 2_500_000 },
  { id: 'high', width: 1920, height: 804, bitrate: 5_000_000 },
];

function hlsWith(limits: object, levels: readonly object[] = RUNGS) {
  const listeners = new Map<string, Listener>();
  const on = (event: string, listener: Listener) => listeners.set(event, listener);
  const hls = { levels, autoLevelCapping: -1, nextLevel: 2, on } as unknown as HlsLevels;
  const limited = limitHls(hls, () => ({ ...NONE, ...limits }));
  listeners.get('hlsManifestParsed')!();
  return { hls, limited };
}

test('hls.js is kept at the best level within the limits, else at the least', () => {
  expect(hlsWith({}).hls.autoLevelCapping).toBe(-1);
  expect(hlsWith({ lines: 720 }).hls.autoLevelCapping).toBe(1);
  expect(hlsWith({ lines: 1080, limit: 1_500_000 }).hls.autoLevelCapping).toBe(0);
  expect(hlsWith({ lines: 144 }).hls.autoLevelCapping).toBe(0);
});

test('the lines of an upright film are its width', () => {
  const upright = RUNGS.map(({ width, height, bitrate }) => ({ width: height, height: width, bitrate }));
  expect(hlsWith({ lines: 720 }, upright).hls.autoLevelCapping).toBe(1);
});

test('a limit that changes is applied to what was loaded ahead, and a removed one is none', () => {
  const { hls, limited } = hlsWith({ lines: 720 });
  limited.apply({ ...NONE, lines: 300 });
  expect([hls.autoLevelCapping, hls.nextLevel]).toEqual([0, -1]);
  limited.apply(NONE);
  expect([hls.autoLevelCapping, hls.nextLevel]).toEqual([-1, -1]);
});

const MANIFEST = {
  data: {
    Period: [
      {
        AdaptationSet: [
          { Representation: RUNGS.map(({ bitrate, ...rung }) => ({ ...rung, bandwidth: bitrate })).reverse() },
          { Representation: [{ id: 'sound', bandwidth: 64_000 }] },
          {},
        ],
      },
    ],
  },
};

function dashWith(limits: object, playing?: { bandwidth: number }) {
  const listeners = new Map<string, Listener>();
  const settings: unknown[] = [];
  const replaced: unknown[] = [];
  const dash: DashRungs = {
    on: (event, listener) => listeners.set(event, listener as Listener),
    updateSettings: (changed) => settings.push(changed),
    setInitialMediaSettingsFor: () => undefined,
    getCurrentRepresentationForType: () => playing ?? null,
    setRepresentationForTypeById: (...call) => replaced.push(call),
  };
  const limited = limitDash(dash, () => ({ ...NONE, ...limits }));
  listeners.get('manifestLoaded')!(MANIFEST);
  const kilobits = () => settings.map((each) => (each as Capped).streaming.abr.maxBitrate.video);
  return { limited, kilobits, replaced };
}
interface Capped {
  readonly streaming: { readonly abr: { readonly maxBitrate: { readonly video: number } } };
}

test('dash.js is kept below the bits of the best representation within the limits, else of the least', () => {
  expect(dashWith({}).kilobits()).toEqual([]);
  expect(dashWith({ lines: 720 }).kilobits()).toEqual([2_500]);
  expect(dashWith({ limit: 100_000 }).kilobits()).toEqual([800]);
  expect(dashWith({}).limited.rungs()).toHaveLength(3);
});

test('what dash.js has loaded above a new limit is loaded again; below it, the player rises by itself', () => {
  const above = dashWith({}, { bandwidth: 5_000_000 });
  above.limited.apply({ ...NONE, lines: 720 });
  expect([above.kilobits(), above.replaced]).toEqual([[2_500], [['video', 'middle', true]]]);
  const below = dashWith({}, { bandwidth: 800_000 });
  below.limited.apply({ ...NONE, lines: 720 });
  below.limited.apply(NONE);
  expect([below.kilobits(), below.replaced]).toEqual([[2_500, -1], []]);
});

test.each([
  [1920, 1080, 1080],
  [1920, 804, 1080],
  [854, 480, 480],
  [1440, 1080, 1080],
  [1080, 1920, 1080],
  [0, 720, 720],
  [0, 0, 0],
])('a picture of %d to %d is known as %dp', (width, height, lines) => {
  expect(namedLines({ width, height })).toBe(lines);
});
