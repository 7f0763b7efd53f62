import { Table, type TableClient } from '../table.ts';
import type { RequestCounter, Window } from './rate-limiter.ts';

/**
 * One item for each client and window: `rate#<begin>#<hash>`. Clients spread over partitions by their hash, and one
 * client causes at most as many writes as its limit, and one more per container, at any request rate. A write whose
 * response was lost is repeated and counts twice, which is better than not at all.
 */
export class CounterTable implements RequestCounter {
  readonly #table: Table;

  constructor(client: TableClient, table: string) {
    this.#table = new Table(client, table);
  }

  async add(client: string, { begin, end }: Window, signal: AbortSignal): Promise<number> {
    const counted = await this.#table.update(`rate#${begin}#${client}`, {
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
