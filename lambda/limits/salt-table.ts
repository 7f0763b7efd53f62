import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { SaltStore } from './daily-salt.ts';

/** One item a day in the limiter's table: `salt#2026-11-23`. */
export class SaltTable implements SaltStore {
  readonly #client: Pick<DynamoDBDocumentClient, 'send'>;
  readonly #table: string;

  constructor(client: Pick<DynamoDBDocumentClient, 'send'>, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async read(day: string, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const command = new GetCommand({ TableName: this.#table, Key: saltKey(day) });
    const { Item } = await this.#client.send(command, { abortSignal: signal });
    return Item?.salt;
  }

  async create(day: string, salt: Uint8Array, expiresAt: number, signal: AbortSignal): Promise<Uint8Array> {
    const command = new UpdateCommand({
      TableName: this.#table,
      Key: saltKey(day),
      UpdateExpression: 'SET salt = if_not_exists(salt, :salt), #ttl = if_not_exists(#ttl, :ttl)',
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      ExpressionAttributeValues: { ':salt': salt, ':ttl': Math.ceil(expiresAt / 1000) },
      ReturnValues: 'ALL_NEW',
    });
    const { Attributes } = await this.#client.send(command, { abortSignal: signal });
    return Attributes?.salt;
  }

  async delete(day: string, signal: AbortSignal): Promise<void> {
    const command = new DeleteCommand({ TableName: this.#table, Key: saltKey(day) });
    await this.#client.send(command, { abortSignal: signal });
  }
}

const saltKey = (day: string) => ({ pk: `salt#${day}` });
