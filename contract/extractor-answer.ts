import { z } from 'zod';

/**
 * What an extractor service answers, and what a catalogue row holds: generous in what a fact may look like (many
 * services write null for "unknown" and 1080 for "1080p"), strict in where it stands. Fields not named here are ignored.
 */
export const extractorSource = z.object({
  url: z.string().max(8192),
  quality: z.union([z.string().max(200), z.number()]).nullish(),
  type: z.string().max(200).nullish(),
  label: z.string().max(500).nullish(),
  width: z.number().nullish(),
  height: z.number().nullish(),
  bandwidth: z.number().nullish().meta({ description: 'Bits per second.' }),
  codecs: z.string().max(200).nullish(),
  frameRate: z.number().nullish(),
  expiresAt: z
    .union([z.string().max(64), z.number()])
    .nullish()
    .meta({ description: 'RFC 3339, or seconds since 1970.' }),
});
export type ExtractorSource = z.infer<typeof extractorSource>;

export const extractorSubtitle = z.object({
  url: z.string().max(8192),
  label: z.string().max(500).nullish(),
  language: z.string().max(100).nullish(),
});
export type ExtractorSubtitle = z.infer<typeof extractorSubtitle>;

export const extractorAnswer = z.object({
  sources: z.array(extractorSource),
  subtitles: z.array(extractorSubtitle).nullish(),
  poster: z.string().max(8192).nullish(),
  duration: z
    .union([z.string().max(64), z.number()])
    .nullish()
    .meta({ description: 'Seconds, H:MM:SS or ISO 8601.' }),
});
export type ExtractorAnswer = z.infer<typeof extractorAnswer>;
