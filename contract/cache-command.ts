import { z } from 'zod';
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
      z.strictObject({ title: titleReference }).meta({ description: 'All of a title: every season and episode.' }),
      z.strictObject({ all: z.literal(true) }),
    ]),
  }),
]);
export type CacheCommand = z.infer<typeof cacheCommand>;
