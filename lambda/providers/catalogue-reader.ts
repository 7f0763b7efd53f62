import { GetCommand } from '@aws-sdk/lib-dynamodb';
import isProviderAnswer from '../../contract/generated/provider-answer.js';
import type { ProviderAnswer } from '../../contract/provider-answer.ts';
import { contentKey } from '../stream/content.ts';
import type { CatalogueReader } from './catalogue-provider.ts';
import { InvalidAnswerError } from './provider.ts';

/** The part of a DynamoDB document client that is used here. */
export interface CatalogueTableClient {
  send(
    command: GetCommand,
    options: { abortSignal: AbortSignal },
  ): Promise<{ readonly Item?: Record<string, unknown> | undefined }>;
}

/**
 * A reader of the catalogue's DynamoDB table: one GetItem of `{ pk: contentKey, row: JSON }` a title.
 *
 * @throws InvalidAnswerError (from the reader) when a stored row is not a catalogue row
 */
export function catalogueTable(client: CatalogueTableClient, tableName: string): CatalogueReader {
  return async (content, signal) => {
    const command = new GetCommand({
      TableName: tableName,
      Key: { pk: contentKey(content) },
      ProjectionExpression: '#row',
      ExpressionAttributeNames: { '#row': 'row' },
    });
    const { Item: item } = await client.send(command, { abortSignal: signal });
    return item === undefined ? undefined : parseRow(item.row);
  };
}

/** A row is a provider's answer, and names the content it belongs to. */
function parseRow(stored: unknown): ProviderAnswer {
  let row: unknown;
  try {
    row = JSON.parse(String(stored));
  } catch {
    row = undefined;
  }
  if (!isProviderAnswer(row)) throw new InvalidAnswerError('The stored row is not a catalogue row');
  return row;
}
