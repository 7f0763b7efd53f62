import type { Clock } from './clock.ts';

/**
 * The server's time, for the instants it names (`expiresAt`, a Retry-After date): many devices are minutes off. Learned
 * from the `Date` of its answers; where a page of another origin may not read that header, the device's own clock.
 */
export interface ServerClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** The server's time minus the device's, in milliseconds. */
  offset(): number;
  /** @param date an HTTP date (RFC 9110, 5.6.7) of an answer that has just come */
  learn(date: string | null): void;
  /** Takes an offset that was learned on an earlier page, until this one learns its own. */
  recall(offset: number): void;
}

export function createServerClock(clock: Clock): ServerClock {
  let offset = 0;
  let learned = false;
  return {
    now: () => clock.now() + offset,
    offset: () => offset,
    learn: (date) => {
      const at = Date.parse(date ?? '');
      if (Number.isNaN(at)) return;
      offset = at - clock.now();
      learned = true;
    },
    recall: (earlier) => {
      if (!learned) offset = earlier;
    },
  };
}
