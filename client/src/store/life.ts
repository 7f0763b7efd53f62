import type { VideoData } from '../answer.ts';
import { directivesOf, secondsIn } from '../fetch/cache-headers.ts';

/** How long an answer may be kept. All three are milliseconds since 1970 by the device's clock. */
export interface Life {
  readonly storedAt: number;
  /** Until then it is used as it is. */
  readonly freshUntil: number;
  /** From `freshUntil` until then it is used while a newer one is fetched. */
  readonly staleUntil: number;
}

const LONGEST_FRESH_SECONDS = 30 * 60;
const LONGEST_STALE_SECONDS = 60 * 60;

/** No answer is kept longer than until this long before its first link dies: the margin that the server keeps, too. */
const LINK_MARGIN_MS = 60_000;

interface Received {
  readonly headers: Headers;
  readonly data: VideoData;
  /** When the request left, milliseconds since 1970 by the device's clock. */
  readonly sentAt: number;
  /** The server's time minus the device's, in milliseconds. */
  readonly clockOffset: number;
}

/**
 * The life the server gave an answer: max-age and stale-while-revalidate (RFC 5861), less its Age, which counts from
 * when the request left (RFC 9111, 4.2.3).
 *
 * @returns undefined when the answer must not be kept
 */
export function lifeOf({ headers, data, sentAt, clockOffset }: Received): Life | undefined {
  const directives = directivesOf(headers);
  const maxAge = directives.get('max-age');
  if (maxAge === undefined || directives.has('no-store') || directives.has('no-cache')) return undefined;
  const bornAt = sentAt - 1000 * secondsIn(headers.get('age'));
  const fresh = Math.min(secondsIn(maxAge), LONGEST_FRESH_SECONDS);
  const stale = Math.min(secondsIn(directives.get('stale-while-revalidate')), LONGEST_STALE_SECONDS);
  const linksEnd = firstExpiry(data) - clockOffset - LINK_MARGIN_MS;
  const freshUntil = Math.min(bornAt + 1000 * fresh, linksEnd);
  const staleUntil = Math.min(bornAt + 1000 * (fresh + stale), linksEnd);
  return staleUntil > sentAt ? { storedAt: sentAt, freshUntil, staleUntil } : undefined;
}

/** Whether a life that was kept is one that {@link lifeOf} gives: nothing else may keep dead links in use for ever. */
export function isLife(value: unknown): value is Life {
  const { storedAt, freshUntil, staleUntil } = Object(value);
  return (
    [storedAt, freshUntil, staleUntil].every(Number.isFinite) &&
    freshUntil <= Math.min(staleUntil, storedAt + 1000 * LONGEST_FRESH_SECONDS) &&
    staleUntil <= storedAt + 1000 * (LONGEST_FRESH_SECONDS + LONGEST_STALE_SECONDS)
  );
}

/** Milliseconds since 1970 by the server's clock; Infinity when no link tells its expiry. */
function firstExpiry({ sources, subtitles }: VideoData): number {
  const instants = [...sources, ...subtitles].map(({ expiresAt }) => Date.parse(expiresAt ?? ''));
  return Math.min(Number.POSITIVE_INFINITY, ...instants.filter((at) => !Number.isNaN(at)));
}
