// Looked up once: in a test's sandbox each look-up of a global costs more than the arithmetic.
const { cos, imul, log, PI, sqrt } = Math;

/** A source of uniform numbers in [0, 1), the same for the same seed (mulberry32, by Tommy Ettinger). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The time until the next of independent events that are `mean` apart on average. */
export const exponential = (random: () => number, mean: number): number => -mean * log(1 - random());

/** Times that are mostly near the median and sometimes much longer: 1 in 100 is `tail` times the median or more. */
export function skewed(random: () => number, median: number, tail: number): number {
  const normal = sqrt(-2 * log(1 - random())) * cos(2 * PI * random());
  return median * tail ** (normal / Z99);
}

/** The 99th percentile of the standard normal distribution. */
const Z99 = 2.326;
