import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Quality } from '../../contract/answer.ts';
import { type CacheEntry, ENTRY_VERSION } from './entry.ts';
import type { Lease, LeaseNote, ReadOptions, RefreshHistory, SharedStore, StoredRecord } from './shared-store.ts';

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

/** Beyond 5 Brotli gains little on JSON of this size and costs several times the CPU. */
const BROTLI_QUALITY = 5;

/** An item that holds a lease or a note but no entry is swept an hour later. */
const STUB_LIFE_SECONDS = 3600;

/** One item of the cache table: an entry, a lease on extracting it, a note of how the last extraction went. */
interface CacheItem {
  readonly pk: string;
  /** When DynamoDB may sweep it, in seconds since 1970. Reads never rely on it. */
  readonly ttl: number;
  readonly version?: number;
  readonly kind?: CacheEntry['kind'];
  readonly storedAt?: number;
  readonly freshUntil?: number;
  readonly staleUntil?: number;
  readonly generation?: number;
  /** Brotli of the data's JSON text. */
  readonly body?: Uint8Array;
  readonly etag?: string;
  readonly sourceCount?: number;
  readonly subtitleCount?: number;
  readonly bestQuality?: Quality;
  readonly leaseOwner?: string;
  readonly leaseUntil?: number;
  readonly leaseGeneration?: number;
  readonly note?: LeaseNote;
  readonly refreshes?: RefreshHistory;
}

async function toItem(pk: string, entry: CacheEntry): Promise<CacheItem> {
  const { kind, storedAt, freshUntil, staleUntil, generation } = entry;
  const ttl = Math.ceil(staleUntil / 1000);
  const item = { pk, ttl, version: ENTRY_VERSION, kind, storedAt, freshUntil, staleUntil, generation };
  if (entry.kind === 'not-found') return item;
  const { data, etag, sourceCount, subtitleCount, bestQuality } = entry;
  const body = await compress(data, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } });
  return { ...item, body, etag, sourceCount, subtitleCount, bestQuality };
}

async function toEntry(item: CacheItem): Promise<CacheEntry | undefined> {
  if (item.version !== ENTRY_VERSION) return undefined;
  const { storedAt = 0, freshUntil = 0, staleUntil = 0, generation = 0 } = item;
  const life = { storedAt, freshUntil, staleUntil, generation };
  if (item.kind === 'not-found') return { kind: 'not-found', ...life };
  if (item.body === undefined) return undefined;
  return {
    kind: 'answer',
    ...life,
    data: (await decompress(item.body)).toString(),
    etag: item.etag ?? '',
    sourceCount: item.sourceCount ?? 0,
    subtitleCount: item.subtitleCount ?? 0,
    bestQuality: item.bestQuality ?? 'auto',
  };
}

const leaseOf = (item: CacheItem): Lease | undefined =>
  item.leaseOwner === undefined
    ? undefined
    : { owner: item.leaseOwner, until: item.leaseUntil ?? 0, generation: item.leaseGeneration ?? 0 };

/** The shared tier in a DynamoDB table with the partition key `pk` and the TTL attribute `ttl`. */
export class TableStore implements SharedStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #namespace: string;

  /** @param namespace begins every key, so that two set-ups never serve each other's answers */
  constructor(client: DynamoDBDocumentClient, table: string, namespace: string) {
    this.#client = client;
    this.#table = table;
    this.#namespace = namespace;
  }

  async read(key: string, { consistent = false, signal }: ReadOptions = {}): Promise<StoredRecord> {
    const command = new GetCommand({ TableName: this.#table, Key: this.#key(key), ConsistentRead: consistent });
    const { Item } = await this.#client.send(command, signal ? { abortSignal: signal } : {});
    if (Item === undefined) return {};
    const item = Item as CacheItem;
    return { entry: await toEntry(item), lease: leaseOf(item), note: item.note, refreshes: item.refreshes };
  }

  acquire(key: string, lease: Lease, required: number, now: number, signal?: AbortSignal): Promise<boolean> {
    return this.#update(
      key,
      {
        UpdateExpression:
          'SET leaseOwner = :owner, leaseUntil = :until, leaseGeneration = :generation, #ttl = if_not_exists(#ttl, :ttl) REMOVE note',
        ConditionExpression:
          '(attribute_not_exists(leaseUntil) OR leaseUntil <= :now OR leaseGeneration < :required)' +
          ' AND (attribute_not_exists(freshUntil) OR freshUntil <= :now OR generation < :required OR version <> :version)',
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: {
          ':owner': lease.owner,
          ':until': lease.until,
          ':generation': lease.generation,
          ':required': required,
          ':now': now,
          ':version': ENTRY_VERSION,
          ':ttl': Math.ceil(now / 1000) + STUB_LIFE_SECONDS,
        },
      },
      signal,
    );
  }

  renew(key: string, owner: string, until: number): Promise<boolean> {
    return this.#update(key, {
      UpdateExpression: 'SET leaseUntil = :until',
      ConditionExpression: 'leaseOwner = :owner',
      ExpressionAttributeValues: { ':owner': owner, ':until': until },
    });
  }

  transfer(key: string, owner: string, to: Lease, signal?: AbortSignal): Promise<boolean> {
    return this.#update(
      key,
      {
        UpdateExpression: 'SET leaseOwner = :to, leaseUntil = :until, leaseGeneration = :generation',
        ConditionExpression: 'leaseOwner = :owner',
        ExpressionAttributeValues: {
          ':owner': owner,
          ':to': to.owner,
          ':until': to.until,
          ':generation': to.generation,
        },
      },
      signal,
    );
  }

  async put(key: string, owner: string, entry: CacheEntry): Promise<boolean> {
    const Item = await toItem(this.#key(key).pk, entry);
    return held(
      this.#client.send(
        new PutCommand({
          TableName: this.#table,
          Item,
          ConditionExpression: 'leaseOwner = :owner',
          ExpressionAttributeValues: { ':owner': owner },
        }),
      ),
    );
  }

  release(key: string, note: LeaseNote, refreshes?: RefreshHistory): Promise<boolean> {
    return this.#update(key, {
      UpdateExpression: `SET note = :note${refreshes ? ', refreshes = :refreshes' : ''} REMOVE leaseOwner, leaseUntil, leaseGeneration`,
      ConditionExpression: 'leaseOwner = :owner',
      ExpressionAttributeValues: {
        ':owner': note.owner,
        ':note': note,
        ...(refreshes && { ':refreshes': refreshes }),
      },
    });
  }

  #key(key: string): { pk: string } {
    return { pk: `${this.#namespace}#${key}` };
  }

  #update(
    key: string,
    update: Omit<ConstructorParameters<typeof UpdateCommand>[0], 'TableName' | 'Key'>,
    signal?: AbortSignal,
  ): Promise<boolean> {
    const command = new UpdateCommand({ TableName: this.#table, Key: this.#key(key), ...update });
    return held(this.#client.send(command, signal ? { abortSignal: signal } : {}));
  }
}

/** True when the write went through, false when its condition did not hold. */
async function held(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if ((error as Error).name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
