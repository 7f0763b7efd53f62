import { Table, type TableClient } from '../../table.ts';
import { type CacheEntry, ENTRY_VERSION, FORMER_ENTRY_VERSION, LONGEST_LIFE_MS } from '../entry.ts';
import {
  type Lease,
  type LeaseClaim,
  type LeaseNote,
  type LeaseWatch,
  LONGEST_LEASE_MS,
  type PutOutcome,
  type ReadOptions,
  type RefreshHistory,
  type SharedStore,
  type StoredRecord,
} from '../shared-store.ts';
import { MAX_BODY_BYTES, recordOf, sweptAt, toItem, withinWriteUnits } from './cache-item.ts';

/** The shared tier in a DynamoDB table with the partition key `pk` and the TTL attribute `ttl`. */
export class TableStore implements SharedStore {
  readonly #table: Table;
  readonly #namespace: string;

  /** @param namespace begins every key, so that two set-ups never serve each other's answers */
  constructor(client: TableClient, table: string, namespace: string) {
    this.#table = new Table(client, table);
    this.#namespace = namespace;
  }

  async read(key: string, options: ReadOptions = {}): Promise<StoredRecord> {
    const item = await this.#table.get(this.#pk(key), options);
    return item === undefined ? {} : recordOf(item);
  }

  acquire(key: string, { lease, seen, replaces, required, now }: LeaseClaim, signal?: AbortSignal): Promise<boolean> {
    const { freshUntil, leaseUntil, noteOwner = seen.note?.owner } = seen.unreadable ?? {};
    // Null is what an unreadable item may have there.
    const replaceable = freshUntil === undefined ? replaces : freshUntil;
    return this.#update(key, {
      set: 'SET leaseOwner = :owner, leaseUntil = :until, leaseGeneration = :generation, #ttl = :ttl',
      // `leaseOwner = :owner`: a try whose response was lost may have written this very lease.
      condition:
        '(attribute_not_exists(leaseUntil) OR leaseUntil <= :now OR leaseUntil > :longestLease' +
        ' OR leaseGeneration < :required OR leaseOwner = :owner' +
        `${leaseUntil === undefined ? '' : ' OR leaseUntil = :seenLease'})` +
        ' AND (attribute_not_exists(freshUntil) OR freshUntil <= :now OR staleUntil > :longestLife' +
        ' OR generation < :required OR (version <> :version AND version <> :formerVersion)' +
        `${replaceable === undefined ? '' : ' OR freshUntil = :seenEntry'})` +
        ` AND (attribute_not_exists(note.#owner)${noteOwner === undefined ? '' : ' OR note.#owner = :seenNote'})`,
      names: { '#ttl': 'ttl', '#owner': 'owner' },
      values: {
        ':owner': lease.owner,
        ':until': lease.until,
        ':generation': lease.generation,
        ':required': required,
        ':now': now,
        ':longestLease': now + LONGEST_LEASE_MS,
        ':longestLife': now + LONGEST_LIFE_MS,
        ':version': ENTRY_VERSION,
        ':formerVersion': FORMER_ENTRY_VERSION,
        ':ttl': sweptAt(Math.max(lease.until, seen.entry?.staleUntil ?? 0)),
        ':seenLease': leaseUntil,
        ':seenEntry': replaceable,
        ':seenNote': noteOwner,
      },
      signal,
    });
  }

  renew(key: string, owner: string, until: number, signal?: AbortSignal, watch?: LeaseWatch): Promise<boolean> {
    return this.#update(
      key,
      {
        set: `SET leaseUntil = :until${progressOf(watch)}`,
        condition: 'leaseOwner = :owner',
        values: { ':owner': owner, ':until': until, ':progress': watch?.progress },
        signal,
      },
      watch,
    );
  }

  transfer(key: string, owner: string, to: Lease, signal?: AbortSignal, watch?: LeaseWatch): Promise<boolean> {
    return this.#update(
      key,
      {
        set: `SET leaseOwner = :to, leaseUntil = :until, leaseGeneration = :generation${progressOf(watch)}`,
        condition: 'leaseOwner = :owner OR leaseOwner = :to',
        values: {
          ':owner': owner,
          ':to': to.owner,
          ':until': to.until,
          ':generation': to.generation,
          ':progress': watch?.progress,
        },
        signal,
      },
      watch,
    );
  }

  async put(
    key: string,
    owner: string,
    entry: CacheEntry,
    signal?: AbortSignal,
    watch?: LeaseWatch,
  ): Promise<PutOutcome> {
    const { playback, ...rest } = toItem(this.#pk(key), entry);
    if (rest.body && rest.body.length > MAX_BODY_BYTES) return 'too-large';
    const whole = { ...rest, playback };
    const hasRoom = playback === undefined || withinWriteUnits(whole);
    const condition = { condition: 'leaseOwner = :owner', values: { ':owner': owner }, signal };
    const returned = watch && ((former: Record<string, unknown>) => watch.learn(former.watchedUntil));
    if (!(await this.#table.put(hasRoom ? whole : rest, { ...condition, returned }))) return 'lost';
    return hasRoom ? 'stored' : 'stored-without-playback';
  }

  release(
    key: string,
    note: LeaseNote,
    refreshes?: RefreshHistory,
    signal?: AbortSignal,
    watch?: LeaseWatch,
  ): Promise<boolean> {
    return this.#update(
      key,
      {
        set: `SET note = :note${refreshes ? ', refreshes = :refreshes' : ''}`,
        remove: ` REMOVE leaseOwner, leaseUntil, leaseGeneration${watch ? ', progress' : ''}`,
        condition: 'leaseOwner = :owner',
        values: { ':owner': note.owner, ':note': note, ':refreshes': refreshes },
        signal,
      },
      watch,
    );
  }

  #pk(key: string): string {
    return `${this.#namespace}#${key}`;
  }

  /** @param watch learns what the same write returns: a value that is set to itself counts as updated */
  async #update(
    key: string,
    { set, remove = '', ...update }: Parameters<Table['update']>[1] & { readonly remove?: string },
    watch?: LeaseWatch,
  ): Promise<boolean> {
    if (watch === undefined)
      return (await this.#table.update(this.#pk(key), { ...update, set: set + remove })) !== undefined;
    const written = await this.#table.update(this.#pk(key), {
      ...update,
      set: `${set}, watchedUntil = if_not_exists(watchedUntil, :nobody)${remove}`,
      values: { ...update.values, ':nobody': 0 },
      returns: 'UPDATED_NEW',
    });
    if (written) watch.learn(written.watchedUntil);
    return written !== undefined;
  }
}

const progressOf = (watch: LeaseWatch | undefined): string => (watch ? ', progress = :progress' : '');
