import { z } from 'zod';
import { MAX_SOURCES, MAX_SUBTITLES, SOURCE_ID } from './bounds.ts';
import { QUALITIES, SOURCE_TYPES } from './vocabulary.ts';

export const quality = z.enum(QUALITIES);
export type Quality = z.infer<typeof quality>;

const sourceType = z.enum(SOURCE_TYPES);
export type SourceType = z.infer<typeof sourceType>;

/** An absolute http(s) URL without credentials. */
export const mediaUrl = z
  .string()
  .max(8192)
  .regex(/^[hH][tT][tT][pP][sS]?:\/\/[^\s/?#@]+([/?#]\S*)?$/)
  .meta({ example: 'https://media.example.com/550' });

const pixels = z.int().positive().max(100_000);
const bitsPerSecond = z.int().positive();
const instant = z.iso
  .datetime()
  .meta({ description: 'When the link expires, where that is known (UTC).', example: '2026-01-31T18:30:00Z' });

/** One rendition of an adaptive stream. */
export const variant = z.object({
  quality,
  width: pixels.optional(),
  height: pixels.optional(),
  bandwidth: bitsPerSecond.optional().meta({ description: 'Peak bits per second.' }),
  codecs: z.string().optional(),
  frameRate: z.number().positive().optional(),
});
export type Variant = z.infer<typeof variant>;

const drm = z.enum(['widevine', 'playready', 'fairplay']);
export type Drm = z.infer<typeof drm>;

export const source = z.object({
  url: mediaUrl,
  id: z
    .string()
    .regex(SOURCE_ID)
    .meta({ description: 'The same in every answer, also when the link is renewed.', example: 'h3Xq0pYc1ZbM' }),
  quality,
  type: sourceType,
  label: z.string().optional().meta({ description: "The operator's own name for the source." }),
  provider: z.string().optional().meta({ description: 'Which provider lists it, where the API asks more than one.' }),
  width: pixels.optional(),
  height: pixels.optional(),
  bandwidth: bitsPerSecond.optional().meta({ description: 'Peak bits per second.' }),
  codecs: z.string().optional().meta({ description: 'RFC 6381 codecs.' }),
  frameRate: z.number().positive().optional(),
  expiresAt: instant.optional(),
  drm: z.array(drm).min(1).optional().meta({ description: 'Systems that protect it, where its manifest says so.' }),
  variants: z.array(variant).optional().meta({ description: 'The ladder of an adaptive stream, best first.' }),
  health: z.enum(['slow', 'down']).optional().meta({ description: 'Found lately; absent for a source that is well.' }),
  checkedAt: z.iso.datetime().optional().meta({ description: 'When that was last found (UTC), where something is.' }),
  browser: z.literal(false).optional().meta({ description: 'Pages may not read it (CORS); other players may.' }),
});
export type Source = z.infer<typeof source>;

export const subtitle = z.object({
  label: z.string().min(1),
  language: z.string().min(1).meta({ description: 'BCP 47 language tag; und when unknown.' }),
  url: mediaUrl,
  kind: z.enum(['forced', 'sdh']).optional().meta({ description: 'Absent for ordinary subtitles.' }),
  delivery: z
    .literal('in-manifest')
    .optional()
    .meta({ description: 'No file: a player shows this track from the HLS or DASH source that carries it.' }),
  expiresAt: instant.optional(),
});
export type Subtitle = z.infer<typeof subtitle>;

export const videoData = z.object({
  sources: z.array(source).min(1).max(MAX_SOURCES).meta({ description: 'Every playable source, best first.' }),
  subtitles: z.array(subtitle).max(MAX_SUBTITLES),
  poster: mediaUrl.optional(),
  duration: z.int().positive().optional().meta({ description: 'Seconds.' }),
});
export type VideoData = z.infer<typeof videoData>;

export const metadata = z.object({
  tmdbId: z.string(),
  mediaType: z.enum(['movie', 'tv']),
  sourceCount: z.int().positive(),
  subtitleCount: z.int().nonnegative(),
  bestQuality: quality,
  preferredQuality: quality
    .optional()
    .meta({ description: 'Of what comes first, where the request said what to prefer.' }),
  responseTime: z.string().regex(/^\d+ms$/),
});

export const successAnswer = z.object({ success: z.literal(true), data: videoData, metadata });
export type SuccessAnswer = z.infer<typeof successAnswer>;

/** The answer of `GET /api/stream/status`. */
export const statusAnswer = z.object({
  success: z.literal(true),
  data: z.object({
    stage: z.string().meta({ description: 'The name of the stage.', example: 'prod' }),
    version: z.string().meta({ description: 'The version that is deployed.', example: '1.0.0' }),
  }),
});
