import isProviderAnswer from '../../contract/generated/provider-answer.js';
import type { ProviderAnswer } from '../../contract/provider-answer.ts';
import { contentKey } from '../stream/content.ts';
import { Table, type TableClient } from '../table.ts';
import { wrongForm } from './answer/wrong-form.ts';
import type { CatalogueReader } from './catalogue-provider.ts';
import { InvalidAnswerError } from './provider.ts';

/**
 * A reader of the catalogue's DynamoDB table: one GetItem of `{ pk: contentKey, row: JSON }` a title.
 *
 * @throws InvalidAnswerError (from the reader) when a stored row is not a catalogue row
 */
export function catalogueTable(client: TableClient, tableName: string): CatalogueReader {
  const table = new Table(client, tableName);
  return async (content, signal) => {
    const item = await table.get(contentKey(content), { signal });
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
  if (!isProviderAnswer(row)) {
    throw new InvalidAnswerError(`the stored row: ${wrongForm(row, isProviderAnswer.errors)}`);
  }
  return row;
}
