import type { Source, VideoData } from '../answer.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { StreamRequest } from '../fetch/request.ts';
import type { StreamClient } from '../stream-client.ts';
import { StreamError } from '../stream-error.ts';
import { continueAt, type HlsPlayer, placeOf } from './hls-player.ts';

export type { HlsPlayer } from './hls-player.ts';

export interface RefreshOptions {
  client: StreamClient;
  /** The title that plays. */
  request: StreamRequest;
  /** The answer that the player's source was taken from. */
  data: VideoData;
  /** Called with each newer answer, after the player went on with it. */
  onRefresh?: ((data: VideoData) => void) | undefined;
  /** Called when there will be no fresh links: the title is gone, no longer comes as HLS, or cannot be loaded. */
  onError?: ((error: unknown) => void) | undefined;
  /** For tests. */
  clock?: Clock | undefined;
}

/** Later than the server's own margin of 60 s, so that the links it answers with are new ones. */
const LEAD_MS = 30_000;

/** A sleeping device wakes up late, and the player may have been given another source: look again this often. */
const LOOK_EVERY_MS = 10_000;

/** Links that live hardly longer than the lead would be due again at once: the current ones are used up to here. */
const LAST_MOMENT_MS = 10_000;

/** A player that is paused, or whose network stalls, may take its time: it is not waited for any longer. */
const SWITCH_LIMIT_MS = 20_000;

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
  /** The last fresh links could not be loaded: they are not taken from where they are kept. */
  let reload = false;
  for (;;) {
    const current = sourceOf(hls, data);
    const untilDeath = current && client.expiresIn(current);
    if (untilDeath === undefined || untilDeath > LEAD_MS) {
      const untilDue = untilDeath === undefined ? LOOK_EVERY_MS : untilDeath - LEAD_MS;
      await clock.sleep(Math.min(LOOK_EVERY_MS, untilDue), signal);
      continue;
    }
    const asked = clock.now();
    const fresh = await freshAnswer(client, request, { signal, reload });
    reload = false;
    if ('waitMs' in fresh) {
      await clock.sleep(Math.max(LOOK_EVERY_MS, fresh.waitMs), signal);
      continue;
    }
    signal.throwIfAborted();
    // Another source may have been chosen while the answer was on its way.
    const playing = sourceOf(hls, data);
    const next = playing && successorOf(playing, fresh.data.sources);
    if (playing && next && !isSameUrl(next.url, hls.url)) {
      const left = client.expiresIn(playing) ?? Number.POSITIVE_INFINITY;
      const nextLeft = client.expiresIn(next) ?? Number.POSITIVE_INFINITY;
      const answeredIn = clock.now() - asked;
      // It is asked for once more then: what comes in the meantime must still be in time.
      if (nextLeft <= 2 * LEAD_MS && left - answeredIn > LAST_MOMENT_MS) {
        await clock.sleep(left - answeredIn - LAST_MOMENT_MS, signal);
        continue;
      }
      reload = !(await goOnWith(hls, playing, next, clock, signal));
      if (reload) {
        await clock.sleep(LOOK_EVERY_MS, signal);
        continue;
      }
    }
    data = fresh.data;
    onRefresh?.(fresh.data);
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
}

/**
 * @returns false when the next source could not be loaded, and the current one, which lives a little longer, plays on
 * @throws Error when that cannot be loaded either
 */
async function goOnWith(hls: HlsPlayer, current: Source, next: Source, clock: Clock, signal: AbortSignal) {
  const place = placeOf(hls);
  const switchTo = async ({ url }: Source) => {
    const late = new Error('The source takes too long to load.');
    const ending = new AbortController();
    const stop = () => ending.abort(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    clock.sleep(SWITCH_LIMIT_MS, ending.signal).then(
      () => ending.abort(late),
      () => undefined,
    );
    try {
      await continueAt(hls, url, place, ending.signal);
    } catch (error) {
      // Without a manifest there are no levels; with one, the player goes on from the right place by itself.
      if (error !== late || hls.levels.length === 0) throw error;
    } finally {
      signal.removeEventListener('abort', stop);
      ending.abort(null);
    }
  };
  try {
    await switchTo(next);
    return true;
  } catch {
    signal.throwIfAborted();
    // Who chose another source meanwhile, or ended the player, is not contradicted.
    if (isSameUrl(next.url, hls.url)) await switchTo(current);
    return false;
  }
}

/** @returns how long to wait after a failure that can pass: the current links may still work */
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

/** The same file with a new signature, else the like of it, else the best there is. */
function successorOf(current: Source, sources: readonly Source[]): Source {
  const playable = sources.filter(({ type }) => type === 'hls');
  const there = playable.filter(({ url }) => pathOf(url) === pathOf(current.url));
  const alike = ({ quality }: Source) => quality === current.quality;
  // Where a path serves several files, it does not tell which.
  const next = there.find(alike) ?? (there.length === 1 ? there[0] : undefined) ?? playable.find(alike) ?? playable[0];
  if (!next) throw new Error('The title no longer comes as HLS.');
  return next;
}

/** The one of an answer's sources that the player plays. */
const sourceOf = (hls: HlsPlayer, { sources }: VideoData): Source | undefined =>
  sources.find(({ url }) => isSameUrl(url, hls.url));

/** hls.js writes the URL it was given in its normal form. */
const isSameUrl = (url: string, loaded: string | null): boolean =>
  loaded !== null && new URL(url).href === new URL(loaded).href;

const pathOf = (url: string): string => {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
};
