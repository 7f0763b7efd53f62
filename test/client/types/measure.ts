import { createStreamClient, type MediaType, type Source } from '@stream-api/client';
import {
  type CmcdConfig,
  cmcdConfig,
  type MeasureOptions,
  measureVideo,
  type PlayOptions,
  playTitle,
} from '@stream-api/client/player';
import Hls from 'hls.js';

const movie = { tmdbId: '550', mediaType: 'movie' } as const;
const client = createStreamClient();

export function measures(video: HTMLVideoElement, source: Source, mediaType: MediaType, signal: AbortSignal): void {
  const options: Omit<PlayOptions, 'measure'> = { client };
  playTitle(video, movie, { ...options, measure: true });
  playTitle(video, movie, { ...options, measure: { sample: 0.1, interval: 60 } });
  playTitle(video, movie, { ...options, measure: ({ player, source }) => [player, source satisfies Source] });
  playTitle(video, movie, { ...options, measure: { onPlayer: ({ signal }) => signal satisfies AbortSignal } });
  // @ts-expect-error A share is a number.
  playTitle(video, movie, { ...options, measure: { sample: '10 %' } });

  const { stop } = measureVideo(video, { client, request: movie, source, autoplay: false, signal });
  stop();
  measureVideo(video, { client, request: { tmdbId: '1396', mediaType, season: 1, episode: 1 }, source });
  // @ts-expect-error The source says what is watched.
  measureVideo(video, { client, request: movie });
  // @ts-expect-error An episode needs its numbers.
  measureVideo(video, { client, request: { tmdbId: '1396', mediaType: 'tv' }, source });
}

export function measuresInHls(source: Source, shared: MeasureOptions): Hls {
  const cmcd = cmcdConfig({ client, request: movie, source, ...shared });
  cmcd satisfies CmcdConfig | undefined;
  // @ts-expect-error Undefined where nothing is measured.
  cmcd satisfies CmcdConfig;
  // @ts-expect-error The source says what is watched.
  cmcdConfig({ client, request: movie });
  return new Hls(cmcd ? { cmcd } : {});
}
