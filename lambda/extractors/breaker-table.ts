import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type BreakerState, type BreakerStore, HEALTHY } from './breaker.ts';

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

  async addFailure(upstream: string, restUntil: number, signal?: AbortSignal): Promise<BreakerState> {
    const { Attributes } = await this.#client.send(
      new UpdateCommand({
        TableName: this.#table,
        Key: this.#key(upstream),
        UpdateExpression: 'ADD failures :one SET restUntil = :until, #ttl = :ttl',
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: {
          ':one': 1,
          ':until': restUntil,
          ':ttl': Math.ceil(restUntil / 1000) + STATE_LIFE_SECONDS,
        },
        ReturnValues: 'ALL_NEW',
      }),
      sendOptions(signal),
    );
    return stateOf(Attributes ?? {});
  }

  async claimProbe(upstream: string, seen: number, restUntil: number, signal?: AbortSignal): Promise<boolean> {
    try {
      await this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: this.#key(upstream),
          UpdateExpression: 'SET restUntil = :until',
          ConditionExpression: 'restUntil = :seen',
          ExpressionAttributeValues: { ':seen': seen, ':until': restUntil },
        }),
        sendOptions(signal),
      );
      return true;
    } catch (error) {
      if ((error as Error).name === 'ConditionalCheckFailedException') return false;
      throw error;
    }
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

const stateOf = (item: Record<string, unknown>): BreakerState => ({
  failures: Number(item.failures ?? 0),
  restUntil: Number(item.restUntil ?? 0),
});
