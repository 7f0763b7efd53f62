import type { z } from 'zod';
import { catalogueRow } from '../../../contract/catalogue.ts';
import { providerSource } from '../../../contract/provider-answer.ts';
import { didYouMean } from '../../nearest-word.ts';
import type { RowProblem } from '../problem.ts';

type Schema = z.core.$ZodType;
type Shape = Readonly<Record<string, Schema>>;

const [movie, episode] = catalogueRow.options;

/** The fields of a row that are not lists: those of the title itself. */
export const TITLE_FIELDS: readonly string[] = Object.keys(episode.shape).filter(
  (field) => !arrayElement(episode.shape[field as keyof typeof episode.shape]),
);
/** The fields of one source that hold one value each. */
export const SOURCE_FIELDS: readonly string[] = Object.entries(providerSource.shape).flatMap(([field, schema]) =>
  arrayElement(schema) ? [] : [field],
);

/** A warning for each field of a row, and of what it contains, that the contract does not know. */
export function unknownFields(row: object): RowProblem[] {
  return unknownIn(row, 'mediaType' in row && row.mediaType === 'movie' ? movie : episode, '');
}

function unknownIn(value: unknown, schema: Schema, path: string): RowProblem[] {
  const element = arrayElement(schema);
  if (element) {
    return Array.isArray(value) ? value.flatMap((each, index) => unknownIn(each, element, `${path}[${index}]`)) : [];
  }
  const shape = shapeOf(schema);
  if (!shape || typeof value !== 'object' || value === null) return [];
  const known = Object.keys(shape);
  return Object.entries(value).flatMap(([field, inner]) => {
    const name = path === '' ? field : `${path}.${field}`;
    if (Object.hasOwn(shape, field)) return unknownIn(inner, shape[field]!, name);
    if (inner === null || inner === undefined) return [];
    return [{ field: name, message: `${reasonOf(field, known, path)}; it is not stored`, severity: 'warning' }];
  });
}

function reasonOf(field: string, known: readonly string[], path: string): string {
  if (path === '' && Object.hasOwn(episode.shape, field)) return 'a movie has none';
  return `unknown field${didYouMean(field, known)}`;
}

function arrayElement(schema: Schema | undefined): Schema | undefined {
  const inner = schema && unwrapped(schema)._zod.def;
  return inner?.type === 'array' ? (inner as z.core.$ZodArrayDef).element : undefined;
}

function shapeOf(schema: Schema): Shape | undefined {
  const { def } = unwrapped(schema)._zod;
  return def.type === 'object' ? (def as z.core.$ZodObjectDef).shape : undefined;
}

/** What a schema says of a value that is there: without "or null", and behind a pipe. */
function unwrapped(schema: Schema): Schema {
  const { def } = schema._zod;
  if (def.type === 'optional' || def.type === 'nullable') return unwrapped((def as z.core.$ZodOptionalDef).innerType);
  if (def.type === 'pipe') return unwrapped((def as z.core.$ZodPipeDef).out);
  return schema;
}
