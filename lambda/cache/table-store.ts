import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { recordOf, sweptAt, toItem } from './cache-item.ts';
import { type CacheEntry, ENTRY_VERSION, LONGEST_LIFE_MS } from './entry.ts';
import {
  type Lease,
  type LeaseClaim,
  type LeaseNote,
  LONGEST_LEASE_MS,
  type PutOutcome,
  type ReadOptions,
  type RefreshHistory,
  type SharedStore,
  type StoredRecord,
} from './shared-store.ts';

/** An item holds 400 KB (DynamoDB Developer Guide, "Constraints"); the rest is for everything but the body. */
const MAX_BODY_BYTES = 390 * 1024;

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
    return Item === undefined ? {} : recordOf(Item);
  }

  acquire(key: string, { lease, seen, required, now }: LeaseClaim, signal?: AbortSignal): Promise<boolean> {
    const { freshUntil, leaseUntil, noteOwner = seen.note?.owner } = seen.unreadable ?? {};
    return this.#update(
      key,
      {
        UpdateExpression: 'SET leaseOwner = :owner, leaseUntil = :until, leaseGeneration = :generation, #ttl = :ttl',
        // The SDK repeats a call whose answer was lost: the lease may be this very one.
        ConditionExpression:
          '(attribute_not_exists(leaseUntil) OR leaseUntil <= :now OR leaseUntil > :longestLease' +
          ` OR leaseGeneration < :required OR leaseOwner = :owner${leaseUntil === undefined ? '' : ' OR leaseUntil = :seenLease'})` +
          ' AND (attribute_not_exists(freshUntil) OR freshUntil <= :now OR staleUntil > :longestLife' +
          ` OR generation < :required OR version <> :version${freshUntil === undefined ? '' : ' OR freshUntil = :seenEntry'})` +
          ` AND (attribute_not_exists(note.#owner)${noteOwner === undefined ? '' : ' OR note.#owner = :seenNote'})`,
        ExpressionAttributeNames: { '#ttl': 'ttl', '#owner': 'owner' },
        ExpressionAttributeValues: {
          ':owner': lease.owner,
          ':until': lease.until,
          ':generation': lease.generation,
          ':required': required,
          ':now': now,
          ':longestLease': now + LONGEST_LEASE_MS,
          ':longestLife': now + LONGEST_LIFE_MS,
          ':version': ENTRY_VERSION,
          ':ttl': sweptAt(Math.max(lease.until, seen.entry?.staleUntil ?? 0)),
          // Left out where they are undefined.
          ':seenLease': leaseUntil,
          ':seenEntry': freshUntil,
          ':seenNote': noteOwner,
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
    const Item = toItem(this.#key(key).pk, entry);
    if (Item.body && Item.body.length > MAX_BODY_BYTES) return 'too-large';
    const command = new PutCommand({
      TableName: this.#table,
      Item,
      ConditionExpression: 'leaseOwner = :owner',
      ExpressionAttributeValues: { ':owner': owner },
    });
    return (await conditionMet(this.#client.send(command, sendOptions(signal)))) ? 'stored' : 'lost';
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
    return conditionMet(this.#client.send(command, sendOptions(signal)));
  }
}

const sendOptions = (signal: AbortSignal | undefined) => (signal ? { abortSignal: signal } : {});

/** False when the write's condition was not met. */
async function conditionMet(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if ((error as Error).name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
