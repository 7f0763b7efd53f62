import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type BreakerState, type BreakerStore, HEALTHY } from './breaker.ts';

/** Old failures are forgotten a day after the last one. */
const STATE_LIFE_SECONDS = 24 * 60 * 60;

/** One item of the cache table for each upstream that is failing; none while it is well. */
export class BreakerTable implements BreakerStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #namespace: string;
  readonly #now: () => number;

  constructor(client: DynamoDBDocumentClient, table: string, namespace: string, now: () => number) {
    this.#client = client;
    this.#table = table;
    this.#namespace = namespace;
    this.#now = now;
  }

  async read(upstream: string): Promise<BreakerState> {
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key: this.#key(upstream) }));
    return Item === undefined ? HEALTHY : stateOf(Item);
  }

  async addFailure(upstream: string): Promise<BreakerState> {
    const { Attributes } = await this.#client.send(
      new UpdateCommand({
        TableName: this.#table,
        Key: this.#key(upstream),
        UpdateExpression: 'ADD failures :one SET #ttl = :ttl',
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: { ':one': 1, ':ttl': Math.ceil(this.#now() / 1000) + STATE_LIFE_SECONDS },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return stateOf(Attributes ?? {});
  }

  async open(upstream: string, from: number, until: number): Promise<boolean> {
    try {
      await this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: this.#key(upstream),
          UpdateExpression: 'SET openUntil = :until',
          ConditionExpression: 'openUntil = :from OR (attribute_not_exists(openUntil) AND attribute_exists(pk))',
          ExpressionAttributeValues: { ':from': from, ':until': until },
        }),
      );
      return true;
    } catch (error) {
      if ((error as Error).name === 'ConditionalCheckFailedException') return false;
      throw error;
    }
  }

  async reset(upstream: string): Promise<void> {
    await this.#client.send(new DeleteCommand({ TableName: this.#table, Key: this.#key(upstream) }));
  }

  #key(upstream: string): { pk: string } {
    return { pk: `${this.#namespace}#breaker#${upstream}` };
  }
}

const stateOf = (item: Record<string, unknown>): BreakerState => ({
  failures: Number(item.failures ?? 0),
  openUntil: Number(item.openUntil ?? 0),
});
