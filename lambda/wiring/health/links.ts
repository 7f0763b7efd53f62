import type { Source } from '../../../contract/answer.ts';
import isProviderAnswer from '../../../contract/generated/provider-answer.js';
import type { SharedStore } from '../../cache/shared-store.ts';
import type { Clock } from '../../clock.ts';
import type { Links, ListedSource } from '../../health/targets.ts';
import { toExtraction } from '../../providers/candidates.ts';
import { buildVideoData } from '../../stream/answer.ts';
import type { Content } from '../../stream/content.ts';
import { Table, type TableClient } from '../../table.ts';
import { catalogueRows } from './catalogue-rows.ts';

export interface LinksOptions {
  readonly client: TableClient;
  readonly store: Pick<SharedStore, 'read'>;
  readonly catalogueTable: string;
  /** Name of the stage's provider of type catalogue; undefined where it has none. */
  readonly catalogue: string | undefined;
  readonly clock: Clock;
}

/** The links that the cache and the catalogue hold, for the prober. */
export function storedLinks({ client, store, catalogueTable, catalogue, clock }: LinksOptions): Links {
  const table = new Table(client, catalogueTable);
  const ofRow = (row: unknown): ListedSource[] =>
    catalogue === undefined ? [] : sourcesOfRow(row, catalogue, clock.now());
  const ofEntry = async (key: string): Promise<ListedSource[]> => {
    const { entry } = await store.read(key);
    if (entry?.kind !== 'answer' || entry.staleUntil <= clock.now()) return [];
    return withIds((JSON.parse(entry.data) as { sources: Source[] }).sources);
  };
  const of = async (key: string): Promise<ListedSource[]> => {
    const cached = await ofEntry(key);
    if (cached.length > 0 || catalogue === undefined) return cached;
    return ofRow((await table.get(key))?.row);
  };
  if (catalogue === undefined) return { of };
  return {
    of,
    rows: async function* rows(after) {
      for await (const { key, row } of catalogueRows(client, catalogueTable, after)) {
        yield { key, sources: ofRow(row) };
      }
    },
  };
}

/** What an answer would list of a row, whose manifests nobody has read. */
function sourcesOfRow(stored: unknown, provider: string, now: number): ListedSource[] {
  let row: unknown;
  try {
    row = JSON.parse(String(stored));
  } catch {
    return [];
  }
  if (!isProviderAnswer(row)) return [];
  const content = contentOfRow(row as unknown as Record<string, unknown>);
  if (content === undefined) return [];
  const extraction = toExtraction(row);
  const sources = extraction.sources.map((source) => ({ ...source, provider }));
  return withIds(buildVideoData(content, { ...extraction, sources }, now)?.data.sources ?? []);
}

function contentOfRow({ mediaType, tmdbId, season, episode }: Record<string, unknown>): Content | undefined {
  if (typeof tmdbId !== 'string') return undefined;
  if (mediaType === 'movie') return { mediaType, tmdbId };
  if (mediaType !== 'tv' || typeof season !== 'number' || typeof episode !== 'number') return undefined;
  return { mediaType, tmdbId, season, episode };
}

const withIds = (sources: readonly Source[]): ListedSource[] =>
  sources.flatMap(({ id, url, type, expiresAt }) => (id === undefined ? [] : [{ id, url, type, expiresAt }]));
