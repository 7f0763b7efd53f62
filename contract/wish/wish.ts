import { z } from 'zod';
import { MAX_PREFER_LENGTH } from '../prefer.ts';
import { wishRule } from './wish-rules.ts';

/**
 * What a viewer would rather have, as the queries of `extract` and of the playlist may have it. It orders an answer,
 * and asks no provider for anything. Apart from the queries: the function checks it only where a request has any of it.
 */
export const wishQuery = z.object({
  // Its grammar is that of `parsePreference` (prefer.ts).
  prefer: z
    .string()
    .max(MAX_PREFER_LENGTH)
    .optional()
    .meta({
      description:
        'What to put first: `res` (lines), `codec`, `type` and `lang`, the weightiest first; ' +
        `${wishRule.prefer}. It orders and leaves nothing out; \`lang\` orders subtitles and the audio of a playlist.`,
      examples: ['res:720,codec:h264,lang:en', 'res', 'codec:av1,res:1080', 'lang:pt-BR'],
    }),
  maxBandwidth: z
    .string()
    .regex(/^([5-9][0-9]{4}|[1-9][0-9]{5,7}|1[0-9]{8}|200000000)$/)
    .optional()
    .meta({
      description:
        `What the line carries; ${wishRule.maxBandwidth}. Sources that need more come last; a playlist leaves such ` +
        'renditions out, but for the least.',
      examples: ['3000000'],
    }),
});
