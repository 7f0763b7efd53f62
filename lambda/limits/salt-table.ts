import { Table, type TableClient } from '../table.ts';
import type { SaltStore } from './daily-salt.ts';

/** One item a day in the limiter's table: `salt#2026-11-23`. */
export class SaltTable implements SaltStore {
  readonly #table: Table;

  constructor(client: TableClient, table: string) {
    this.#table = new Table(client, table);
  }

  async read(day: string, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const item = await this.#table.get(saltKey(day), { signal });
    return item?.salt as Uint8Array | undefined;
  }

  async create(day: string, salt: Uint8Array, expiresAt: number, signal: AbortSignal): Promise<Uint8Array> {
    const stored = await this.#table.update(saltKey(day), {
      set: 'SET salt = if_not_exists(salt, :salt), #ttl = if_not_exists(#ttl, :ttl)',
      names: { '#ttl': 'ttl' },
      values: { ':salt': salt, ':ttl': Math.ceil(expiresAt / 1000) },
      returns: 'ALL_NEW',
      signal,
    });
    return stored?.salt as Uint8Array;
  }

  delete(day: string, signal: AbortSignal): Promise<void> {
    return this.#table.delete(saltKey(day), signal);
  }
}

const saltKey = (day: string): string => `salt#${day}`;
