import { Table, type TableClient } from '../table.ts';
import { type BreakerState, type BreakerStore, HEALTHY, TITLES_TO_OPEN } from './breaker.ts';

/** Old failures are forgotten a day after the last one. */
const STATE_LIFE_SECONDS = 24 * 60 * 60;

/** One item of the cache table for each upstream that is failing; none while it is well. */
export class BreakerTable implements BreakerStore {
  readonly #table: Table;
  readonly #namespace: string;

  constructor(client: TableClient, table: string, namespace: string) {
    this.#table = new Table(client, table);
    this.#namespace = namespace;
  }

  async read(upstream: string, signal?: AbortSignal): Promise<BreakerState> {
    const item = await this.#table.get(this.#pk(upstream), { signal });
    return item === undefined ? HEALTHY : stateOf(item);
  }

  async addFailure(
    upstream: string,
    title: string,
    openUntil: number,
    signal?: AbortSignal,
  ): Promise<BreakerState | undefined> {
    const written = await this.#table.update(this.#pk(upstream), {
      set: 'ADD failing :title SET openUntil = :until, #ttl = :ttl',
      // What was under way when it opened fails later, title by title: the item must not grow with all of them.
      condition: 'attribute_not_exists(failing) OR size(failing) < :enough',
      names: { '#ttl': 'ttl' },
      values: {
        ':title': new Set([title]),
        ':enough': TITLES_TO_OPEN,
        ':until': openUntil,
        ':ttl': Math.ceil(openUntil / 1000) + STATE_LIFE_SECONDS,
      },
      returns: 'ALL_NEW',
      signal,
    });
    return written && stateOf(written);
  }

  async moveOpenUntil(upstream: string, seen: number, openUntil: number, signal?: AbortSignal): Promise<boolean> {
    const written = await this.#table.update(this.#pk(upstream), {
      set: 'SET openUntil = :until',
      condition: 'openUntil = :seen',
      values: { ':seen': seen, ':until': openUntil },
      signal,
    });
    return written !== undefined;
  }

  reset(upstream: string, signal?: AbortSignal): Promise<void> {
    return this.#table.delete(this.#pk(upstream), signal);
  }

  #pk(upstream: string): string {
    return `${this.#namespace}#breaker#${upstream}`;
  }
}

const stateOf = ({ failing, openUntil }: Record<string, unknown>): BreakerState =>
  failing instanceof Set && typeof openUntil === 'number' ? { failingTitles: failing.size, openUntil } : HEALTHY;
