import { createHash } from 'node:crypto';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { RETRY_AFTER_SECONDS } from '../../../contract/bounds.ts';
import validate from '../../../contract/generated/playlist-event.js';
import { ApiError } from '../../api-error.ts';
import { newCacheStatus } from '../../cache/cache-status.ts';
import type { TieredCache } from '../../cache/tiered-cache.ts';
import type { Clock } from '../../clock.ts';
import { whenAllowed } from '../../middleware/request-limiter.ts';
import { UnwritableError } from '../../playback/attribute-list.ts';
import { playlistText } from '../../playback/playlist.ts';
import type { ExtractionObserver } from '../../providers/events.ts';
import { contentOf } from '../../stream/content.ts';
import { cacheResponse, cachingHeaders, matches } from '../cache-response.ts';
import type { Finisher } from '../finish/finisher.ts';
import { type RouteRequest, validQuery } from '../route-handler.ts';
import { type MasterReader, type PlayableGroup, playableGroup } from './playable-group.ts';
import { steeringUri } from './steering-uri.ts';

export interface PlaybackOptions {
  readonly cache: TieredCache<ExtractionObserver>;
  readonly clock: Clock;
  readonly readMaster?: MasterReader | undefined;
  /** The step after the cache, where the stage has one: sources that are down come last. */
  readonly finisher?: Finisher | undefined;
}

/** `GET /api/stream/playlist.m3u8`: one HLS playlist for a title, out of the same cache as its sources. */
export function playlistRoute(options: PlaybackOptions) {
  return { validate, answer: (request: RouteRequest) => playlistAnswer(options, request) };
}

/** @throws ApiError there is none */
async function playlistAnswer(
  { cache, clock, readMaster, finisher }: PlaybackOptions,
  { event, deadline, context }: RouteRequest,
): Promise<APIGatewayProxyResult> {
  const content = contentOf(validQuery(event));
  const status = newCacheStatus();
  context.content = content;
  context.cache = status;
  const lookup = { allowed: whenAllowed(context), deadline, observer: context.events };
  const finish = finisher?.begin(content);
  const result = await cache.get(content, lookup, status).catch((refusal) => {
    context.cache = undefined;
    throw refusal;
  });
  const facts = { content, status, now: clock.now(), event, request: context };
  // Without an answer it is the error of `/extract`.
  if (result.result !== 'answer') return cacheResponse(result, facts);

  const headers = { ...cachingHeaders(result.entry, facts), ...NO_REFERRER };
  const source = event.multiValueQueryStringParameters?.source?.[0];
  const within = deadline();
  const entry = finish ? await finish(result.entry) : result.entry;
  const group = await playableGroup(entry, source, { readMaster, signal: within.signal })
    .catch((cause) => {
      throw new ApiError('unavailable', { cause, retryAfter: RETRY_AFTER_SECONDS });
    })
    .finally(() => within.clear());
  const text = group && written(group, (pathways) => steeringUri(content, pathways));
  if (text === undefined) throw new ApiError('notAvailable', { message: NO_HLS, headers });

  context.measured.push(['PlaylistsServed', 1]);
  headers.ETag = `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  if (matches(event, headers.ETag)) return { statusCode: 304, headers, body: '' };
  headers['Content-Type'] = 'application/vnd.apple.mpegurl';
  return { statusCode: 200, headers, body: text };
}

const NO_HLS = 'This title has no HLS source.';

/** The links in it are for this player, and their hosts need not know where it plays. */
export const NO_REFERRER: Record<string, string> = { 'Referrer-Policy': 'no-referrer' };

/** Undefined for a master that cannot be rewritten: it plays as a source, and not as a playlist. */
function written(group: PlayableGroup, uri: (pathways: readonly string[]) => string): string | undefined {
  try {
    return playlistText({ ...group, steeringUri: uri });
  } catch (error) {
    if (error instanceof UnwritableError) return undefined;
    throw error;
  }
}
