import { z } from 'zod';
import { webOrigin } from '../web-origin.ts';
import { throttle } from './access.ts';

/** A route that takes what players report, and sums of it by hour. */
export const usage = z.strictObject({
  /** Origins whose pages may post, beside the API's own, the edge's and `corsOrigins`. */
  origins: z.array(webOrigin).max(20).default([]),
  /** Of the route, for all players together. */
  throttle: throttle.default({ rate: 200, burst: 400 }),
  /** Posts of one client in a window of `rateLimit`. A player posts once in five minutes; many share an address. */
  limit: z.int().positive().default(60),
  /** Containers reserved for the collector, and its maximum. Refused where the account's quota is low. */
  reservedConcurrency: z.int().positive().optional(),
});
