import { z } from 'zod';

/*
 * What an extractor service answers, and what a catalogue row holds: generous in what a fact may look like (many
 * services write null for "unknown", 1080 for "1080p" and "800000" for 800000). Fields not named here are ignored, and
 * what is too long for an answer is left out of it rather than refused: a title is not lost for its poster.
 *
 * A row must be as the schemas say, since its operator can mend it. An answer is only their input: it must name a source,
 * and the rest may be any JSON value, of which `toExtraction` takes what it can read.
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

const extractorSubtitle = z.object({ url, label: text, language: text });

const anything = z.unknown().optional();
/** No source at all, or one with an address: `contains` of JSON Schema, which Zod lacks. */
const noneOrOneWithUrl = {
  anyOf: [
    { maxItems: 0 },
    { contains: { type: 'object', properties: { url: { type: 'string' } }, required: ['url'] } },
  ],
};

export const extractorAnswer = z.object({
  sources: z.array(z.unknown()).meta(noneOrOneWithUrl),
  subtitles: anything.pipe(z.array(extractorSubtitle).nullish()),
  poster: anything.pipe(url.nullish()),
  duration: anything.pipe(fact.meta({ description: 'Seconds, H:MM:SS or ISO 8601.' })),
});
export type ExtractorAnswer = z.input<typeof extractorAnswer>;
