import type { Source, VideoData } from './answer.ts';
import { type Clock, systemClock } from './clock.ts';
import { continueAt, type HlsPlayer } from './hls-player.ts';
import type { StreamRequest } from './request.ts';
import type { StreamClient } from './stream-client.ts';
import { StreamError } from './stream-error.ts';

export type { HlsPlayer } from './hls-player.ts';

export interface RefreshOptions {
  client: StreamClient;
  /** The title that plays. */
  request: StreamRequest;
  /** The answer that the player's source was taken from. */
  data: VideoData;
  /** Called with each newer answer, after the player went on with it. */
  onRefresh?: ((data: VideoData) => void) | undefined;
  /** Called when there will be no fresh links: the title is gone, or no longer comes as HLS. */
  onError?: ((error: unknown) => void) | undefined;
  /** For tests. */
  clock?: Clock | undefined;
}

/** Later than the server's own margin of 60 s, so that the links it answers with are new ones. */
const LEAD_MS = 30_000;

/** A sleeping device wakes up late, and the player may have been given another source: look again this often. */
const LOOK_EVERY_MS = 10_000;

/**
 * Keeps a title playing past its links' lives: 30 s before the one that plays dies, fetches fresh ones and goes on with
 * them at the same position. Links whose expiry is not known are left alone.
 *
 * @param hls an hls.js player that loads (or is about to load) one of the answer's sources
 * @returns stops it; call it before the player is destroyed or given another title
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
  for (;;) {
    const current = data.sources.find(({ url }) => isSameUrl(url, hls.url));
    const left = current && client.expiresIn(current);
    if (current === undefined || left === undefined || left > LEAD_MS) {
      const untilDue = left === undefined ? LOOK_EVERY_MS : left - LEAD_MS;
      await clock.sleep(Math.min(LOOK_EVERY_MS, untilDue), signal);
      continue;
    }
    const fresh = await freshAnswer(client, request, signal);
    if (fresh) {
      const next = successorOf(current, fresh.sources);
      signal.throwIfAborted();
      // Another source may have been chosen while the answer was on its way.
      if (isSameUrl(current.url, hls.url) && !isSameUrl(next.url, hls.url)) continueAt(hls, next.url);
      data = fresh;
      onRefresh?.(fresh);
    }
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
}

/** @returns undefined after a failure that can pass: the current links may still work, and the next look tries again */
async function freshAnswer(client: StreamClient, request: StreamRequest, signal: AbortSignal) {
  try {
    return await client.getStream(request, { signal });
  } catch (error) {
    if (error instanceof StreamError && error.retryable) return undefined;
    throw error;
  }
}

/** The same file with a new signature, else the like of it, else the best there is. */
function successorOf(current: Source, sources: readonly Source[]): Source {
  const playable = sources.filter(({ type }) => type === 'hls');
  const next =
    playable.find(({ url }) => pathOf(url) === pathOf(current.url)) ??
    playable.find(({ quality }) => quality === current.quality) ??
    playable[0];
  if (!next) throw new Error('The title no longer comes as HLS.');
  return next;
}

/** hls.js writes the URL it was given in its normal form. */
const isSameUrl = (url: string, loaded: string | null): boolean =>
  loaded !== null && new URL(url).href === new URL(loaded).href;

const pathOf = (url: string): string => {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
};
