import { z } from 'zod';
import { MAX_PURGE_TARGETS } from './bounds.ts';
import { contentReference } from './content-reference.ts';
import { tmdbId } from './query.ts';

const titleReference = z.strictObject({ mediaType: z.enum(['movie', 'tv']), tmdbId });

/** A command for the cache function. It has no route: IAM decides who may invoke it. */
export const cacheCommand = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('show'), content: contentReference }),
  z.strictObject({
    action: z.literal('purge'),
    scope: z.union([
      z.strictObject({ content: contentReference }),
      z
        .strictObject({ contents: z.array(contentReference).min(1).max(MAX_PURGE_TARGETS) })
        .meta({ description: 'Several contents in one purge.' }),
      z.strictObject({ title: titleReference }).meta({ description: 'All of a title: every season and episode.' }),
      z.strictObject({ all: z.literal(true) }),
    ]),
  }),
  z.strictObject({ action: z.literal('status') }).meta({ description: 'The stage, its purges and its breakers.' }),
]);
export type CacheCommand = z.infer<typeof cacheCommand>;
