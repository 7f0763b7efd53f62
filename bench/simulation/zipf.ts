export interface Popularity {
  /** Draws the rank of the next requested title, from 0. */
  next(): number;
  /** The share of all requests that is for these titles. */
  readonly share: number;
}

/**
 * Popularity as in libraries of films: the title of rank r is requested in proportion to 1 / r^exponent.
 *
 * @param every keeps the middle one of this number of neighbouring ranks, as a sample; 1 keeps all
 */
export function zipf(titles: number, exponent: number, every: number, random: () => number): Popularity {
  const kept = Math.floor(titles / every);
  const cumulated = new Float64Array(kept);
  const middle = Math.floor(every / 2);
  const rankOf = (index: number) => index * every + middle;
  let sum = 0;
  let all = 0;
  for (let rank = 0; rank < titles; rank++) {
    const weight = (rank + 1) ** -exponent;
    all += weight;
    if (rank % every !== middle || rank >= kept * every) continue;
    sum += weight;
    cumulated[Math.floor(rank / every)] = sum;
  }
  const next = (): number => {
    const drawn = random() * sum;
    let low = 0;
    let high = kept - 1;
    while (low < high) {
      const half = (low + high) >>> 1;
      if (cumulated[half]! < drawn) low = half + 1;
      else high = half;
    }
    return rankOf(low);
  };
  return { next, share: sum / all };
}
