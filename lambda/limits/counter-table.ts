import { Table, type TableClient } from '../table.ts';
import type { RequestCounter, Window } from './rate-limiter.ts';

/**
 * One item for each client and window: `rate#<begin>#<hash>`. Clients spread over partitions by their hash, and one
 * client causes at most as many writes as its limit, and one more per container, at any request rate. A write whose
 * response was lost is repeated and counts twice, which is better than not at all.
 */
export class CounterTable implements RequestCounter {
  readonly #table: Table;
  readonly #apart: string;

  /** @param apart begins the name of every client whose counts are apart from those of requests */
  constructor(client: TableClient, table: string, apart = '') {
    this.#table = new Table(client, table);
    this.#apart = apart;
  }

  async add(client: string, { begin, end }: Window, signal: AbortSignal): Promise<number> {
    const counted = await this.#table.update(`rate#${begin}#${this.#apart}${client}`, {
      set: 'ADD requests :one SET #ttl = :ttl',
      names: { '#ttl': 'ttl' },
      // One window longer than needed, for containers whose clocks lag.
      values: { ':one': 1, ':ttl': 2 * end - begin },
      returns: 'UPDATED_NEW',
      signal,
    });
    return counted?.requests as number;
  }
}
