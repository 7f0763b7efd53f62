import { z } from 'zod';
import { contentReference } from './content-reference.ts';
import { tmdbId } from './query.ts';

const titleReference = z.strictObject({ mediaType: z.enum(['movie', 'tv']), tmdbId });

/** What the cache function is asked to do. It has no route: only who may invoke it (IAM) can. */
export const cacheCommand = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('show'), content: contentReference }),
  z.strictObject({
    action: z.literal('purge'),
    scope: z.union([
      z.strictObject({ content: contentReference }),
      z.strictObject({ title: titleReference }).meta({ description: 'All of a title: every season and episode.' }),
      z.strictObject({ all: z.literal(true) }),
    ]),
  }),
]);
export type CacheCommand = z.infer<typeof cacheCommand>;
