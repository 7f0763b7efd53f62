import { systemClock } from '../../clock.ts';
import { CounterTable } from '../../limits/counter-table.ts';
import { DailySalt } from '../../limits/daily-salt.ts';
import { RateLimiter, type RequestCounter } from '../../limits/rate-limiter.ts';
import { SaltTable } from '../../limits/salt-table.ts';
import { RequestLimiter } from '../../middleware/request-limiter.ts';
import type { TableClient } from '../../table.ts';
import type { LimitsEnvironment } from '../environment.ts';

/** The limit of posts. Its counts are apart from those of requests, so that measuring costs a viewer no answer. */
export function usageLimiter(environment: LimitsEnvironment, client: TableClient): RequestLimiter {
  const { LIMITS_TABLE, EDGE_KEY_ID, IPV6_PREFIX_LENGTH, RATE_LIMIT, RATE_WINDOW_SECONDS } = environment;
  const clock = systemClock;
  const shared = new CounterTable(client, LIMITS_TABLE);
  const counter: RequestCounter = { add: (hash, window, signal) => shared.add(`usage#${hash}`, window, signal) };
  return new RequestLimiter({
    limiter: new RateLimiter({
      counter,
      clock,
      limit: Number(RATE_LIMIT),
      windowSeconds: Number(RATE_WINDOW_SECONDS),
    }),
    salts: new DailySalt({ store: new SaltTable(client, LIMITS_TABLE), clock, random: Math.random }),
    clock,
    edgeKeyId: EDGE_KEY_ID,
    ipv6PrefixLength: Number(IPV6_PREFIX_LENGTH),
  });
}
