import type { Clock } from '../clock.ts';
import type { Sample } from './bandwidth-memory.ts';
import { isFromCache } from './loads.ts';

const LOOK_MS = 250;
/** A browser that has this much stops loading for a while, and what it loads then says nothing of the line. */
const ENOUGH_AHEAD_S = 15;
/** Growth is measured over this long. */
const WINDOW_MS = 2_000;
/** A picture that does not move for this long counts as a second stall, whatever arrives. */
const LONG_STALL_MS = 1_500;
/** Shorter ones are decoders, not lines. */
const STALL_MS = 300;

/** HTML standard, "media elements". A paused element that has enough stops there, and nothing arrives. */
const NETWORK_LOADING = 2;

/** The parts of a video element that are used here. */
export interface WatchedVideo {
  readonly networkState: number;
  readonly currentTime: number;
  readonly duration: number;
  readonly readyState: number;
  readonly paused: boolean;
  readonly seeking: boolean;
  readonly ended: boolean;
  readonly buffered: { readonly length: number; start(index: number): number; end(index: number): number };
}

interface FileWatch {
  readonly video: WatchedVideo;
  readonly url: string;
  /** Bits per second that the file needs. */
  readonly bandwidth: number;
  readonly clock: Clock;
  readonly onSample: (sample: Sample) => void;
  /** With the bits per second that arrive, where that was measured. */
  readonly onStall: (arriving: number | undefined) => void;
}

/**
 * Watches a file in a video element, whose loads a page does not see: by how much more of it is buffered, and when the
 * picture waits for it. Ends with the signal.
 */
export async function watchFile(watch: FileWatch, signal: AbortSignal): Promise<void> {
  const { video, url, bandwidth, clock, onSample, onStall } = watch;
  let looked = clock.now();
  let end = bufferedEnd(video);
  /** Seconds of the film that have arrived since the window began. */
  let grown = 0;
  let since = looked;
  /** Bits per second of the last window. */
  let measured: number | undefined;
  let hasPlayed = false;
  let stalledSince: number | undefined;
  let counted = 0;
  for (;;) {
    await clock.sleep(LOOK_MS, signal);
    const now = clock.now();
    const { currentTime, paused, seeking, ended, readyState, duration, networkState } = video;
    const newEnd = bufferedEnd(video);
    const growth = newEnd - end;
    end = newEnd;
    const isComplete = newEnd >= duration - 0.5;
    const isLoading = networkState === NETWORK_LOADING && !isComplete && newEnd - currentTime <= ENOUGH_AHEAD_S;
    // After a seek, or a device's sleep, the growth is no measure.
    if (growth < 0 || seeking || now - looked > 4 * LOOK_MS || !isLoading) {
      [grown, since, measured] = [0, now, undefined];
    } else grown += growth;
    looked = now;
    const isWindow = now - since >= WINDOW_MS;
    if (isWindow) measured = (grown * bandwidth * 1000) / (now - since);

    hasPlayed ||= readyState >= 3 && currentTime > 0;
    const isStalled = hasPlayed && readyState < 3 && !paused && !seeking && !ended;
    if (!isStalled) {
      stalledSince = undefined;
      counted = 0;
    } else {
      stalledSince ??= now;
      // What arrives more slowly than it plays stops again and again: there is nothing to wait for.
      const isTooMuch = measured !== undefined && measured < bandwidth;
      const stalls = now - stalledSince < STALL_MS ? 0 : isTooMuch || now - stalledSince >= LONG_STALL_MS ? 2 : 1;
      for (; counted < stalls; counted += 1) onStall(measured);
      if (signal.aborted) return;
    }
    if (isWindow) {
      if (!isFromCache(url)) onSample({ bits: grown * bandwidth, ms: now - since });
      [grown, since] = [0, now];
    }
  }
}

/** The end of what has arrived around the position, in seconds; the position where nothing has. */
function bufferedEnd({ buffered, currentTime }: WatchedVideo): number {
  for (let index = 0; index < buffered.length; index += 1) {
    if (buffered.start(index) <= currentTime + 0.1 && currentTime <= buffered.end(index)) return buffered.end(index);
  }
  return currentTime;
}
