import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type BreakerState, type BreakerStore, HEALTHY, TITLES_TO_OPEN } from './breaker.ts';

/** Old failures are forgotten a day after the last one. */
const STATE_LIFE_SECONDS = 24 * 60 * 60;

/** One item of the cache table for each upstream that is failing; none while it is well. */
export class BreakerTable implements BreakerStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #namespace: string;

  constructor(client: DynamoDBDocumentClient, table: string, namespace: string) {
    this.#client = client;
    this.#table = table;
    this.#namespace = namespace;
  }

  async read(upstream: string, signal?: AbortSignal): Promise<BreakerState> {
    const command = new GetCommand({ TableName: this.#table, Key: this.#key(upstream) });
    const { Item } = await this.#client.send(command, sendOptions(signal));
    return Item === undefined ? HEALTHY : stateOf(Item);
  }

  async addFailure(
    upstream: string,
    title: string,
    openUntil: number,
    signal?: AbortSignal,
  ): Promise<BreakerState | undefined> {
    const command = new UpdateCommand({
      TableName: this.#table,
      Key: this.#key(upstream),
      UpdateExpression: 'ADD failing :title SET openUntil = :until, #ttl = :ttl',
      // What was under way when it opened fails later, title by title: the item must not grow with all of them.
      ConditionExpression: 'attribute_not_exists(failing) OR size(failing) < :enough',
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      ExpressionAttributeValues: {
        ':title': new Set([title]),
        ':enough': TITLES_TO_OPEN,
        ':until': openUntil,
        ':ttl': Math.ceil(openUntil / 1000) + STATE_LIFE_SECONDS,
      },
      ReturnValues: 'ALL_NEW',
    });
    const written = await unlessRefused(this.#client.send(command, sendOptions(signal)));
    return written && stateOf(written.Attributes ?? {});
  }

  async moveOpenUntil(upstream: string, seen: number, openUntil: number, signal?: AbortSignal): Promise<boolean> {
    const command = new UpdateCommand({
      TableName: this.#table,
      Key: this.#key(upstream),
      UpdateExpression: 'SET openUntil = :until',
      ConditionExpression: 'openUntil = :seen',
      ExpressionAttributeValues: { ':seen': seen, ':until': openUntil },
    });
    return (await unlessRefused(this.#client.send(command, sendOptions(signal)))) !== undefined;
  }

  async reset(upstream: string, signal?: AbortSignal): Promise<void> {
    const command = new DeleteCommand({ TableName: this.#table, Key: this.#key(upstream) });
    await this.#client.send(command, sendOptions(signal));
  }

  #key(upstream: string): { pk: string } {
    return { pk: `${this.#namespace}#breaker#${upstream}` };
  }
}

const sendOptions = (signal: AbortSignal | undefined) => (signal ? { abortSignal: signal } : {});

/** What a conditional write returned; undefined when its condition was not met. */
async function unlessRefused<T>(write: Promise<T>): Promise<T | undefined> {
  try {
    return await write;
  } catch (error) {
    if ((error as Error).name === 'ConditionalCheckFailedException') return undefined;
    throw error;
  }
}

const stateOf = ({ failing, openUntil }: Record<string, unknown>): BreakerState =>
  failing instanceof Set && typeof openUntil === 'number' ? { failingTitles: failing.size, openUntil } : HEALTHY;
