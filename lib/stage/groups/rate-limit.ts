import { z } from 'zod';

const SECONDS_PER_DAY = 86_400;

/** Requests of each client in each window. Windows divide the UTC day, since the salt of the hashes changes with it. */
export const rateLimit = z.strictObject({
  limit: z.int().positive(),
  windowSeconds: z
    .int()
    .positive()
    .refine((window) => SECONDS_PER_DAY % window === 0, { error: `must divide a day of ${SECONDS_PER_DAY} seconds` }),
  /** Bits of an IPv6 address that identify a client: a /64 is one subscriber. */
  ipv6PrefixLength: z.int().min(32).max(128),
});
