import { useCallback, useEffect, useRef, useState } from 'react';
import { type Clock, systemClock } from '../clock.ts';
import {
  createStreamClient,
  type StreamClient,
  type StreamError,
  type StreamRequest,
  type VideoData,
} from '../index.ts';
import { createRefreshPause } from '../store/refresh-pause.ts';

export interface UseStreamOptions {
  /**
   * Create it once, outside of components, so that they share it. The first one that a component gives serves for the
   * component's life. Default: one client for the page's own origin.
   */
  client?: StreamClient | undefined;
  /** For tests. As with the client, the first one counts. */
  clock?: Clock | undefined;
}

export interface Stream {
  /** The title's sources; undefined until they are known. Those of another title never show. */
  data: VideoData | undefined;
  /** Why there is no (newer) answer. */
  error: StreamError | undefined;
  /** The first answer, or the one of a refetch, is on its way. `data` may be there already while it is refetched. */
  loading: boolean;
  /**
   * Asks the API again, whatever is stored on the device: for "Try again". The API may answer from its own cache, with
   * the same links while they live. Never throws.
   */
  refetch: () => Promise<void>;
}

/** As `refreshBeforeExpiry`: later than the server's own margin of 60 s, so that the links it answers with are new ones. */
const LEAD_MS = 30_000;

/** A sleeping device wakes up late, and the server's clock is learned with each answer: look again this often. */
const LOOK_EVERY_MS = 10_000;

interface Shown {
  readonly title?: string;
  readonly data?: VideoData | undefined;
  readonly error?: StreamError | undefined;
  readonly loading?: boolean;
}

/**
 * The sources of a title, for as long as a component shows it. A stale answer shows at once, and its newer one when it
 * has come. Before the first of its links dies, fresh ones are fetched in the background; a failure of that shows as
 * `error` beside the data, and unless it is one that lasts, they are asked for again. On a server it renders as loading.
 *
 * @param request null for no title yet. It may be a new object at each rendering; its values count.
 */
export function useStream(request: StreamRequest | null | undefined, options: UseStreamOptions = {}): Stream {
  // A client that is created while rendering is another one each time: the effect would ask anew without end.
  const [client] = useState(() => options.client ?? pageClient());
  const [clock] = useState(() => options.clock ?? systemClock);
  const title = request ? valuesOf(request) : undefined;
  const [shown, setShown] = useState<Shown>({});
  const reload = useRef<(() => Promise<void>) | undefined>(undefined);

  useEffect(() => {
    if (title === undefined) return;
    const wanted: StreamRequest = JSON.parse(title);
    // React Native has none.
    const page = (globalThis as { document?: EventTarget }).document;
    const leaving = new AbortController();
    const pause = createRefreshPause(clock);
    let current = new AbortController();
    let isAsking = false;
    /** The answer whose links are looked at. */
    let watched: VideoData | undefined;

    const load = async (again: boolean) => {
      // One answer is awaited at a time: a late one cannot overwrite a newer one.
      current.abort();
      current = new AbortController();
      const { signal } = current;
      const show = (news: Pick<Shown, 'data' | 'error' | 'loading'>) => {
        if (!signal.aborted) setShown((before) => merge(before, news, title));
      };
      const showData = (data: VideoData) => {
        if (!signal.aborted) watched = data;
        show({ data, error: undefined, loading: false });
      };
      isAsking = true;
      if (again) show({ loading: true });
      let failure: StreamError | undefined;
      try {
        showData(await client.getStream(wanted, { signal, reload: again, onRefresh: showData }));
      } catch (error) {
        failure = error as StreamError;
        show({ error: failure, loading: false });
      }
      if (signal.aborted) return;
      isAsking = false;
      if (failure) pause.begin(title, failure.retryAfter);
      // A title that is gone is not asked for every few seconds.
      if (failure?.retryable === false) watched = undefined;
    };

    const look = () => {
      const isDue = watched !== undefined && firstExpiryIn(watched, client) < LEAD_MS;
      if (!isDue || isAsking || pause.holds(title)) return;
      // Links that are dying when they come must not be asked for at each switch of windows.
      pause.begin(title, undefined);
      void load(false);
    };

    reload.current = () => load(true);
    void load(false);
    void lookEvery(LOOK_EVERY_MS, look, clock, leaving.signal);
    // A page that was out of sight, or a device that slept, has had no timers.
    page?.addEventListener('visibilitychange', look);
    return () => {
      reload.current = undefined;
      page?.removeEventListener('visibilitychange', look);
      leaving.abort();
      current.abort();
    };
  }, [client, clock, title]);

  const refetch = useCallback(async () => reload.current?.(), []);
  const current: Shown = shown.title === title ? shown : { loading: title !== undefined };
  return { data: current.data, error: current.error, loading: current.loading ?? false, refetch };
}

/** Ends, silently, as soon as the signal is aborted. */
async function lookEvery(ms: number, look: () => void, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const slept = await clock.sleep(ms, signal).then(
      () => true,
      () => false,
    );
    if (slept && !signal.aborted) look();
  }
}

/** Milliseconds until the first link dies; Infinity when none tells its expiry. */
function firstExpiryIn({ sources, subtitles }: VideoData, client: StreamClient): number {
  return Math.min(...[...sources, ...subtitles].map((link) => client.expiresIn(link) ?? Number.POSITIVE_INFINITY));
}

let shared: StreamClient | undefined;
const pageClient = (): StreamClient => {
  shared ??= createStreamClient();
  return shared;
};

const valuesOf = ({ tmdbId, mediaType, season, episode }: StreamRequest): string =>
  JSON.stringify({ tmdbId, mediaType, season, episode });

function merge(before: Shown, news: Shown, title: string): Shown {
  const known = before.title === title ? before : {};
  const merged = { ...known, ...news, title };
  // An answer that says the same stays the same object, so that a player is not loaded anew for nothing.
  const same = known.data && JSON.stringify(known.data) === JSON.stringify(merged.data);
  return same ? { ...merged, data: known.data } : merged;
}
