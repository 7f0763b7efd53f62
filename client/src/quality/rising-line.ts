import { MIN_BITS, type Sample } from './bandwidth-memory.ts';
import type { HlsLevels } from './players.ts';

/** This number of loads in a row, each this many times as fast as the estimate: the line is another one now. */
const LOADS = 3;
const RISE = 2;

/**
 * Makes hls.js notice that its line has become fast. It weighs each load by the time that it took, so ten seconds of
 * slow ones would outweigh a hundred fast ones, which is minutes on the lowest rung. (Its way down needs no help.)
 */
export class RisingLine {
  readonly #hls: HlsLevels;
  #rates: number[] = [];

  constructor(hls: HlsLevels) {
    this.#hls = hls;
  }

  add({ bits, ms }: Sample): void {
    if (bits < MIN_BITS || !(ms > 0)) return;
    this.#rates = [...this.#rates, (bits * 1000) / ms].slice(-LOADS);
    const least = Math.min(...this.#rates);
    const { bandwidthEstimate = least } = this.#hls;
    if (this.#rates.length < LOADS || least < RISE * bandwidthEstimate) return;
    // It forgets what it measured before.
    this.#hls.bandwidthEstimate = least;
    this.#rates = [];
  }
}
