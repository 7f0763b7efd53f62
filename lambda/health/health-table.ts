import { Table, type TableClient } from '../table.ts';
import { CONDITIONS, type SourceHealth } from './condition.ts';
import { RUN_KEY, recentKeys, sourceKey, UNWELL_KEY } from './health-items.ts';
import type { HealthRun } from './report.ts';
import { listOf, listText, type UnwellSources } from './unwell-list.ts';
import { ifStill } from './version-condition.ts';

/** Longer than the longest life of an entry: what was asked for before has left the cache. */
const RECENT_HOURS = 3;
const TTL_SECONDS = 2 * 24 * 60 * 60;
const MOST_TRIES = 8;

/** What is stored of one source: its health, and what a person wants to know of it. Never its link. */
export interface StoredSource {
  readonly health: SourceHealth;
  /** Key of a content that has it. */
  readonly content: string;
  readonly origin: string;
  readonly reason?: string | undefined;
}

/** A stored source, and the version that a write of it must name. */
export interface VersionedSource {
  readonly source: StoredSource | undefined;
  readonly version: number;
}

/** The health table, as a run reads and writes it. Every method rejects when the table cannot be reached. */
export class HealthTable {
  readonly #table: Table;

  constructor(client: TableClient, name: string) {
    this.#table = new Table(client, name);
  }

  /** Keys of the contents that were asked for lately, in order. @param at milliseconds since 1970 */
  async recentContents(at: number): Promise<string[]> {
    const items = await Promise.all(recentKeys(at, RECENT_HOURS).map((key) => this.#table.get(key)));
    const keys = items.flatMap((item) => (item?.contents instanceof Set ? [...item.contents] : []));
    return [...new Set(keys.filter((key): key is string => typeof key === 'string'))].sort();
  }

  /** @param name see `sourceName` */
  async source(name: string): Promise<VersionedSource> {
    const item = await this.#table.get(sourceKey(name), { consistent: true });
    const version = Number(item?.version ?? 0);
    return { source: storedSource(item), version: Number.isFinite(version) ? version : 0 };
  }

  /** Replaces it, unless another run wrote it since it was read. @returns whether it was written */
  putSource(name: string, stored: StoredSource, former: number): Promise<boolean> {
    const ttl = Math.floor(stored.health.checkedAt / 1000) + TTL_SECONDS;
    return this.#table.put(
      { pk: sourceKey(name), ...stored, version: former + 1, ttl } as { pk: string },
      ifStill(former),
    );
  }

  async unwell(): Promise<UnwellSources> {
    return listOf((await this.#table.get(UNWELL_KEY, { consistent: true }))?.sources);
  }

  /** Changes the list, also while others change it. @throws Error when others never stop */
  async changeUnwell(change: (listed: UnwellSources) => UnwellSources): Promise<UnwellSources> {
    for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
      const item = await this.#table.get(UNWELL_KEY, { consistent: true });
      const former = listOf(item?.sources);
      const next = change(former);
      const text = listText(next);
      if (text === (item?.sources ?? '[]')) return next;
      const version = Number(item?.version ?? 0);
      const written = { pk: UNWELL_KEY, sources: text, version: version + 1 };
      if (await this.#table.put(written, ifStill(version))) return next;
    }
    throw new Error('Others were changing the list of sources at the same time');
  }

  async lastRun(): Promise<HealthRun | undefined> {
    const text = (await this.#table.get(RUN_KEY, { consistent: true }))?.run;
    try {
      return JSON.parse(String(text)) as HealthRun;
    } catch {
      return undefined;
    }
  }

  async putRun(run: HealthRun): Promise<void> {
    await this.#table.put({ pk: RUN_KEY, run: JSON.stringify(run) } as { pk: string });
  }
}

function storedSource(item: Record<string, unknown> | undefined): StoredSource | undefined {
  const { health, content, origin, reason } = (item ?? {}) as Partial<StoredSource>;
  const isKnown = health !== undefined && CONDITIONS.includes(health.condition) && Number.isFinite(health.checkedAt);
  if (!isKnown || typeof content !== 'string' || typeof origin !== 'string') return undefined;
  return { health, content, origin, reason };
}
