import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { Quality } from '../../contract/answer.ts';
import { RETRY_AFTER_SECONDS } from '../../contract/bounds.ts';
import { ApiError } from '../api-error.ts';
import type { CacheStatus } from '../cache/cache-status.ts';
import { type AnswerEntry, type CacheEntry, isCacheable } from '../cache/entry.ts';
import type { CacheResult } from '../cache/tiered-cache.ts';
import type { Content } from '../stream/content.ts';

export interface ResponseFacts {
  readonly content: Content;
  readonly status: CacheStatus;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly event: Pick<APIGatewayProxyEvent, 'headers'>;
  readonly request: { elapsed(): number };
  /** Of an answer in the order of a wish. */
  readonly preferred?: { readonly quality: Quality; readonly applied: string } | undefined;
}

/**
 * The HTTP response to a lookup.
 *
 * @throws ApiError when there is no answer
 */
export function cacheResponse(result: CacheResult, facts: ResponseFacts): APIGatewayProxyResult {
  if (!('entry' in result)) {
    if (result.result === 'internal') throw new ApiError('internal');
    throw new ApiError(result.result, { retryAfter: result.retryAfter ?? RETRY_AFTER_SECONDS });
  }
  const headers = cachingHeaders(result.entry, facts);
  if (result.result === 'not-found') throw new ApiError('notAvailable', { headers });

  if (facts.preferred?.applied) headers['Preference-Applied'] = facts.preferred.applied;
  headers.ETag = result.entry.etag;
  if (matches(facts.event, result.entry.etag)) return { statusCode: 304, headers, body: '' };
  headers['Content-Type'] = 'application/json';
  return { statusCode: 200, headers, body: answerText(result.entry, facts) };
}

/** The stored data is sent as it is; only what differs between requests is written around it. */
function answerText(entry: AnswerEntry, { content, request, preferred }: ResponseFacts): string {
  const { data, sourceCount, subtitleCount, bestQuality } = entry;
  return (
    `{"success":true,"data":${data},"metadata":{"tmdbId":"${content.tmdbId}","mediaType":"${content.mediaType}",` +
    `"sourceCount":${sourceCount},"subtitleCount":${subtitleCount},"bestQuality":"${bestQuality}",` +
    `${preferred ? `"preferredQuality":"${preferred.quality}",` : ''}"responseTime":"${request.elapsed()}ms"}}`
  );
}

/**
 * The headers about caching. Lifetimes count from the moment of storing, beside `Age` (RFC 9111, section 4.2.3).
 * `private`, because the response has the rate-limit headers of one client.
 */
export function cachingHeaders(entry: CacheEntry, { status, now }: ResponseFacts): Record<string, string> {
  const { sentLife } = entry as AnswerEntry;
  const life = sentLife ?? entry;
  const ttl = `; ttl=${wholeSeconds(life.freshUntil - now)}`;
  // A signature is older than the answer that it was made for: without the ttl, its Age would be time in caches.
  const cacheStatus = cacheStatusText(status, ttl) + (sentLife && status.tier === 'provider' ? ttl : '');
  if (!isCacheable(entry)) return { 'Cache-Control': 'no-store', 'Cache-Status': cacheStatus, ...VARIES };
  const fresh = wholeSeconds(life.freshUntil - life.storedAt);
  const stale = wholeSeconds(life.staleUntil - life.freshUntil);
  return {
    'Cache-Control': `private, max-age=${fresh}${stale > 0 ? `, stale-while-revalidate=${stale}` : ''}`,
    Age: String(wholeSeconds(Math.max(0, now - life.storedAt))),
    'Cache-Status': cacheStatus,
    ...VARIES,
  };
}

/** An answer of the same address differs for a viewer who saves data (RFC 9110, section 12.5.5). */
const VARIES = { Vary: 'Save-Data' } as const;

/**
 * What the cache did, as RFC 9211 writes it. `ttl` is what is left of max-age: negative for a stale answer, and of the
 * signature's life where links are signed.
 */
function cacheStatusText({ tier, outcome, stored }: CacheStatus, ttl: string): string {
  if (tier !== 'provider') return `stream-api; hit${ttl}; detail=${tier}`;
  if (outcome === 'waited') return 'stream-api; fwd=miss; collapsed';
  return `stream-api; fwd=miss${stored ? '; stored' : ''}`;
}

const wholeSeconds = (ms: number): number => Math.floor(ms / 1000);

/** RFC 9110, section 13.1.2: weak comparison against each listed tag, or `*`. */
export function matches({ headers }: Pick<APIGatewayProxyEvent, 'headers'>, etag: string): boolean {
  const condition = headers?.['If-None-Match'] ?? headers?.['if-none-match'];
  if (!condition) return false;
  if (condition.trim() === '*') return true;
  const opaque = etag.replace(/^W\//, '');
  return condition.split(',').some((tag) => tag.trim().replace(/^W\//, '') === opaque);
}
