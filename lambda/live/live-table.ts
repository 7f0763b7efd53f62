import { createHash, randomBytes } from 'node:crypto';
import { DeleteCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { MAX_CLIENT_CONNECTIONS, MAX_WATCHED_TITLES, TICKET_SECONDS } from '../../contract/bounds.ts';
import { type Content, contentKey, titleKey } from '../stream/content.ts';
import type { TableClient } from '../table.ts';

/** API Gateway ends a connection after two hours; its rows are forgotten soon after, whatever became of it. */
export const CONNECTION_SECONDS = 2 * 3600 + 10 * 60;

/** Changes of what one connection watches in all its life: each writes to two tables. */
const MAX_CHANGES = 100;

/** Partitions of the connections, so that no key takes the writes of all. */
const SHARDS = 16;

/** Somebody who watches one content. */
export interface Watcher {
  readonly connection: string;
  readonly content: Content;
}

interface Row {
  readonly pk: string;
  readonly sk: string;
  /** Seconds since 1970. Compared at every read: DynamoDB deletes days late. */
  readonly ttl: number;
  /** Of a connection: the keys of the contents that it watches. */
  readonly titles?: ReadonlySet<string>;
  readonly client?: string;
  /** Of a connection: how often it has changed what it watches. Of a watch: which of the changes wrote it. */
  readonly changes?: number;
  /** Of a client: its connections. */
  readonly connections?: ReadonlySet<string>;
}

/**
 * The connections of a stage, what they watch, and the tickets for new ones, in a table with the keys `pk` and `sk`:
 *
 *     connections#SHARD · ID        one connection, and the titles that it watches
 *     title#movie:550   · #ID       who watches a title (an episode: `1:1#ID`)
 *     client#HASH       · -         the connections of one client
 *     ticket#HASH       · -         a ticket that nobody has used yet
 *
 * Every call rejects when the table cannot be reached.
 */
export class LiveTable {
  readonly #client: TableClient;
  readonly #name: string;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(client: TableClient, name: string, now: () => number) {
    this.#client = client;
    this.#name = name;
    this.#now = now;
  }

  /** @returns false where the client has as many connections as one may have */
  async connect(connection: string, client: string): Promise<boolean> {
    const ttl = this.#seconds() + CONNECTION_SECONDS;
    // First, so that one that is being made does not count as dead to another of its client.
    await this.#put({ ...keyOf(connection), ttl, client });
    if (await this.#addToClient(connection, client, ttl)) return true;
    await this.#forgetDead(client);
    if (await this.#addToClient(connection, client, ttl)) return true;
    await this.#delete(keyOf(connection));
    return false;
  }

  /**
   * Removes all rows of a connection; what is not there is no error. One that cannot be deleted keeps no other.
   *
   * @param found watches of it that were read, which are removed also where the connection is known no more
   */
  async disconnect(connection: string, found: readonly Content[] = []): Promise<void> {
    const read = found.map((content) => this.#delete(watchKey(content, connection)));
    const rest = this.#delete(keyOf(connection)).then((row) =>
      allOf([
        ...[...(row?.titles ?? [])].map((key) => this.#delete(watchKey(contentOfKey(key), connection))),
        ...(row?.client === undefined ? [] : [this.#removeFromClient(connection, row.client)]),
      ]),
    );
    await allOf([...read, rest]);
  }

  /**
   * @returns `full` where the connection watches ten other titles, `spent` for one that is not known, or has changed
   *   its mind a hundred times
   */
  async watch(connection: string, content: Content): Promise<'watching' | 'full' | 'spent'> {
    const row = await this.#change(connection, 'ADD titles :title, changes :one', content, [
      '(attribute_not_exists(titles) OR size(titles) < :most OR contains(titles, :key))',
      { ':most': MAX_WATCHED_TITLES, ':key': contentKey(content) },
    ]);
    if (row === undefined) return (await this.#isUsable(connection)) ? 'full' : 'spent';
    const { ttl, changes = 0 } = row;
    const key = watchKey(content, connection);
    await this.#update(key, {
      UpdateExpression: 'SET #ttl = :ttl, changes = :changes',
      ConditionExpression: 'attribute_not_exists(changes) OR changes < :changes',
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      ExpressionAttributeValues: { ':ttl': ttl, ':changes': changes },
    });
    // The connection may have ended between the two writes, or watch the title no more: then nobody deletes this row.
    const now = await this.#row(keyOf(connection));
    if (now?.titles?.has(contentKey(content))) return 'watching';
    await this.#deleteUntil(key, changes);
    return now ? 'watching' : 'spent';
  }

  /** @returns false for a connection that is not known */
  async unwatch(connection: string, content: Content): Promise<boolean> {
    const row = await this.#change(connection, 'ADD changes :one DELETE titles :title', content);
    if (row) await this.#deleteUntil(watchKey(content, connection), row.changes ?? 0);
    return row !== undefined;
  }

  /** A new ticket. It is stored as a hash, so that nobody has one from reading the table. */
  async issueTicket(): Promise<string> {
    const ticket = randomBytes(32).toString('base64url');
    await this.#put({ ...ticketKey(ticket), ttl: this.#seconds() + TICKET_SECONDS });
    return ticket;
  }

  /** Uses a ticket up. @returns whether it was good: issued a minute ago at most, and not used yet */
  async redeemTicket(ticket: string): Promise<boolean> {
    const row = await this.#delete(ticketKey(ticket));
    return row !== undefined && row.ttl > this.#seconds();
  }

  /** Everybody who watches a content, or anything of a title. */
  async *watchersOf(of: Content | Pick<Content, 'mediaType' | 'tmdbId'>): AsyncGenerator<Watcher[]> {
    const prefix = isContent(of) ? `${restOf(of)}#` : '';
    for await (const rows of this.#query(`title#${titleKey(of)}`, prefix)) {
      yield rows.map(({ sk }) => {
        const [rest = '', connection = ''] = sk.split('#');
        return { connection, content: contentOfKey(rest === '' ? titleKey(of) : `${titleKey(of)}:${rest}`) };
      });
    }
  }

  /** Everybody who watches anything. */
  async *watchers(): AsyncGenerator<Watcher[]> {
    for (let shard = 0; shard < SHARDS; shard++) {
      for await (const rows of this.#query(`connections#${shard}`)) {
        yield rows.flatMap(({ sk: connection, titles = new Set() }) =>
          [...titles].map((key) => ({ connection, content: contentOfKey(key) })),
        );
      }
    }
  }

  async #change(
    connection: string,
    expression: string,
    content: Content,
    [condition, values]: [string?, object?] = [],
  ): Promise<Row | undefined> {
    return this.#update(keyOf(connection), {
      UpdateExpression: expression,
      ConditionExpression: `${ALIVE} AND (attribute_not_exists(changes) OR changes < :mostChanges)${
        condition === undefined ? '' : ` AND ${condition}`
      }`,
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      ExpressionAttributeValues: {
        ':title': new Set([contentKey(content)]),
        ':one': 1,
        ':mostChanges': MAX_CHANGES,
        ':now': this.#seconds(),
        ...values,
      },
    });
  }

  /** Whether a connection is known and may still change what it watches. */
  async #isUsable(connection: string): Promise<boolean> {
    const row = await this.#row(keyOf(connection));
    return row !== undefined && (row.changes ?? 0) < MAX_CHANGES;
  }

  async #addToClient(connection: string, client: string, ttl: number): Promise<boolean> {
    const row = await this.#update(clientKey(client), {
      UpdateExpression: 'SET #ttl = :ttl ADD connections :connection',
      ConditionExpression: 'attribute_not_exists(connections) OR size(connections) < :most OR #ttl <= :now',
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      ExpressionAttributeValues: {
        ':ttl': ttl,
        ':connection': new Set([connection]),
        ':most': MAX_CLIENT_CONNECTIONS,
        ':now': this.#seconds(),
      },
    });
    return row !== undefined;
  }

  async #removeFromClient(connection: string, client: string): Promise<void> {
    await this.#update(clientKey(client), {
      UpdateExpression: 'DELETE connections :connection',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':connection': new Set([connection]) },
    });
  }

  /** A connection may end without a word. */
  async #forgetDead(client: string): Promise<void> {
    for (const connection of (await this.#row(clientKey(client)))?.connections ?? []) {
      if (!(await this.#row(keyOf(connection)))) await this.#removeFromClient(connection, client);
    }
  }

  async #row({ pk, sk }: Pick<Row, 'pk' | 'sk'>): Promise<Row | undefined> {
    for await (const [row] of this.#query(pk, sk)) if (row) return row;
    return undefined;
  }

  /** Pages of the rows that have not expired. Consistent: an event reaches everybody who began to watch before it. */
  async *#query(pk: string, prefix = ''): AsyncGenerator<Row[]> {
    let from: Record<string, unknown> | undefined;
    do {
      const page = await this.#client.send(
        new QueryCommand({
          TableName: this.#name,
          KeyConditionExpression: `pk = :pk${prefix === '' ? '' : ' AND begins_with(sk, :prefix)'}`,
          ExpressionAttributeValues: { ':pk': pk, ...(prefix !== '' && { ':prefix': prefix }) },
          ConsistentRead: true,
          ExclusiveStartKey: from,
        }),
      );
      yield (page.Items as Row[]).filter(({ ttl }) => ttl > this.#seconds());
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
  }

  async #put(row: Row): Promise<void> {
    await this.#client.send(new PutCommand({ TableName: this.#name, Item: row }));
  }

  /** @returns the row that was there */
  async #delete(key: Pick<Row, 'pk' | 'sk'>): Promise<Row | undefined> {
    const command = new DeleteCommand({ TableName: this.#name, Key: key, ReturnValues: 'ALL_OLD' });
    return (await this.#client.send(command)).Attributes as Row | undefined;
  }

  /** Deletes the row of a watch, unless a later change of the connection has written it. */
  async #deleteUntil(key: Pick<Row, 'pk' | 'sk'>, changes: number): Promise<void> {
    const command = new DeleteCommand({
      TableName: this.#name,
      Key: key,
      ConditionExpression: 'attribute_not_exists(changes) OR changes <= :changes',
      ExpressionAttributeValues: { ':changes': changes },
    });
    await this.#client.send(command).catch((error: Error) => {
      if (error.name !== 'ConditionalCheckFailedException') throw error;
    });
  }

  /** @returns the row as it is now; undefined when the condition was not met */
  async #update(
    key: Pick<Row, 'pk' | 'sk'>,
    update: Pick<
      UpdateCommand['input'],
      'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
    >,
  ): Promise<Row | undefined> {
    try {
      const command = new UpdateCommand({ TableName: this.#name, Key: key, ReturnValues: 'ALL_NEW', ...update });
      return (await this.#client.send(command)).Attributes as Row;
    } catch (error) {
      if ((error as Error).name === 'ConditionalCheckFailedException') return undefined;
      throw error;
    }
  }

  #seconds(): number {
    return Math.floor(this.#now() / 1000);
  }
}

/** Waits for all; then throws what the first of those that failed has thrown. */
async function allOf(calls: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(calls)).find(({ status }) => status === 'rejected');
  if (failed) throw (failed as PromiseRejectedResult).reason;
}

const ALIVE = 'attribute_exists(pk) AND #ttl > :now';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const keyOf = (connection: string) => ({ pk: `connections#${digest(connection)[0]! % SHARDS}`, sk: connection });
const clientKey = (client: string) => ({ pk: `client#${client}`, sk: '-' });
const ticketKey = (ticket: string) => ({ pk: `ticket#${digest(ticket).toString('base64url')}`, sk: '-' });
const watchKey = (content: Content, connection: string) => ({
  pk: `title#${titleKey(content)}`,
  sk: `${restOf(content)}#${connection}`,
});

/** What a content's key has after its title's. */
const restOf = (content: Content): string =>
  content.mediaType === 'movie' ? '' : `${content.season}:${content.episode}`;

const isContent = (of: object): of is Content => !('mediaType' in of && of.mediaType === 'tv') || 'season' in of;

/** The content of a key that `contentKey` wrote. */
function contentOfKey(key: string): Content {
  const [mediaType, tmdbId = '', season, episode] = key.split(':');
  return mediaType === 'movie'
    ? { mediaType, tmdbId }
    : { mediaType: 'tv', tmdbId, season: Number(season), episode: Number(episode) };
}
