import { z } from 'zod';
import { MAX_MIRRORS, SOURCE_ID } from './bounds.ts';

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

const expiresAt = fact.meta({ description: 'RFC 3339, or seconds since 1970.' });
const label = text.meta({ description: 'The name that a viewer sees, at most 500 characters.' });

/** Another address of a source's very file. */
const providerMirror = z.object({ url, label, expiresAt });

export const providerSource = z.object({
  url: url.meta({ description: 'Absolute http(s) URL without credentials, at most 8192 characters.' }),
  id: z
    .string()
    .regex(SOURCE_ID)
    .nullish()
    .meta({ description: 'Names the source, the same whenever its link is renewed; unique within the title.' }),
  mirrors: z
    .array(providerMirror)
    .max(MAX_MIRRORS)
    .nullish()
    .meta({ description: 'Further addresses of the same file, byte for byte.' }),
  headers: z
    .record(z.string(), z.unknown())
    .nullish()
    .meta({ description: 'Request headers that it needs. A page cannot send any: such a source is left out.' }),
  quality: fact.meta({
    description: 'A number of lines, or a name: 1080, "1080p", "FHD", "4K"; "auto" for an adaptive stream.',
  }),
  type: text.meta({ description: 'hls, dash, mp4 or webm; also a file extension or a media type.' }),
  label,
  width: fact.meta({ description: 'Pixels.' }),
  height: fact.meta({ description: 'Pixels.' }),
  bandwidth: fact.meta({ description: 'Bits per second.' }),
  codecs: text.meta({ description: 'As RFC 6381 writes them, at most 200 characters.' }),
  frameRate: fact.meta({ description: 'Frames per second: 25, "30000/1001".' }),
  expiresAt,
});

const providerSubtitle = z.object({
  url,
  label,
  language: text.meta({ description: 'A BCP 47 tag, an ISO 639 code, or the name of a language.' }),
});
const duration = fact.meta({ description: 'Seconds, H:MM:SS or ISO 8601.' });

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
  duration: anything.pipe(duration),
});
export type ProviderAnswer = z.input<typeof providerAnswer>;

/**
 * What docs/provider.md asks of a provider: its JSON Schema, its OpenAPI document and `npm run provider -- check` are
 * made from it. The functions use the schema above, which loses no title for a fact that cannot be read.
 */
export const documentedAnswer = z.object({
  sources: z.array(providerSource),
  subtitles: z.array(providerSubtitle).nullish(),
  poster: url.nullish(),
  duration,
});
export type DocumentedAnswer = z.infer<typeof documentedAnswer>;
