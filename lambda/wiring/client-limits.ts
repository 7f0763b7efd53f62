import { systemClock } from '../clock.ts';
import { CounterTable } from '../limits/counter-table.ts';
import { DailySalt } from '../limits/daily-salt.ts';
import { RateLimiter } from '../limits/rate-limiter.ts';
import { SaltTable } from '../limits/salt-table.ts';
import { RequestLimiter } from '../middleware/request-limiter.ts';
import type { TableClient } from '../table.ts';
import type { LimitsEnvironment } from './environment.ts';

/**
 * The rate limit of a function. Functions that share a table share the counts of their clients.
 *
 * @param apart names the counts of a function that does not
 */
export function requestLimiter(environment: LimitsEnvironment, client: TableClient, apart = ''): RequestLimiter {
  const clock = systemClock;
  return new RequestLimiter({
    limiter: new RateLimiter({
      counter: new CounterTable(client, environment.LIMITS_TABLE, apart),
      clock,
      limit: Number(environment.RATE_LIMIT),
      windowSeconds: Number(environment.RATE_WINDOW_SECONDS),
    }),
    salts: new DailySalt({ store: new SaltTable(client, environment.LIMITS_TABLE), clock, random: Math.random }),
    clock,
    edgeKeyId: environment.EDGE_KEY_ID,
    ipv6PrefixLength: Number(environment.IPV6_PREFIX_LENGTH),
  });
}
