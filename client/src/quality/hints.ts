import type { HlsLevels, PlayerSettings } from './players.ts';

/** Bits per second to begin with where nothing is known: a first picture soon, on a phone too. Streams rise at once. */
const UNKNOWN_LINE = 500_000;
/** A level whose segment has not come in time may be chosen again after this: its line may have risen. */
const PENALTY_MS = 10_000;

export interface Hints {
  /** Bits per second; undefined where nothing is known. */
  readonly bandwidth: number | undefined;
  /** Bits per second that the viewer does not want to exceed. */
  readonly limit: number | undefined;
  /** A BCP 47 tag of the sound. */
  readonly language: string | undefined;
}

/**
 * The page's settings, and below them where to begin and what comes again. hls.js alone begins with a guess, and loads
 * a fragment only to measure; dash.js guesses too.
 */
export function hintsFor<Options extends PlayerSettings>(
  options: Options,
  { bandwidth, limit, language }: Hints,
): Options {
  const { hlsConfig, dashConfig } = options;
  const start = Math.round(Math.min(bandwidth ?? UNKNOWN_LINE, limit ?? Number.POSITIVE_INFINITY));
  const hls = {
    // It would load a fragment of the lowest rung only to measure the line, which on a slow one takes seconds.
    testBandwidth: false,
    // Without it, it would take the needs of the first rung that is listed, which may be the best.
    abrEwmaDefaultEstimate: start,
    // Without it, hls.js leaves such a level out for good.
    errorPenaltyExpireMs: PENALTY_MS,
    ...(language && { audioPreference: { lang: language } }),
  };
  // Kilobits per second.
  const dash = { streaming: { abr: { initialBitrate: { video: Math.round(start / 1000) } } } };
  return {
    ...options,
    hlsConfig: { ...hls, ...hlsConfig },
    dashConfig: { ...dashConfig, settings: merged(dash, dashConfig?.settings) },
  };
}

/** Where the line carries no level, hls.js would begin with the one that is listed first, which may be the best. */
export function beginLow(hls: HlsLevels): void {
  hls.on('hlsManifestParsed', () => {
    hls.firstLevel = 0;
  });
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
