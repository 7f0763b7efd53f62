import type { Clock } from '../clock.ts';
import { directivesOf, secondsIn } from './cache-headers.ts';
import { parseHttpDate } from './http-date.ts';

/**
 * The server's time, for the instants it names (`expiresAt`, a Retry-After date): many devices are minutes off. Learned
 * from the `Date` of its answers; where a page of another origin may not read that header, the device's own clock.
 */
export interface ServerClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** The server's time minus the device's, in milliseconds. */
  offset(): number;
  /** @param headers of an answer that has just come */
  learn(headers: Headers): void;
  /** Takes an offset that was learned on an earlier page, until this one learns its own. */
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
      offset = sentAt + 1000 * secondsOnTheWay(headers) - now;
      learned = true;
    },
    recall: (earlier) => {
      if (!learned) offset = earlier;
    },
  };
}

/**
 * Seconds that an answer lay in caches between the API and here: they leave its `Date` and add to its `Age` (RFC 9111,
 * 4.2.3). The Age that it had when the API sent it is none of that; `Cache-Status` gives it away, by what was left of
 * its life (RFC 9211, 2.4).
 */
function secondsOnTheWay(headers: Headers): number {
  const [, left] = /stream-api; hit; ttl=(-?\d+)/.exec(headers.get('cache-status') ?? '') ?? [];
  const life = secondsIn(directivesOf(headers).get('max-age'));
  return Math.max(0, secondsIn(headers.get('age')) - (left === undefined ? 0 : life - Number(left)));
}
