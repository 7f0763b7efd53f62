import type { Clock } from '../clock.ts';
import { directivesOf, secondsIn } from './cache-headers.ts';
import { parseHttpDate } from './http-date.ts';

/**
 * The server's time, by which its moments (`expiresAt`, a Retry-After date) are read: many devices' clocks are minutes
 * off. Learned from the `Date` of its responses; the device's time where a page of another origin cannot read `Date`.
 */
export interface ServerClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** The server's time minus the device's, in milliseconds. */
  offset(): number;
  /** @param headers of a response that has just arrived */
  learn(headers: Headers): void;
  /** Uses an offset from an earlier page until this one has learned its own. */
  recall(offset: number): void;
}

export function createServerClock(clock: Clock): ServerClock {
  let offset = 0;
  let learned = false;
  return {
    now: () => clock.now() + offset,
    offset: () => offset,
    learn: (headers) => {
      const now = clock.now();
      const sentAt = parseHttpDate(headers.get('date') ?? '', now);
      if (Number.isNaN(sentAt)) return;
      offset = sentAt + 1000 * secondsInCaches(headers) - now;
      learned = true;
    },
    recall: (earlier) => {
      if (!learned) offset = earlier;
    },
  };
}

/**
 * Seconds that a response spent in caches between the API and here. They keep its `Date` and add to its `Age`
 * (RFC 9111, 4.2.3). The Age with which the API sent it does not count: it is the difference of max-age and the `ttl`
 * that `Cache-Status` states (RFC 9211, 2.4).
 */
function secondsInCaches(headers: Headers): number {
  const [, ttl] = /stream-api;[^,]* ttl=(-?\d+)/.exec(headers.get('cache-status') ?? '') ?? [];
  const maxAge = secondsIn(directivesOf(headers).get('max-age'));
  return Math.max(0, secondsIn(headers.get('age')) - (ttl === undefined ? 0 : maxAge - Number(ttl)));
}
