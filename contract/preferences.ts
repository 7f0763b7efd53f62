import { z } from 'zod';
import { MAX_LANGUAGES, SUBTITLE_LANGUAGE } from './bounds.ts';
import { MAX_PREFER_LENGTH, PREFER_CHARACTERS } from './prefer.ts';

/** What a viewer prefers, on every device. A part that is left out is none. */
export const preferences = z.strictObject({
  prefer: z
    .string()
    .max(MAX_PREFER_LENGTH)
    .regex(PREFER_CHARACTERS)
    .default('')
    .meta({ description: 'As the parameter of `/api/stream/extract`; empty: nothing.', example: 'res:720,lang:de' }),
  subtitleLanguages: z
    .array(z.string().regex(SUBTITLE_LANGUAGE))
    .max(MAX_LANGUAGES)
    .default([])
    .meta({ description: 'BCP 47 tags, the most wanted first.', example: ['de', 'en'] }),
  dataSaver: z.boolean().default(false).meta({ description: 'Whether to ask for less by itself.' }),
});
export type Preferences = z.output<typeof preferences>;

export const preferencesAnswer = z.object({ success: z.literal(true), data: preferences });
