import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Window } from './rate-limiter.ts';

/**
 * One item for each client and window: `rate#<begin>#<hash>`. Clients spread over partitions by their hash, and one
 * client costs its item at most the limit and one more write per container, however fast it asks. A write whose answer
 * was lost is repeated and counts twice: rather that than not counted.
 */
export class CounterTable {
  readonly #client: Pick<DynamoDBDocumentClient, 'send'>;
  readonly #table: string;

  constructor(client: Pick<DynamoDBDocumentClient, 'send'>, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async add(client: string, window: Window, signal: AbortSignal): Promise<number> {
    const command = new UpdateCommand({
      TableName: this.#table,
      Key: { pk: `rate#${window.begin}#${client}` },
      UpdateExpression: 'ADD requests :one SET #ttl = :ttl',
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      // One window longer than needed, for containers whose clocks lag.
      ExpressionAttributeValues: { ':one': 1, ':ttl': 2 * window.end - window.begin },
      ReturnValues: 'UPDATED_NEW',
    });
    const { Attributes } = await this.#client.send(command, { abortSignal: signal });
    return Attributes?.requests;
  }
}
