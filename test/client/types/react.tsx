import { createStreamClient, type MediaType, type StreamError, type VideoData } from '@stream-api/client';
import { useStream, useStreamExtraction } from '@stream-api/client/react';
import { streamOptions } from '@stream-api/client/tanstack';
import { QueryClient, QueryObserver } from '@tanstack/query-core';
import { queryOptions, useQueries, useQuery, useSuspenseQuery } from '@tanstack/react-query';

const client = createStreamClient();
const movie = { tmdbId: '550', mediaType: 'movie' } as const;

export function Hooks({ mediaType, season }: { mediaType: MediaType; season?: number }) {
  const known = useStream(movie, { client });
  known.data satisfies VideoData | undefined;
  known.error?.code satisfies StreamError['code'] | undefined;
  useStream({ tmdbId: 1396, mediaType, season, episode: 1 });
  useStream(null);
  // @ts-expect-error An episode needs its numbers.
  useStream({ tmdbId: '1396', mediaType: 'tv' });

  const { extract, loading, error, data } = useStreamExtraction();
  [loading, error, data] satisfies [boolean, string | null, VideoData | null];
  extract('1396', 'tv', 1, 1) satisfies Promise<VideoData | undefined>;
  extract('550', mediaType, season);
  return null;
}

export function Queries({ mediaType }: { mediaType: MediaType }) {
  const one = useQuery(streamOptions(client, movie));
  one.data satisfies VideoData | undefined;
  one.error satisfies StreamError | null;
  useSuspenseQuery(streamOptions(client, movie)).data satisfies VideoData;
  useQuery({ ...streamOptions(client, movie), enabled: false, gcTime: 0 }).data satisfies VideoData | undefined;
  useQuery({ ...streamOptions(client, movie), select: ({ sources }) => sources.length }).data satisfies
    | number
    | undefined;
  const [first] = useQueries({ queries: [streamOptions(client, movie), streamOptions(client, movie)] });
  first.data satisfies VideoData | undefined;
  useQuery(queryOptions(streamOptions(client, { tmdbId: '1396', mediaType, season: 1, episode: 1 })));
  // @ts-expect-error An episode needs its numbers.
  streamOptions(client, { tmdbId: '1396', mediaType: 'tv' });
  return null;
}

export async function prefetched(): Promise<VideoData> {
  const queries = new QueryClient();
  await queries.prefetchQuery(streamOptions(client, movie));
  new QueryObserver(queries, streamOptions(client, movie)).getCurrentResult().data satisfies VideoData | undefined;
  return queries.fetchQuery(streamOptions(client, movie));
}
