import { useCallback, useEffect, useRef, useState } from 'react';
import { type Clock, systemClock } from '../clock.ts';
import { CHECK_INTERVAL_MS, earliest, REFRESH_LEAD_MS } from '../expiry.ts';
import type {
  LooseRequest,
  MediaType,
  Progress,
  RequestOf,
  Source,
  StreamClient,
  StreamError,
  VideoData,
} from '../index.ts';
import { createRefreshBackOff } from '../store/refresh-back-off.ts';
import { pageClient } from './page-client.ts';
import { useNextSource } from './use-next-source.ts';

export interface UseStreamOptions {
  /**
   * Create it once, outside of components, so that they share it. A component keeps the client of its first render.
   * Default: one client for the page's origin.
   */
  client?: StreamClient | undefined;
  /** For tests. As with the client, that of the first render is kept. */
  clock?: Clock | undefined;
}

export interface Stream {
  /** The answer for the title, never that of another one; undefined until there is one. */
  data: VideoData | undefined;
  /** Why there is no answer, or no newer one. */
  error: StreamError | undefined;
  /** Whether the first answer, or that of a refetch, is awaited. During a refetch, `data` is the previous answer. */
  loading: boolean;
  /**
   * While it is loading, how far the extraction is: for `progressInWords`. Undefined for a quick answer, and where the
   * client has no `liveUrl`.
   */
  progress: Progress | undefined;
  /**
   * Asks the API again, whether or not an answer is stored: for "Try again". The API may answer from its own cache,
   * with the same links until they expire. Never throws.
   */
  refetch: () => Promise<void>;
  /** The best source of `data` that `next` has not passed over; undefined when none is left. */
  source: Source | undefined;
  /**
   * Passes over the present `source`, for the title that is shown now: `source` is the next best one of the answer.
   * For a page with its own player; `playTitle` does it by itself.
   *
   * @param reason what is wrong with it, for `tried`
   */
  next: (reason?: string) => void;
  /** What `next` has passed over, in order. */
  tried: readonly { source: Source; reason: string }[];
}

interface Shown {
  readonly title?: string;
  readonly data?: VideoData | undefined;
  readonly error?: StreamError | undefined;
  readonly loading?: boolean;
  readonly progress?: Progress | undefined;
}

/**
 * Returns the sources of a title, and keeps them usable while the component is mounted. A stale answer is returned at
 * once, and its newer one when it arrives. Before the first link expires, fresh links are fetched in the background; a
 * failure of that is returned as `error` beside the data, and retried if it is transient. On a server, it is loading.
 *
 * @param request null for no title yet. It may be a new object at each render; its values are compared.
 *
 * @example
 * const client = createStreamClient();
 *
 * function Watch({ tmdbId }) {
 *   const { data, error, refetch } = useStream({ tmdbId, mediaType: 'movie' }, { client });
 *   if (data) return <video controls src={data.sources[0].url} />;
 *   return error ? <button onClick={refetch}>{error.message}</button> : <p>Loading …</p>;
 * }
 */
export function useStream<M extends MediaType>(
  request: RequestOf<M> | null | undefined,
  options: UseStreamOptions = {},
): Stream {
  // A client that is created during render is a new one each time, and would restart the effect without end.
  const [client] = useState(() => options.client ?? pageClient());
  const [clock] = useState(() => options.clock ?? systemClock);
  const title = request ? valuesOf(request) : undefined;
  const [shown, setShown] = useState<Shown>({});
  const reload = useRef<(() => Promise<void>) | undefined>(undefined);

  useEffect(() => {
    if (title === undefined) return;
    const wanted: LooseRequest = JSON.parse(title);
    // React Native has no document.
    const page = (globalThis as { document?: EventTarget }).document;
    const leaving = new AbortController();
    const backOff = createRefreshBackOff(clock);
    let current = new AbortController();
    let isLoading = false;
    /** The answer whose links are checked. */
    let watched: VideoData | undefined;

    const load = async (again: boolean) => {
      // Only one answer is awaited at a time, so that a late one cannot replace a newer one.
      current.abort();
      current = new AbortController();
      const { signal } = current;
      const show = (change: Omit<Shown, 'title'>) => {
        if (!signal.aborted) setShown((before) => merge(before, change, title));
      };
      const showData = (data: VideoData) => {
        if (!signal.aborted) watched = data;
        show({ data, error: undefined, loading: false, progress: undefined });
      };
      isLoading = true;
      if (again) show({ loading: true });
      client.watch(wanted, { onProgress: (progress) => show({ progress }), signal });
      let failure: StreamError | undefined;
      try {
        showData(await client.getStream(wanted, { signal, reload: again, onRefresh: showData }));
      } catch (error) {
        failure = error as StreamError;
        show({ error: failure, loading: false, progress: undefined });
      }
      if (signal.aborted) return;
      isLoading = false;
      if (failure) backOff.begin(title, failure.retryAfter);
      // After a lasting failure, such as not found, nothing is asked again by itself.
      if (failure?.retryable === false) watched = undefined;
    };

    const check = () => {
      const isDue = watched !== undefined && earliest(watched, client.expiresIn) < REFRESH_LEAD_MS;
      if (!isDue || isLoading || backOff.isActive(title)) return;
      // Links that are about to expire when they arrive must not cause a request each time the tab becomes visible.
      backOff.begin(title, undefined);
      void load(false);
    };

    reload.current = () => load(true);
    void load(false);
    void repeat(check, CHECK_INTERVAL_MS, clock, leaving.signal);
    // The timers of a hidden page, or a sleeping device, are late.
    page?.addEventListener('visibilitychange', check);
    return () => {
      reload.current = undefined;
      page?.removeEventListener('visibilitychange', check);
      leaving.abort();
      current.abort();
    };
  }, [client, clock, title]);

  const refetch = useCallback(async () => reload.current?.(), []);
  const current: Shown = shown.title === title ? shown : { loading: title !== undefined };
  const { data, error, loading = false } = current;
  // Links that are renewed in the background are not waited for.
  const progress = loading ? current.progress : undefined;
  return { data, error, loading, progress, refetch, ...useNextSource(title, data) };
}

/** Calls `check` every `ms` milliseconds until the signal is aborted. */
async function repeat(check: () => void, ms: number, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // A sleep is rejected only when it is aborted.
    await clock.sleep(ms, signal).catch(() => undefined);
    if (!signal.aborted) check();
  }
}

const valuesOf = ({ tmdbId, mediaType, season, episode }: LooseRequest): string =>
  JSON.stringify({ tmdbId, mediaType, season, episode });

function merge(before: Shown, change: Shown, title: string): Shown {
  const known: Shown = before.title === title ? before : { loading: true };
  const merged = { ...known, ...change, title };
  // An equal answer keeps the old object, so that a player does not reload.
  const isEqual = known.data && JSON.stringify(known.data) === JSON.stringify(merged.data);
  return isEqual ? { ...merged, data: known.data } : merged;
}
