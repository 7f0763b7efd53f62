import type { VideoData } from '../answer.ts';
import { earliest, expiryOf, LINK_MARGIN_MS } from '../expiry.ts';
import { directivesOf, secondsIn } from './cache-headers.ts';

/** How long an answer may be used. All three are milliseconds since 1970 by the device's clock. */
export interface Lifetime {
  readonly storedAt: number;
  /** Before this moment the answer is used as it is. */
  readonly freshUntil: number;
  /** From `freshUntil` to this moment it is used while a newer one is fetched. */
  readonly staleUntil: number;
}

const LONGEST_FRESH_SECONDS = 30 * 60;
const LONGEST_STALE_SECONDS = 60 * 60;

interface Received {
  readonly headers: Headers;
  readonly data: VideoData;
  /** When the request was sent, in milliseconds since 1970 by the device's clock. */
  readonly sentAt: number;
  /** The server's time minus the device's, in milliseconds. */
  readonly clockOffset: number;
}

/**
 * Computes the lifetime of an answer from max-age and stale-while-revalidate (RFC 5861), less its Age, counted from the
 * moment when the request was sent (RFC 9111, 4.2.3). It ends before the first link expires.
 *
 * @returns undefined when the answer must not be stored
 */
export function lifetimeOf({ headers, data, sentAt, clockOffset }: Received): Lifetime | undefined {
  const directives = directivesOf(headers);
  const maxAge = directives.get('max-age');
  if (maxAge === undefined || directives.has('no-store') || directives.has('no-cache')) return undefined;
  // A signed answer counts from its signature, so that its max-age may be up to a minute more than it ever has left.
  const fresh = Math.min(secondsIn(maxAge) - secondsIn(headers.get('age')), LONGEST_FRESH_SECONDS);
  const stale = Math.min(secondsIn(directives.get('stale-while-revalidate')), LONGEST_STALE_SECONDS);
  const linkLimit = earliest(data, expiryOf) - clockOffset - LINK_MARGIN_MS;
  const freshUntil = Math.min(sentAt + 1000 * fresh, linkLimit);
  const staleUntil = Math.min(sentAt + 1000 * (fresh + stale), linkLimit);
  return staleUntil > sentAt ? { storedAt: sentAt, freshUntil, staleUntil } : undefined;
}

/** Whether a stored value can be a result of {@link lifetimeOf}. Any other could keep expired links in use for ever. */
export function isLifetime(value: unknown): value is Lifetime {
  const { storedAt, freshUntil, staleUntil } = Object(value);
  return (
    [storedAt, freshUntil, staleUntil].every(Number.isFinite) &&
    freshUntil <= Math.min(staleUntil, storedAt + 1000 * LONGEST_FRESH_SECONDS) &&
    staleUntil <= storedAt + 1000 * (LONGEST_FRESH_SECONDS + LONGEST_STALE_SECONDS)
  );
}
