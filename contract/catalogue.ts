import { z } from 'zod';
import { ordinal } from './content-reference.ts';
import { providerAnswer, providerSource } from './provider-answer.ts';
import { tmdbId } from './query.ts';

const titleFacts = providerAnswer.extend({
  title: z.string().max(500).nullish().meta({ description: 'For people; not part of an answer.' }),
  sources: z.array(providerSource).min(1),
});

/** One title of the operator's own catalogue: a line of the file that `npm run catalogue -- import` reads. */
export const catalogueRow = z.discriminatedUnion('mediaType', [
  titleFacts.extend({ tmdbId, mediaType: z.literal('movie') }),
  titleFacts.extend({ tmdbId, mediaType: z.literal('tv'), season: ordinal, episode: ordinal }),
]);
export type CatalogueRow = z.infer<typeof catalogueRow>;
