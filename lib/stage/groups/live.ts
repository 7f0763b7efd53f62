import { z } from 'zod';
import { webOrigin } from '../web-origin.ts';

/** A WebSocket API: progress while one waits, news while one watches. */
export const live = z.strictObject({
  /** Origins of the pages that may connect. Without them those of the edge and `corsOrigins`. */
  origins: z.array(webOrigin).max(20).optional(),
});
