import { z } from 'zod';
import { episodeQuery } from '../../contract/query.ts';
import { SOURCE_TYPES } from '../../contract/vocabulary.ts';
import { wishQuery } from '../../contract/wish/wish.ts';

/** A parameter of the API's query, as OpenAPI writes it: a provider gets the same ones. */
export function queryParameter(name: keyof typeof episodeQuery.shape, required: boolean): Record<string, unknown> {
  const { properties = {} } = z.toJSONSchema(episodeQuery, { io: 'input' });
  const { description, example, ...schema } = properties[name] as Record<string, unknown>;
  return { name, in: 'query', required, schema, description, example };
}

const LANGUAGE = '[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*';
const CODECS = 'av1|av01|vp9|vp09|h265|hevc|hvc1|hev1|h264|avc|avc1|vp8|vp08|mp4v|h263|theora';
const FIELD = `(res(:[1-9][0-9]{0,4}p?)?|codec(:(${CODECS}))?|type(:(${SOURCE_TYPES.join('|')}))?|lang:${LANGUAGE})`;
/** The grammar of `prefer` for generators. The function reads a little more: capitals, blanks, other codecs' names. */
const PATTERNS: Readonly<Record<string, string>> = { prefer: `^(${FIELD}(,${FIELD})*,?)?$` };

/** A parameter by which a viewer says what to put first. */
export function wishParameter(name: keyof typeof wishQuery.shape): Record<string, unknown> {
  const { properties = {} } = z.toJSONSchema(wishQuery, { io: 'input' });
  const { description, examples, ...schema } = properties[name] as { examples: string[] } & Record<string, unknown>;
  const named = Object.fromEntries(examples.map((value) => [value, { value }]));
  const pattern = PATTERNS[name];
  const own = pattern === undefined ? schema : { ...schema, pattern };
  return { name, in: 'query', required: false, schema: own, description, examples: named };
}
