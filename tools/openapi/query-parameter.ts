import { z } from 'zod';
import { episodeQuery } from '../../contract/query.ts';
import { wishQuery } from '../../contract/wish.ts';

/** A parameter of the API's query, as OpenAPI writes it: a provider gets the same ones. */
export function queryParameter(name: keyof typeof episodeQuery.shape, required: boolean): Record<string, unknown> {
  const { properties = {} } = z.toJSONSchema(episodeQuery, { io: 'input' });
  const { description, example, ...schema } = properties[name] as Record<string, unknown>;
  return { name, in: 'query', required, schema, description, example };
}

/** A parameter by which a viewer says what to put first. */
export function wishParameter(name: keyof typeof wishQuery.shape): Record<string, unknown> {
  const { properties = {} } = z.toJSONSchema(wishQuery, { io: 'input' });
  const { description, examples, ...schema } = properties[name] as { examples: string[] } & Record<string, unknown>;
  const named = Object.fromEntries(examples.map((value) => [value, { value }]));
  return { name, in: 'query', required: false, schema, description, examples: named };
}
