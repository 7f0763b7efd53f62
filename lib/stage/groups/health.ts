import { z } from 'zod';
import { webOrigin } from '../web-origin.ts';

/** A function on a schedule that probes sources; what it finds is in answers and in their order. */
export const health = z.strictObject({
  everyMinutes: z.int().min(1).max(60).default(5),
  /** The most sources of one run. */
  budgetSources: z.int().min(1).max(1000).default(200),
  /** Probes in a row, a minute apart at least, that make a source worse; and that make it better again. */
  failuresToDown: z.int().min(1).max(10).default(2),
  successesToUp: z.int().min(1).max(10).default(3),
  slowMs: z.int().min(100).max(8000).default(2000),
  /** Origins of the pages that play the sources. Without them those of the edge and `corsOrigins`. */
  origins: z.array(webOrigin).max(5).optional(),
  /** The share of extractions whose titles are noted, to be probed before others. */
  notedShare: z.number().min(0).max(1).multipleOf(0.000001).default(0.05),
});
