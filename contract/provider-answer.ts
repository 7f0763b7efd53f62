import { z } from 'zod';

/*
 * A provider's answer and a catalogue row. Facts may be written loosely (many providers send null for "unknown", 1080
 * for "1080p" and "800000" for 800000), unknown fields are ignored, and a text too long for an answer is left out of
 * it: a title is not lost because of its poster.
 *
 * A catalogue row must match these schemas, since its operator can correct it. A provider's answer must only name a
 * source; all else may be any JSON value, of which `toExtraction` takes what it can read.
 */

const text = z.string().nullish();
const fact = z.union([z.number(), z.string().max(200)]).nullish();
const url = z.string();

export const providerSource = z.object({
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

const providerSubtitle = z.object({ url, label: text, language: text });

/** Any value on input. What is piped behind it types a catalogue row, and is not part of an answer's validator. */
const anything = z.unknown().optional();
/** No source at all, or at least one with a URL: `contains` of JSON Schema, which Zod lacks. */
const noneOrOneWithUrl = {
  anyOf: [
    { maxItems: 0 },
    { contains: { type: 'object', properties: { url: { type: 'string' } }, required: ['url'] } },
  ],
};

export const providerAnswer = z.object({
  sources: z.array(z.unknown()).meta(noneOrOneWithUrl),
  subtitles: anything.pipe(z.array(providerSubtitle).nullish()),
  poster: anything.pipe(url.nullish()),
  duration: anything.pipe(fact.meta({ description: 'Seconds, H:MM:SS or ISO 8601.' })),
});
export type ProviderAnswer = z.input<typeof providerAnswer>;
