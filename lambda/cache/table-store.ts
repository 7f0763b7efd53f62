import { promisify } from 'node:util';
import { brotliCompress, brotliDecompressSync, constants } from 'node:zlib';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Quality } from '../../contract/answer.ts';
import { type CacheEntry, ENTRY_VERSION } from './entry.ts';
import type {
  Lease,
  LeaseClaim,
  LeaseNote,
  PutOutcome,
  ReadOptions,
  RefreshHistory,
  SharedStore,
  StoredRecord,
} from './shared-store.ts';

const compress = promisify(brotliCompress);

/** Beyond 5 Brotli gains little on JSON of this size and costs several times the CPU. */
const BROTLI_QUALITY = 5;

/**
 * An item is swept this long after everything in it is over: one that holds a lease must not vanish under its holder,
 * and a not-found still tells, when it is gone, that older answers in memory are no longer true.
 */
const KEPT_SECONDS = 3600;

/** An item holds 400 KB (DynamoDB Developer Guide, "Constraints"); the rest is for everything but the body. */
const MAX_BODY_BYTES = 390 * 1024;

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

const sweptAt = (over: number): number => Math.ceil(over / 1000) + KEPT_SECONDS;

async function toItem(pk: string, entry: CacheEntry): Promise<CacheItem> {
  const { kind, storedAt, freshUntil, staleUntil, generation } = entry;
  const item = {
    pk,
    ttl: sweptAt(staleUntil),
    version: ENTRY_VERSION,
    kind,
    storedAt,
    freshUntil,
    staleUntil,
    generation,
  };
  if (entry.kind === 'not-found') return item;
  const { data, etag, sourceCount, subtitleCount, bestQuality } = entry;
  const body = await compress(data, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } });
  return { ...item, body, etag, sourceCount, subtitleCount, bestQuality };
}

function toEntry(item: CacheItem): CacheEntry | undefined {
  if (item.version !== ENTRY_VERSION) return undefined;
  const { storedAt = 0, freshUntil = 0, staleUntil = 0, generation = 0 } = item;
  const life = { storedAt, freshUntil, staleUntil, generation };
  if (item.kind === 'not-found') return { kind: 'not-found', ...life };
  if (item.body === undefined) return undefined;
  return {
    kind: 'answer',
    ...life,
    // A container has nothing else to do meanwhile, and handing it to another thread costs seven times as much.
    data: brotliDecompressSync(item.body).toString(),
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
    const { Item } = await this.#client.send(command, sendOptions(signal));
    if (Item === undefined) return {};
    const item = Item as CacheItem;
    return { entry: toEntry(item), lease: leaseOf(item), note: item.note, refreshes: item.refreshes };
  }

  acquire(key: string, { lease, seen, required, now }: LeaseClaim, signal?: AbortSignal): Promise<boolean> {
    const unchanged = seen.note ? '(attribute_not_exists(note) OR note.#owner = :seen)' : 'attribute_not_exists(note)';
    return this.#update(
      key,
      {
        UpdateExpression: 'SET leaseOwner = :owner, leaseUntil = :until, leaseGeneration = :generation, #ttl = :ttl',
        // The SDK repeats a call whose answer was lost: the lease may be this very one.
        ConditionExpression:
          '(attribute_not_exists(leaseUntil) OR leaseUntil <= :now OR leaseGeneration < :required OR leaseOwner = :owner)' +
          ' AND (attribute_not_exists(freshUntil) OR freshUntil <= :now OR generation < :required OR version <> :version)' +
          ` AND ${unchanged}`,
        ExpressionAttributeNames: { '#ttl': 'ttl', ...(seen.note && { '#owner': 'owner' }) },
        ExpressionAttributeValues: {
          ':owner': lease.owner,
          ':until': lease.until,
          ':generation': lease.generation,
          ':required': required,
          ':now': now,
          ':version': ENTRY_VERSION,
          ':ttl': sweptAt(Math.max(lease.until, seen.entry?.staleUntil ?? 0)),
          ...(seen.note && { ':seen': seen.note.owner }),
        },
      },
      signal,
    );
  }

  renew(key: string, owner: string, until: number, signal?: AbortSignal): Promise<boolean> {
    return this.#update(
      key,
      {
        UpdateExpression: 'SET leaseUntil = :until',
        ConditionExpression: 'leaseOwner = :owner',
        ExpressionAttributeValues: { ':owner': owner, ':until': until },
      },
      signal,
    );
  }

  transfer(key: string, owner: string, to: Lease, signal?: AbortSignal): Promise<boolean> {
    return this.#update(
      key,
      {
        UpdateExpression: 'SET leaseOwner = :to, leaseUntil = :until, leaseGeneration = :generation',
        ConditionExpression: 'leaseOwner = :owner OR leaseOwner = :to',
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

  async put(key: string, owner: string, entry: CacheEntry, signal?: AbortSignal): Promise<PutOutcome> {
    const Item = await toItem(this.#key(key).pk, entry);
    if (Item.body && Item.body.length > MAX_BODY_BYTES) return 'too-large';
    const command = new PutCommand({
      TableName: this.#table,
      Item,
      ConditionExpression: 'leaseOwner = :owner',
      ExpressionAttributeValues: { ':owner': owner },
    });
    return (await held(this.#client.send(command, sendOptions(signal)))) ? 'stored' : 'lost';
  }

  release(key: string, note: LeaseNote, refreshes?: RefreshHistory, signal?: AbortSignal): Promise<boolean> {
    return this.#update(
      key,
      {
        UpdateExpression: `SET note = :note${refreshes ? ', refreshes = :refreshes' : ''} REMOVE leaseOwner, leaseUntil, leaseGeneration`,
        ConditionExpression: 'leaseOwner = :owner',
        ExpressionAttributeValues: {
          ':owner': note.owner,
          ':note': note,
          ...(refreshes && { ':refreshes': refreshes }),
        },
      },
      signal,
    );
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
    return held(this.#client.send(command, sendOptions(signal)));
  }
}

const sendOptions = (signal: AbortSignal | undefined) => (signal ? { abortSignal: signal } : {});

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
