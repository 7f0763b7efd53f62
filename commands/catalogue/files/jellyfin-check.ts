import { z } from 'zod';
import type { Item } from './jellyfin-item.ts';

/** Of a field that Jellyfin writes as null, as it does for what it does not know, nothing is known. */
const known = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? undefined);
const text = known(z.string());
const number = known(z.number());
const ids = known(z.record(z.string(), z.union([z.string(), z.number(), z.null()])));

const stream = z.object({
  Type: text,
  Height: number,
  Width: number,
  AverageFrameRate: number,
  Language: text,
  IsExternal: known(z.boolean()),
  Path: text,
  Title: text,
});
const source = z.object({
  Path: text,
  Name: text,
  Container: text,
  Bitrate: number,
  MediaStreams: known(z.array(stream)),
});
const itemSchema = z.object({
  Id: text,
  Name: text,
  Type: text,
  LocationType: text,
  ProviderIds: ids,
  SeriesId: text,
  SeriesName: text,
  SeriesProviderIds: ids,
  ParentIndexNumber: number,
  IndexNumber: number,
  IndexNumberEnd: number,
  Path: text,
  MediaSources: known(z.array(source)),
  RunTimeTicks: number,
});

/** An element of Jellyfin's list as an item, or a sentence that names it and the first field of another type. */
export function checkedItem(value: unknown): { readonly item: Item } | { readonly problem: string } {
  const { success, data, error } = itemSchema.safeParse(value);
  if (success) return { item: data as Item };
  const { Name, Id } = (value ?? {}) as Record<string, unknown>;
  const name = [Name, Id].find((each) => typeof each === 'string');
  const { path, message } = error.issues[0]!;
  const field = path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .slice(1);
  const what = field === '' ? message : `${field}: ${message}`;
  return { problem: name === undefined ? what : `"${name}": ${what}` };
}
