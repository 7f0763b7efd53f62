import { Table, type TableClient } from '../table.ts';
import { type BreakerState, type BreakerStore, HEALTHY, TITLES_TO_OPEN } from './breaker.ts';

/** Failures are forgotten a day after the last one. */
const STATE_LIFE_SECONDS = 24 * 60 * 60;

/** Keeps one item of the cache table for each failing provider, and none for a healthy one. */
export class BreakerTable implements BreakerStore {
  readonly #table: Table;
  readonly #namespace: string;

  constructor(client: TableClient, table: string, namespace: string) {
    this.#table = new Table(client, table);
    this.#namespace = namespace;
  }

  async read(provider: string, signal?: AbortSignal): Promise<BreakerState> {
    const item = await this.#table.get(this.#pk(provider), { signal });
    return item === undefined ? HEALTHY : stateOf(item);
  }

  async addFailure(
    provider: string,
    title: string,
    openUntil: number,
    signal?: AbortSignal,
  ): Promise<BreakerState | undefined> {
    const written = await this.#table.update(this.#pk(provider), {
      set: 'ADD failing :title SET openUntil = :until, #ttl = :ttl',
      // Extractions under way when the breaker opened may all fail later: the set must not grow with each of them.
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

  async moveOpenUntil(provider: string, seen: number, openUntil: number, signal?: AbortSignal): Promise<boolean> {
    const written = await this.#table.update(this.#pk(provider), {
      set: 'SET openUntil = :until',
      condition: 'openUntil = :seen',
      values: { ':seen': seen, ':until': openUntil },
      signal,
    });
    return written !== undefined;
  }

  reset(provider: string, signal?: AbortSignal): Promise<void> {
    return this.#table.delete(this.#pk(provider), signal);
  }

  #pk(provider: string): string {
    return `${this.#namespace}#breaker#${provider}`;
  }
}

const stateOf = ({ failing, openUntil }: Record<string, unknown>): BreakerState =>
  failing instanceof Set && typeof openUntil === 'number' ? { failingTitles: failing.size, openUntil } : HEALTHY;
