import { z } from 'zod';
import { episodeQuery } from '../../contract/query.ts';

/** A parameter of the API's query, as OpenAPI writes it: a provider gets the same ones. */
export function queryParameter(name: keyof typeof episodeQuery.shape, required: boolean): Record<string, unknown> {
  const { properties = {} } = z.toJSONSchema(episodeQuery, { io: 'input' });
  const { description, example, ...schema } = properties[name] as Record<string, unknown>;
  return { name, in: 'query', required, schema, description, example };
}
