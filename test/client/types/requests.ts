import {
  createStreamClient,
  type EpisodeRequest,
  type LooseRequest,
  type MediaType,
  type MovieRequest,
  type StreamRequest,
  type VideoData,
} from '@stream-api/client';

/* What compiles, and what must not: `npm run typecheck` on the sources, a test on the packed package. */

const client = createStreamClient({ baseUrl: undefined, attempts: 2, storage: null });

/** The form of the specification's sample. */
export function getStreamURL(
  tmdbId: string,
  mediaType: 'movie' | 'tv',
  season?: number,
  episode?: number,
): Promise<VideoData> {
  return client.getStream({ tmdbId, mediaType, season, episode });
}

export const accepted = (signal: AbortSignal, known: StreamRequest, loose: LooseRequest, mediaType: MediaType) => [
  client.getStream({ tmdbId: '550', mediaType: 'movie' }),
  client.getStream({ tmdbId: 550, mediaType: 'movie' }, { signal, reload: true }),
  client.getStream({ tmdbId: '550', mediaType: 'movie', season: undefined, episode: undefined }),
  client.getStream({ tmdbId: '1396', mediaType: 'tv', season: 0, episode: 1 }),
  client.getStream({ tmdbId: '1396', mediaType }),
  client.getStream(known),
  client.getStream(loose),
  client.getAnswer(known),
  client.getAnswer({ tmdbId: '1396', mediaType, season: 1, episode: 1 }),
  client.prefetch(loose),
  client.invalidate(known),
  client.invalidate(),
];

export const refused = () => [
  // @ts-expect-error An episode needs its numbers.
  client.getStream({ tmdbId: '1396', mediaType: 'tv' }),
  // @ts-expect-error It needs both.
  client.getStream({ tmdbId: '1396', mediaType: 'tv', season: 1 }),
  // @ts-expect-error It needs both.
  client.getStream({ tmdbId: '1396', mediaType: 'tv', episode: 1 }),
  // @ts-expect-error They are known.
  client.getStream({ tmdbId: '1396', mediaType: 'tv', season: undefined, episode: 1 }),
  // @ts-expect-error They are numbers.
  client.getStream({ tmdbId: '1396', mediaType: 'tv', season: '1', episode: 1 }),
  // @ts-expect-error There are two media types.
  client.getStream({ tmdbId: '1396', mediaType: 'series', season: 1, episode: 1 }),
  // @ts-expect-error A title has an id.
  client.getStream({ mediaType: 'movie' }),
  // @ts-expect-error A word that there is not.
  client.getStream({ tmdbId: '550', mediaType: 'movie', seasons: 1 }),
  // @ts-expect-error The same for the whole answer,
  client.getAnswer({ tmdbId: '1396', mediaType: 'tv' }),
  // @ts-expect-error for a prefetch,
  client.prefetch({ tmdbId: '1396', mediaType: 'tv' }),
  // @ts-expect-error and for what is removed.
  client.invalidate({ tmdbId: '1396', mediaType: 'tv', season: 1 }),
];

// @ts-expect-error An episode needs its numbers, also where it is written down first.
export const incomplete: StreamRequest = { tmdbId: '1396', mediaType: 'tv' };

/** The media type distinguishes the two. */
export function titleOf(request: StreamRequest): string {
  if (request.mediaType === 'movie') return (request satisfies MovieRequest).mediaType;
  const { season, episode } = request satisfies EpisodeRequest;
  return `${season.toFixed()} ${episode.toFixed()}`;
}

/** A client that records what it is asked for: its methods keep the types of their parameters. */
export const recording = (record: (title: LooseRequest) => void): typeof client => ({
  ...client,
  getStream: (title, options) => {
    record(title);
    return client.getStream(title, options);
  },
});
