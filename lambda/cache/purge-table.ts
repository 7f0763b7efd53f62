import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { NO_PURGES, type PurgeRecord, type PurgeStore } from './purges.ts';

/** The purges of one namespace, as one item of the cache table. It has no ttl: it must outlive every entry. */
export class PurgeTable implements PurgeStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #pk: string;

  constructor(client: DynamoDBDocumentClient, table: string, namespace: string) {
    this.#client = client;
    this.#table = table;
    this.#pk = `${namespace}#purges`;
  }

  async readPurges(signal?: AbortSignal): Promise<PurgeRecord> {
    const command = new GetCommand({ TableName: this.#table, Key: { pk: this.#pk }, ConsistentRead: true });
    const { Item } = await this.#client.send(command, signal ? { abortSignal: signal } : {});
    if (Item === undefined) return NO_PURGES;
    const { generation, everything, targets } = Item;
    // Taken for none it would bring back what was purged.
    if (!Number.isFinite(generation) || !Number.isFinite(everything) || typeof targets !== 'object') {
      throw new Error(`The item ${this.#pk} does not hold purges`);
    }
    return { generation, everything, targets };
  }

  async writePurges(next: PurgeRecord, expected: number): Promise<boolean> {
    try {
      await this.#client.send(
        new PutCommand({
          TableName: this.#table,
          Item: { pk: this.#pk, ...next },
          ConditionExpression: 'attribute_not_exists(pk) OR generation = :expected',
          ExpressionAttributeValues: { ':expected': expected },
        }),
      );
      return true;
    } catch (error) {
      if ((error as Error).name === 'ConditionalCheckFailedException') return false;
      throw error;
    }
  }
}
