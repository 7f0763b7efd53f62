import type { Clock } from '../clock.ts';
import { bufferedEnd, LEAST_BYTES, NEARLY_EMPTY_S } from '../engine/buffered.ts';
import type { Engine } from '../engine/engine.ts';
import { PATIENCE_MS } from '../sources/source-queue.ts';
import { isOnline } from './network.ts';

/** How often the element is looked at. */
const LOOK_MS = 250;
/** A gap this long between two looks is a device's sleep, and nobody's fault. */
const SLEEP_MS = 3_000;
/** Nothing has arrived for this long, and what was loaded is nearly played. */
const DRY_MS = 6_000;
/** A seek begins a load, which has the full patience. */
const JUMP_S = 1.5;

export interface ProgressOptions {
  readonly clock: Clock;
  /** Milliseconds until the first picture. */
  readonly patience: number;
  /** Whether this source loads although nothing plays yet. */
  readonly loadsAhead: boolean;
  /** What loads in its engine. */
  readonly loading: Engine['loading'];
  /** Called each time the picture has moved. */
  readonly onProgress: () => void;
}

/**
 * Watches a source until it makes no progress: no first picture in time, a picture that does not move, or nothing that
 * arrives while little is left. Time without a network does not count.
 *
 * @returns why, in words; rejects with the signal's reason
 */
export async function stallOf(video: HTMLVideoElement, options: ProgressOptions, signal: AbortSignal): Promise<string> {
  const { clock, patience, loadsAhead, loading, onProgress } = options;
  let looked = clock.now();
  let moved = looked;
  let grown = looked;
  let position = video.currentTime;
  let end = bufferedEnd(video);
  let bytes = 0;
  let hasPicture = false;
  for (;;) {
    await clock.sleep(LOOK_MS, signal);
    const now = clock.now();
    if (now - looked > SLEEP_MS || !isOnline()) moved = grown = now;
    looked = now;
    const { currentTime, readyState, paused, ended, networkState, duration } = video;
    if (!hasPicture) {
      hasPicture = readyState >= 2;
      const isLoading = loadsAhead || !paused || networkState === 2;
      if (hasPicture || !isLoading) moved = grown = now;
      else if (now - moved >= patience) return 'no answer in time';
      position = currentTime;
      continue;
    }
    const step = currentTime - position;
    position = currentTime;
    if (paused || ended || step !== 0) moved = now;
    if (step !== 0 && !paused) onProgress();
    const newEnd = bufferedEnd(video);
    let newBytes = 0;
    for (const arrived of loading?.values() ?? []) newBytes += arrived();
    if (newEnd !== end || newBytes - bytes >= LEAST_BYTES || paused || ended) grown = now;
    bytes = newBytes;
    if (Math.abs(step) > JUMP_S) grown = now + PATIENCE_MS - DRY_MS;
    end = newEnd;
    if (now - moved >= PATIENCE_MS) return 'the picture did not move any more';
    // A live stream has no end that could be missing.
    const isIncomplete = Number.isFinite(duration) && end < duration - 0.5;
    if (isIncomplete && end - currentTime < NEARLY_EMPTY_S && now - grown >= DRY_MS) return 'nothing arrives any more';
  }
}
