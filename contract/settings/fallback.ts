import { z } from 'zod';
import { QUALITIES } from '../vocabulary.ts';

const classes = QUALITIES.filter((quality) => quality !== 'auto');

/** How a stage asks several providers. `{}` asks them in order, as a stage without the group does. */
export const fallbackSettings = z.strictObject({
  /**
   * `first`: one after the other, until one finds sources. `hedge`: the next one beside a silent one. `merge`: all at
   * once, and the sources of all are listed.
   */
  strategy: z.enum(['first', 'hedge', 'merge']).default('first'),
  /** `hedge`: a provider is silent after this time, or after the 95th percentile of its calls where that is longer. */
  hedgeAfterMs: z.int().min(50).max(60_000).default(2_500),
  /** `hedge`: the most extra calls of a container, in per cent of its extractions. It starts with one. */
  extraCallsPercent: z.int().min(0).max(100).default(10),
  /** `merge`: how long the answer waits for the others, once one has found enough. */
  mergeWithinMs: z.int().min(0).max(60_000).default(1_500),
  /** `merge`: the least quality that is enough. Without it any source is. */
  enough: z.enum(classes).optional(),
});
export type FallbackSettings = z.output<typeof fallbackSettings>;
