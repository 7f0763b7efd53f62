import type {
  LooseRequest,
  MediaType,
  Progress,
  RequestOf,
  StreamAnswer,
  StreamClient,
  StreamError,
  VideoData,
} from '../index.ts';

/** What a query keeps of an answer: plain data, so that it survives dehydration and persisters. */
export interface QueriedStream extends VideoData {
  /** Milliseconds since 1970; 0 for an answer that must not be kept. */
  freshUntil: number;
}

/** A part of it, such as its first two entries, finds the queries of one API in a QueryClient. */
export type StreamQueryKey = readonly ['@stream-api/client', string, LooseRequest & { tmdbId: string }];

/** As much of TanStack Query as the options use, so that this package needs it neither to run nor to compile. */
interface QueryContext {
  readonly signal: AbortSignal;
  /** That of the options, or one that the page put in its place. */
  readonly queryKey: readonly unknown[];
  /** Absent in the first releases of TanStack Query 5. */
  readonly client?: {
    getQueryData(key: readonly unknown[]): unknown;
    setQueryData(key: readonly unknown[], data: QueriedStream): unknown;
  };
}
interface QueryOfStream {
  readonly state: { readonly data: QueriedStream | undefined; readonly dataUpdatedAt: number };
}

export interface StreamQueryOptions {
  queryKey: StreamQueryKey;
  queryFn: (context: QueryContext) => Promise<QueriedStream>;
  select: (stream: QueriedStream) => VideoData;
  staleTime: (query: QueryOfStream) => number;
  /** The client has its own attempts. */
  retry: false;
  /** Never set: TanStack Query takes the type of a query's errors from here. */
  throwOnError?: (error: StreamError) => boolean;
}

export interface StreamOptions {
  /** Called while an answer is awaited that takes long: with how far its extraction is. */
  onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * Returns the options of a query for TanStack Query 5 (its guide "Query Options"): `useQuery`, `useSuspenseQuery`,
 * `prefetchQuery`. A failing title costs the client's own attempts and no more, an answer is fresh for as long as the
 * API allows, and a refetch asks the API instead of the device's store.
 *
 * @example
 * const { data, error } = useQuery(streamOptions(client, { tmdbId: '550', mediaType: 'movie' }));
 */
export function streamOptions<M extends MediaType>(
  client: StreamClient,
  request: RequestOf<M>,
  { onProgress }: StreamOptions = {},
): StreamQueryOptions {
  return {
    queryKey: ['@stream-api/client', client.baseUrl, titleOf(request)],
    queryFn: async ({ signal, queryKey, client: queries }) => {
      if (onProgress) client.watch(request as LooseRequest, { onProgress, signal });
      const hasData = () => queries?.getQueryData(queryKey) !== undefined;
      const onRefresh = (newer: StreamAnswer) => {
        // A query that was removed meanwhile, as at a logout, stays removed.
        if (hasData()) queries?.setQueryData(queryKey, queried(newer));
      };
      return queried(await client.getAnswer(request as LooseRequest, { signal, reload: hasData(), onRefresh }));
    },
    select: withoutLife,
    staleTime: ({ state: { data, dataUpdatedAt } }) => Math.max(0, (data?.freshUntil ?? 0) - dataUpdatedAt),
    retry: false,
  };
}

/** The values that distinguish titles: a number and a text are one id, and a movie has no season. */
function titleOf({ tmdbId, mediaType, season, episode }: LooseRequest): StreamQueryKey[2] {
  const title = { tmdbId: String(tmdbId), mediaType };
  return mediaType === 'tv' ? { ...title, season, episode } : title;
}

const queried = ({ data, freshUntil }: StreamAnswer): QueriedStream => ({
  ...data,
  freshUntil: freshUntil?.getTime() ?? 0,
});

/** One function for all queries: TanStack Query runs it again only when it, or the data, is another one. */
const withoutLife = ({ freshUntil: _, ...data }: QueriedStream): VideoData => data;
