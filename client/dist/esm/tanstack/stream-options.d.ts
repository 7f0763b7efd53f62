import type { LooseRequest, MediaType, RequestOf, StreamClient, StreamError, VideoData } from '../index.js';
/** What a query keeps of an answer: plain data, so that it survives dehydration and persisters. */
export interface QueriedStream extends VideoData {
    /** Milliseconds since 1970; 0 for an answer that must not be kept. */
    freshUntil: number;
}
/** A part of it, such as its first two entries, finds the queries of one API in a QueryClient. */
export type StreamQueryKey = readonly ['@stream-api/client', string, LooseRequest & {
    tmdbId: string;
}];
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
    readonly state: {
        readonly data: QueriedStream | undefined;
        readonly dataUpdatedAt: number;
    };
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
/**
 * Returns the options of a query for TanStack Query 5 (its guide "Query Options"): `useQuery`, `useSuspenseQuery`,
 * `prefetchQuery`. A failing title costs the client's own attempts and no more, an answer is fresh for as long as the
 * API allows, and a refetch asks the API instead of the device's store.
 *
 * @example
 * const { data, error } = useQuery(streamOptions(client, { tmdbId: '550', mediaType: 'movie' }));
 */
export declare function streamOptions<M extends MediaType>(client: StreamClient, request: RequestOf<M>): StreamQueryOptions;
export {};
