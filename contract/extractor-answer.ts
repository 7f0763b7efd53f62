import { z } from 'zod';

/*
 * What an extractor service answers, and what a catalogue row holds: generous in what a fact may look like (many
 * services write null for "unknown", 1080 for "1080p" and "800000" for 800000), strict in where it stands. Fields not
 * named here are ignored, and what is too long for an answer is left out of it rather than refused: a title is not lost
 * for its poster.
 */

const text = z.string().nullish();
const fact = z.union([z.number(), z.string().max(200)]).nullish();
const url = z.string();

export const extractorSource = z.object({
  url,
  quality: fact,
  type: text,
  label: text,
  width: fact,
  height: fact,
  bandwidth: fact.meta({ description: 'Bits per second.' }),
  codecs: text,
  frameRate: fact,
  expiresAt: fact.meta({ description: 'RFC 3339, or seconds since 1970.' }),
});
export type ExtractorSource = z.infer<typeof extractorSource>;

export const extractorSubtitle = z.object({ url, label: text, language: text });
export type ExtractorSubtitle = z.infer<typeof extractorSubtitle>;

export const extractorAnswer = z.object({
  sources: z.array(extractorSource),
  subtitles: z.array(extractorSubtitle).nullish(),
  poster: url.nullish(),
  duration: fact.meta({ description: 'Seconds, H:MM:SS or ISO 8601.' }),
});
export type ExtractorAnswer = z.infer<typeof extractorAnswer>;
