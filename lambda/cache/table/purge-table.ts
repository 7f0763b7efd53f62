import { Table, type TableClient } from '../../table.ts';
import { NO_PURGES, type PurgeRecord, type PurgeStore } from '../purges.ts';

/** The purges of one namespace, as one item of the cache table. It has no ttl: it must outlive every entry. */
export class PurgeTable implements PurgeStore {
  readonly #table: Table;
  readonly #pk: string;

  constructor(client: TableClient, table: string, namespace: string) {
    this.#table = new Table(client, table);
    this.#pk = `${namespace}#purges`;
  }

  async readPurges(signal?: AbortSignal): Promise<PurgeRecord> {
    const item = await this.#table.get(this.#pk, { consistent: true, signal });
    if (item === undefined) return NO_PURGES;
    const { generation, everything, targets } = item as Partial<PurgeRecord>;
    // To count it as no purges would serve again what was purged.
    if (!Number.isFinite(generation) || !Number.isFinite(everything) || typeof targets !== 'object') {
      throw new Error(`The item ${this.#pk} does not hold purges`);
    }
    return { generation: generation!, everything: everything!, targets };
  }

  writePurges(next: PurgeRecord, expected: number): Promise<boolean> {
    return this.#table.put(
      { pk: this.#pk, ...next },
      { condition: 'attribute_not_exists(pk) OR generation = :expected', values: { ':expected': expected } },
    );
  }
}
