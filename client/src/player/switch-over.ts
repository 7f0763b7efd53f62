import type { Clock } from '../clock.ts';
import { withTimeLimit } from '../time-limit.ts';
import { continueWith, type HlsPlayer, stateOf } from './hls-player.ts';

/** A player that is paused, or whose network stalls, buffers nothing: the switch waits no longer than this. */
const SWITCH_TIMEOUT_MS = 20_000;

/**
 * Switches an hls.js player to another URL.
 *
 * @returns false when that cannot be loaded, and the player is back at the current one
 * @throws Error when neither can be loaded
 */
export async function switchOver(
  hls: HlsPlayer,
  current: string,
  next: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<boolean> {
  const state = stateOf(hls);
  const load = async (url: string) => {
    const timeout = new Error('The source takes too long to load.');
    try {
      await withTimeLimit(
        SWITCH_TIMEOUT_MS,
        clock,
        signal,
        () => timeout,
        (inTime) => continueWith(hls, url, state, inTime),
      );
    } catch (error) {
      // With a manifest, which has levels, the player continues at the right position when it can.
      if (error !== timeout || hls.levels.length === 0) throw error;
    }
  };
  try {
    await load(next);
    return true;
  } catch {
    signal.throwIfAborted();
    // Unless the page has loaded another source, or destroyed the player, in the meantime.
    if (isSameUrl(next, hls.url)) await load(current);
    return false;
  }
}

/** hls.js normalises the URL that it loads. */
export const isSameUrl = (url: string, loaded: string | null): boolean =>
  loaded !== null && new URL(url).href === new URL(loaded).href;
