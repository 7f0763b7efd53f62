import { createRequire } from 'node:module';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { parseExpressions } from './parsed-expressions.ts';

/*
 * DynamoDB without a socket: dynalite's own parser and evaluator of expressions, over a Map, answering at once. So the
 * very conditions that are deployed decide, and a history of thousands of calls is played in milliseconds.
 */

const require = createRequire(import.meta.url);

type Attributes = Record<string, unknown>;
/** A command of the document client, as far as it is looked at. */
export interface Command {
  readonly input: {
    readonly Key?: { readonly pk: string };
    readonly Item?: { readonly pk: string };
    readonly ConsistentRead?: boolean | undefined;
  } & Attributes;
  readonly constructor: { readonly name: string };
}
interface Version {
  readonly at: number;
  readonly item: Attributes | undefined;
}

const TABLE_NAME = 'cache';
const TABLE = {
  TableName: TABLE_NAME,
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
};
const ACTIONS: Record<string, (store: unknown, data: unknown, done: Done) => void> = {
  GetCommand: require('dynalite/actions/getItem'),
  PutCommand: require('dynalite/actions/putItem'),
  UpdateCommand: require('dynalite/actions/updateItem'),
  DeleteCommand: require('dynalite/actions/deleteItem'),
};
type Done = (error: Failure | null, result?: { Item?: Attributes; Attributes?: Attributes }) => void;
interface Failure extends Error {
  readonly body?: { readonly __type: string };
}

/** One table. Every call takes effect at the moment it is made. */
export class InMemoryDynamoDb {
  readonly #now: () => number;
  /** By partition key, the newest version last. */
  readonly #versions = new Map<string, Version[]>();

  /** @param now the true time, in milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Carries out one command of the document client.
   *
   * @param asOf what a read sees: the state of that moment
   * @throws Error of the service's name, such as ConditionalCheckFailedException
   */
  execute(
    { input, constructor: { name } }: Command,
    asOf = this.#now(),
  ): { Item?: Attributes; Attributes?: Attributes } {
    const data: Attributes = { ...input, TableName: TABLE_NAME };
    for (const part of ['Key', 'Item', 'ExpressionAttributeValues']) {
      if (data[part]) data[part] = wire(marshall(data[part], { removeUndefinedValues: true }));
    }
    Object.assign(data, parseExpressions(data));
    const pk = (input.Key ?? input.Item)!.pk;
    let failure: Failure | null = null;
    let result: ReturnType<InMemoryDynamoDb['execute']> = {};
    ACTIONS[name]!(this.#storeOf(pk, asOf), data, (error, answer = {}) => {
      failure = error;
      result = answer;
    });
    if (failure) throw Object.assign(failure as Failure, { name: serviceName(failure) });
    return {
      ...(result.Item && { Item: fromWire(result.Item) }),
      ...(result.Attributes && { Attributes: fromWire(result.Attributes) }),
    };
  }

  /** The current item, and since when it is current. */
  current(pk: string): { readonly item: Attributes; readonly since: number } | undefined {
    const newest = this.#versions.get(pk)?.at(-1);
    return newest?.item && { item: fromWire(newest.item), since: newest.at };
  }

  /** All partition keys that hold an item. */
  keys(): string[] {
    return [...this.#versions].flatMap(([pk, versions]) => (versions.at(-1)?.item ? [pk] : []));
  }

  /** What dynalite's actions ask of a store, for one item. */
  #storeOf(pk: string, asOf: number) {
    const versions = this.#versions.get(pk) ?? [];
    const add = (item: Attributes | undefined, done: () => void) => {
      const recent = versions.filter(({ at }, index) => index === versions.length - 1 || at > this.#now() - KEPT_MS);
      this.#versions.set(pk, [...recent, { at: this.#now(), item: item && structuredClone({ ...item }) }]);
      done();
    };
    const items = {
      lock: (_: unknown, work: (release: (done: Done) => Done) => void) => work((done) => done),
      get: (_: unknown, done: Done) => {
        const item = versions.findLast(({ at }) => at <= asOf)?.item;
        if (item) done(null, structuredClone(item) as never);
        else done(Object.assign(new Error('none'), { name: 'NotFoundError' }));
      },
      put: (_: unknown, item: Attributes, done: () => void) => add(item, done),
      del: (_: unknown, done: () => void) => add(undefined, done),
    };
    return {
      getTable: (_: unknown, done: (error: null, table: typeof TABLE) => void) => done(null, TABLE),
      getItemDb: () => items,
      options: { maxItemSize: 409_600 },
    };
  }
}

/** Older versions are seen by no read. */
const KEPT_MS = 10_000;

const serviceName = (error: Failure): string => error.body?.__type.split('#')[1] ?? error.name;

/** Bytes are base64 on the wire. */
const wire = (value: unknown): unknown =>
  mapBinary(value, (bytes) => Buffer.from(bytes as Uint8Array).toString('base64'));
const fromWire = (item: unknown): Attributes =>
  unmarshall(mapBinary(item, (text) => new Uint8Array(Buffer.from(text as string, 'base64'))) as never);

function mapBinary(value: unknown, change: (binary: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => mapBinary(each, change));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof Set) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, key === 'B' ? change(each) : mapBinary(each, change)]),
  );
}
