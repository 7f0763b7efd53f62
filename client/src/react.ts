import { useCallback, useEffect, useRef, useState } from 'react';
import {
  createStreamClient,
  type StreamClient,
  type StreamError,
  type StreamRequest,
  type VideoData,
} from './index.ts';

export interface UseStreamOptions {
  /** Create it once, outside of components. Default: one client for the page's own origin. */
  client?: StreamClient | undefined;
}

export interface Stream {
  /** The title's sources; undefined until they are known. Those of another title never show. */
  data: VideoData | undefined;
  /** Why there is no (newer) answer. */
  error: StreamError | undefined;
  /** An answer is on its way. `data` may be there already while it is refetched. */
  loading: boolean;
  /** Asks the API again, whatever is stored: for "Try again" and for links that no longer work. Never throws. */
  refetch: () => Promise<void>;
}

interface Shown {
  readonly client?: StreamClient;
  readonly title?: string;
  readonly data?: VideoData | undefined;
  readonly error?: StreamError | undefined;
  readonly loading?: boolean;
}

/**
 * The sources of a title, for as long as a component shows it. A stale answer shows at once, and its newer one when it
 * has come. On a server it renders as loading.
 *
 * @param request null for no title yet. It may be a new object at each rendering; its values count.
 */
export function useStream(request: StreamRequest | null | undefined, options: UseStreamOptions = {}): Stream {
  const client = options.client ?? pageClient();
  const title = request ? valuesOf(request) : undefined;
  const [shown, setShown] = useState<Shown>({});
  const reload = useRef<(() => Promise<void>) | undefined>(undefined);

  useEffect(() => {
    if (title === undefined) return;
    let current = new AbortController();

    const load = async (again: boolean) => {
      // One answer is awaited at a time: a late one cannot overwrite a newer one.
      current.abort();
      current = new AbortController();
      const { signal } = current;
      const show = (news: Pick<Shown, 'data' | 'error' | 'loading'>) => {
        if (!signal.aborted) setShown((before) => merge(before, news, client, title));
      };
      const showData = (data: VideoData) => show({ data, error: undefined, loading: false });
      if (again) show({ loading: true });
      try {
        const wanted: StreamRequest = JSON.parse(title);
        showData(await client.getStream(wanted, { signal, reload: again, onRefresh: showData }));
      } catch (error) {
        show({ error: error as StreamError, loading: false });
      }
    };

    reload.current = () => load(true);
    void load(false);
    return () => {
      reload.current = undefined;
      current.abort();
    };
  }, [client, title]);

  const refetch = useCallback(async () => reload.current?.(), []);
  const current: Shown = isOf(shown, client, title) ? shown : { loading: title !== undefined };
  return { data: current.data, error: current.error, loading: current.loading ?? false, refetch };
}

let shared: StreamClient | undefined;
const pageClient = (): StreamClient => {
  shared ??= createStreamClient();
  return shared;
};

const valuesOf = ({ tmdbId, mediaType, season, episode }: StreamRequest): string =>
  JSON.stringify({ tmdbId, mediaType, season, episode });

const isOf = (shown: Shown, client: StreamClient, title: string | undefined): boolean =>
  shown.client === client && shown.title === title;

function merge(before: Shown, news: Shown, client: StreamClient, title: string): Shown {
  const known = isOf(before, client, title) ? before : {};
  const merged = { ...known, ...news, client, title };
  // An answer that says the same stays the same object, so that a player is not loaded anew for nothing.
  const same = known.data && JSON.stringify(known.data) === JSON.stringify(merged.data);
  return same ? { ...merged, data: known.data } : merged;
}
