import {
  createStreamClient,
  type Quality,
  type StreamAnswer,
  StreamError,
  type StreamErrorCode,
  subtitleTracks,
  type VideoData,
} from '@stream-api/client';

const client = createStreamClient();
const movie = { tmdbId: '550', mediaType: 'movie' } as const;

export async function answer(): Promise<[VideoData, Quality, number | undefined, Date | undefined]> {
  const { data, metadata, requestId, rateLimit, fromCache, freshUntil } = await client.getAnswer(movie);
  requestId satisfies string | undefined;
  fromCache satisfies 'device' | 'api' | false;
  rateLimit?.resetAt satisfies Date | undefined;
  // @ts-expect-error A stored answer has no state of the rate limit.
  rateLimit.limit;
  return [data, metadata.bestQuality, rateLimit?.remaining, freshUntil];
}

client.getStream(movie, { onRefresh: (newer) => newer satisfies VideoData });
client.getAnswer(movie, { onRefresh: (newer) => newer satisfies StreamAnswer });

/** The list of codes is whole, so a `switch` over it needs no default. */
export function explained({ code, error }: StreamError): string {
  error satisfies string;
  // @ts-expect-error A word that no error has.
  if (code === 'Not availabel') return '';
  switch (code) {
    case 'Validation error':
    case 'Forbidden':
    case 'Unauthorized':
    case 'Not found':
    case 'Method not allowed':
    case 'Invalid URL':
    case 'Invalid answer':
      return 'a mistake of the page';
    case 'Gone':
    case 'Payload too large':
    case 'Extraction failed':
      return 'not available';
    case 'Too many requests':
    case 'Internal server error':
    case 'Service unavailable':
    case 'Request timeout':
    case 'Network error':
      return 'later, perhaps';
    default:
      return code satisfies `HTTP ${number}`;
  }
}

export const codes: StreamErrorCode[] = ['Request timeout', 'HTTP 502'];
// @ts-expect-error A word that no error has.
export const wrong: StreamErrorCode = 'Timeout';

export function tracks(video: HTMLVideoElement, data: VideoData): void {
  for (const track of subtitleTracks(data, 'en')) {
    track.kind satisfies TextTrackKind;
    video.append(Object.assign(document.createElement('track'), track));
  }
}

export const isStreamError = (error: unknown): error is StreamError => error instanceof StreamError;
