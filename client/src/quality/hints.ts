import type { HlsLevels, PlayerSettings } from './players.ts';

/** What a viewer does not want to exceed. */
export interface Limits {
  readonly lines: number | undefined;
  /** Bits per second. */
  readonly limit: number | undefined;
}

/** Bits per second to begin with where nothing is known: a first picture soon, on a phone too. */
const UNKNOWN_LINE = 1_000_000;

/**
 * The page's settings, and below them where to begin. hls.js alone begins with a guess, and loads a fragment only
 * to measure; dash.js guesses too.
 */
export function hintsFor<Options extends PlayerSettings>(
  options: Options,
  { bandwidth, limit }: { bandwidth: number | undefined; limit: number | undefined },
): Options {
  const { hlsConfig, dashConfig } = options;
  const start = bandwidth === undefined ? undefined : Math.round(Math.min(bandwidth, limit ?? bandwidth));
  const hls = {
    // It would load a fragment of the lowest rung only to measure the line, which on a slow one takes seconds.
    testBandwidth: false,
    ...(start && { abrEwmaDefaultEstimate: start }),
    // Without an estimate it takes the needs of the first rung that is listed, which may be the best.
    abrEwmaDefaultEstimateMax: start ?? UNKNOWN_LINE,
  };
  const dash = {
    // Kilobits per second.
    ...(start && { initialBitrate: { video: Math.round(start / 1000) } }),
    ...(limit && { maxBitrate: { video: Math.round(limit / 1000) } }),
  };
  return {
    ...options,
    hlsConfig: { ...hls, ...hlsConfig },
    dashConfig:
      start || limit
        ? { ...dashConfig, settings: merged({ streaming: { abr: dash } }, dashConfig?.settings) }
        : dashConfig,
  };
}

/** Keeps an hls.js player below limits, once it knows its levels; what fits the line best stays its own choice. */
export function followLimits(hls: HlsLevels, limits: () => Limits): void {
  hls.on('hlsManifestParsed', () => {
    const { lines, limit } = limits();
    // The page may have its own limit.
    if (lines !== undefined || limit !== undefined) hls.autoLevelCapping = capOf(hls, limits());
  });
}

/** Applies changed limits to what plays, from the next fragment on. */
export function applyLimits(hls: HlsLevels, limits: Limits): void {
  hls.autoLevelCapping = capOf(hls, limits);
  // Automatic, and what was loaded ahead at another quality is loaded again.
  hls.nextLevel = -1;
}

/** The index of the best level within the limits; the lowest where none is; -1 where there are none. */
function capOf({ levels }: HlsLevels, { lines, limit }: Limits): number {
  if (lines === undefined && limit === undefined) return -1;
  const within = levels.map(
    ({ height, bitrate }) => !(height > (lines ?? Number.POSITIVE_INFINITY)) && bitrate <= (limit ?? bitrate),
  );
  return Math.max(0, within.lastIndexOf(true));
}

/** Settings with others that replace them, part by part. */
function merged(base: object, over: object | undefined): object {
  const result: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(over ?? {})) {
    const before = result[name];
    result[name] = isPart(before) && isPart(value) ? merged(before, value) : value;
  }
  return result;
}

const isPart = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
