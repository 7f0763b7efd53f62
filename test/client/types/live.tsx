import {
  createStreamClient,
  type MediaType,
  type Progress,
  type ProgressStep,
  progressInWords,
  type TitleChange,
  type WatchOptions,
} from '@stream-api/client';
import { useStream } from '@stream-api/client/react';
import { streamOptions } from '@stream-api/client/tanstack';
import { useQuery } from '@tanstack/react-query';

const movie = { tmdbId: '550', mediaType: 'movie' } as const;
const client = createStreamClient({ liveUrl: 'wss://live.example.com/live', liveTicket: async () => 'ticket' });
createStreamClient({ liveUrl: undefined, liveTicket: () => 'ticket' });
// @ts-expect-error A ticket is a text.
createStreamClient({ liveTicket: () => 7 });

export function watches(mediaType: MediaType, signal: AbortSignal, options: WatchOptions): void {
  client.watch(movie, {
    onProgress: (progress) => {
      progress satisfies Progress;
      progressInWords(progress) satisfies string[];
      const [step] = progress.steps;
      step?.state satisfies ProgressStep['state'] | undefined;
      step?.sources satisfies number | undefined;
    },
    onChange: (change) => change satisfies TitleChange,
    signal,
  });
  client.watch({ tmdbId: '1396', mediaType, season: 1, episode: 1 }, options);
  client.watch(movie, {});
  // @ts-expect-error An episode needs its numbers.
  client.watch({ tmdbId: '1396', mediaType: 'tv' }, options);
}

export function Progressing() {
  const { progress } = useStream(movie, { client });
  progress?.steps satisfies ProgressStep[] | undefined;
  useQuery(streamOptions(client, movie, { onProgress: ({ steps }) => steps satisfies ProgressStep[] }));
  return progress && progressInWords(progress).join();
}
