import { GetCommand } from '@aws-sdk/lib-dynamodb';
import isExtractorAnswer from '../../contract/generated/provider-answer.js';
import type { ExtractorAnswer } from '../../contract/provider-answer.ts';
import { contentKey } from '../stream/content.ts';
import type { CatalogueReader } from './catalogue-provider.ts';
import { InvalidAnswerError } from './provider.ts';

/** The one call that is made of a DynamoDB document client. */
export interface CatalogueTableClient {
  send(
    command: GetCommand,
    options: { abortSignal: AbortSignal },
  ): Promise<{ readonly Item?: Record<string, unknown> | undefined }>;
}

/**
 * Reads the catalogue from its DynamoDB table: one GetItem of `{ pk: contentKey, row: JSON }`.
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

/** A row holds what an extractor would answer, and which content it is of. */
function parseRow(stored: unknown): ExtractorAnswer {
  let row: unknown;
  try {
    row = JSON.parse(String(stored));
  } catch {
    row = undefined;
  }
  if (!isExtractorAnswer(row)) throw new InvalidAnswerError('The stored row is not a catalogue row');
  return row;
}
