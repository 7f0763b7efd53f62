import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type BreakerState, type BreakerStore, HEALTHY, TITLES_TO_OPEN } from './breaker.ts';

/** Failures are forgotten a day after the last one. */
const STATE_LIFE_SECONDS = 24 * 60 * 60;

/** Keeps one item of the cache table for each failing provider, and none for a healthy one. */
export class BreakerTable implements BreakerStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #namespace: string;

  constructor(client: DynamoDBDocumentClient, table: string, namespace: string) {
    this.#client = client;
    this.#table = table;
    this.#namespace = namespace;
  }

  async read(provider: string, signal?: AbortSignal): Promise<BreakerState> {
    const command = new GetCommand({ TableName: this.#table, Key: this.#key(provider) });
    const { Item } = await this.#client.send(command, sendOptions(signal));
    return Item === undefined ? HEALTHY : stateOf(Item);
  }

  async addFailure(
    provider: string,
    title: string,
    openUntil: number,
    signal?: AbortSignal,
  ): Promise<BreakerState | undefined> {
    const command = new UpdateCommand({
      TableName: this.#table,
      Key: this.#key(provider),
      UpdateExpression: 'ADD failing :title SET openUntil = :until, #ttl = :ttl',
      // Extractions under way when the breaker opened may all fail later: the set must not grow with each of them.
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

  async moveOpenUntil(provider: string, seen: number, openUntil: number, signal?: AbortSignal): Promise<boolean> {
    const command = new UpdateCommand({
      TableName: this.#table,
      Key: this.#key(provider),
      UpdateExpression: 'SET openUntil = :until',
      ConditionExpression: 'openUntil = :seen',
      ExpressionAttributeValues: { ':seen': seen, ':until': openUntil },
    });
    return (await unlessRefused(this.#client.send(command, sendOptions(signal)))) !== undefined;
  }

  async reset(provider: string, signal?: AbortSignal): Promise<void> {
    const command = new DeleteCommand({ TableName: this.#table, Key: this.#key(provider) });
    await this.#client.send(command, sendOptions(signal));
  }

  #key(provider: string): { pk: string } {
    return { pk: `${this.#namespace}#breaker#${provider}` };
  }
}

const sendOptions = (signal: AbortSignal | undefined) => (signal ? { abortSignal: signal } : {});

/** The result of a conditional write; undefined when its condition was not met. */
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
