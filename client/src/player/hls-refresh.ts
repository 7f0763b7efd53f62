import type { Source, VideoData } from '../answer.ts';
import { type Clock, systemClock } from '../clock.ts';
import { CHECK_INTERVAL_MS, REFRESH_LEAD_MS } from '../expiry.ts';
import type { StreamRequest } from '../fetch/request.ts';
import type { StreamClient } from '../stream-client.ts';
import { StreamError } from '../stream-error.ts';
import { withTimeLimit } from '../time-limit.ts';
import { continueWith, type HlsPlayer, stateOf } from './hls-player.ts';

export type { HlsPlayer } from './hls-player.ts';

export interface RefreshOptions {
  client: StreamClient;
  /** The title that plays. */
  request: StreamRequest;
  /** The answer that the player's source was taken from. */
  data: VideoData;
  /** Called with each newer answer, after the player has switched to it. */
  onRefresh?: ((data: VideoData) => void) | undefined;
  /** Called when there will be no fresh links: the title is not found, no longer has HLS, or cannot be loaded. */
  onError?: ((error: unknown) => void) | undefined;
  /** For tests. */
  clock?: Clock | undefined;
}

/** When the fresh links would soon expire too, the current ones are used until this long before their expiry. */
const LAST_MOMENT_MS = 10_000;

/** A player that is paused, or whose network stalls, buffers nothing: the switch waits no longer than this. */
const SWITCH_TIMEOUT_MS = 20_000;

/**
 * Keeps a title playing when its links expire. 30 s before the playing link expires, it fetches fresh links and
 * continues with them at the same position. Links of unknown expiry are never replaced.
 *
 * @param hls an hls.js player that has loaded, or is about to load, one of the answer's sources
 * @returns a function that stops it; call it before the player is destroyed or loads another title
 *
 * @example
 * const data = await client.getStream(request);
 * const hls = new Hls();
 * hls.loadSource(data.sources.find(({ type }) => type === 'hls').url);
 * hls.attachMedia(video);
 * const stop = refreshBeforeExpiry(hls, { client, request, data });
 */
export function refreshBeforeExpiry(hls: HlsPlayer, options: RefreshOptions): () => void {
  const stopping = new AbortController();
  keepFresh(hls, options, stopping.signal).catch((error) => {
    if (!stopping.signal.aborted) options.onError?.(error);
  });
  return () => stopping.abort();
}

async function keepFresh(hls: HlsPlayer, options: RefreshOptions, signal: AbortSignal): Promise<never> {
  const { client, request, onRefresh, clock = systemClock } = options;
  let { data } = options;
  /** Set when the last fresh links could not be loaded, so that the stored answer is not used again. */
  let reload = false;
  for (;;) {
    const current = sourceOf(hls, data);
    const timeLeft = (current && client.expiresIn(current)) ?? Number.POSITIVE_INFINITY;
    if (timeLeft > REFRESH_LEAD_MS) {
      await clock.sleep(Math.min(CHECK_INTERVAL_MS, timeLeft - REFRESH_LEAD_MS), signal);
      continue;
    }
    const askedAt = clock.now();
    const fresh = await freshAnswer(client, request, { signal, reload });
    reload = false;
    if ('waitMs' in fresh) {
      await clock.sleep(Math.max(CHECK_INTERVAL_MS, fresh.waitMs), signal);
      continue;
    }
    signal.throwIfAborted();
    // Another source may have been chosen during the request.
    const playing = sourceOf(hls, data);
    const next = playing && successorOf(playing, fresh.data.sources);
    if (playing && next && !isSameUrl(next.url, hls.url)) {
      const left = client.expiresIn(playing) ?? Number.POSITIVE_INFINITY;
      const nextLeft = client.expiresIn(next) ?? Number.POSITIVE_INFINITY;
      const answeredIn = clock.now() - askedAt;
      // The next request will take about as long as this one, and must end before the current links expire.
      if (nextLeft <= 2 * REFRESH_LEAD_MS && left - answeredIn > LAST_MOMENT_MS) {
        await clock.sleep(left - answeredIn - LAST_MOMENT_MS, signal);
        continue;
      }
      reload = !(await switchOver(hls, playing, next, clock, signal));
      if (reload) {
        await clock.sleep(CHECK_INTERVAL_MS, signal);
        continue;
      }
    }
    data = fresh.data;
    onRefresh?.(fresh.data);
    await clock.sleep(CHECK_INTERVAL_MS, signal);
  }
}

/**
 * Switches the player to the next source.
 *
 * @returns false when that cannot be loaded, and the player is back at the current one
 * @throws Error when neither can be loaded
 */
async function switchOver(hls: HlsPlayer, current: Source, next: Source, clock: Clock, signal: AbortSignal) {
  const state = stateOf(hls);
  const load = async ({ url }: Source) => {
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
    if (isSameUrl(next.url, hls.url)) await load(current);
    return false;
  }
}

/** @returns the answer, or how long to wait after a transient failure: the current links may still work */
async function freshAnswer(
  client: StreamClient,
  request: StreamRequest,
  options: { signal: AbortSignal; reload: boolean },
): Promise<{ data: VideoData } | { waitMs: number }> {
  try {
    return { data: await client.getStream(request, options) };
  } catch (error) {
    if (error instanceof StreamError && error.retryable) return { waitMs: (error.retryAfter ?? 0) * 1000 };
    throw error;
  }
}

/** Finds the same file with a new signature, else a source of the same quality, else the best one. */
function successorOf(current: Source, sources: readonly Source[]): Source {
  const playable = sources.filter(({ type }) => type === 'hls');
  const samePath = playable.filter(({ url }) => pathOf(url) === pathOf(current.url));
  const alike = ({ quality }: Source) => quality === current.quality;
  // Where several sources have the path, the path alone does not identify the file.
  const next =
    samePath.find(alike) ?? (samePath.length === 1 ? samePath[0] : undefined) ?? playable.find(alike) ?? playable[0];
  if (!next) throw new Error('The title no longer comes as HLS.');
  return next;
}

/** The source of an answer that the player has loaded. */
const sourceOf = (hls: HlsPlayer, { sources }: VideoData): Source | undefined =>
  sources.find(({ url }) => isSameUrl(url, hls.url));

/** hls.js normalises the URL that it loads. */
const isSameUrl = (url: string, loaded: string | null): boolean =>
  loaded !== null && new URL(url).href === new URL(loaded).href;

const pathOf = (url: string): string => {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
};
