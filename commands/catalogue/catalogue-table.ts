import { type AttributeValue, DynamoDBClient, GetItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { type CatalogueRow, catalogueRow } from '../../contract/catalogue.ts';
import { type Content, contentKey } from '../../lambda/stream/content.ts';
import { awsSettings } from '../target/aws-settings.ts';
import { stackOutput } from '../target/deployed-stack.ts';
import { describeLocalStack, LOCAL_CREDENTIALS } from '../target/local-stack.ts';
import type { StageTarget } from '../target/stage-target.ts';
import { NOTE_KEY } from './store/import-note.ts';

/** A catalogue table and the client that reaches it. */
export interface CatalogueTable {
  readonly client: DynamoDBClient;
  readonly name: string;
}

/** Where the catalogue is. */
export type CatalogueTarget = StageTarget | { readonly table: string };

/** @throws Error in one sentence when the stage, or the local stack, does not exist */
export async function findCatalogueTable(target: CatalogueTarget): Promise<CatalogueTable> {
  if ('table' in target) return { client: new DynamoDBClient(awsSettings()), name: target.table };
  if ('stage' in target) {
    return { client: new DynamoDBClient(awsSettings()), name: await stackOutput(target.stage, 'CatalogueTableName') };
  }
  const { endpoints, tables } = await describeLocalStack(target.endpoint);
  const client = new DynamoDBClient({ endpoint: endpoints.dynamodb, ...LOCAL_CREDENTIALS });
  return { client, name: tables.catalogue };
}

/** One item of the table. */
export interface StoredTitle {
  /** `movie:550`, `tv:1396:1:1` */
  readonly key: string;
  /** Undefined for an item that is not a valid row: this version did not write it. */
  readonly row: CatalogueRow | undefined;
}

/** Every title of the catalogue, in the table's order. */
export async function* listCatalogue({ client, name }: CatalogueTable): AsyncGenerator<StoredTitle> {
  for await (const page of paginateScan({ client }, { TableName: name })) {
    for (const item of page.Items ?? []) {
      if (item.pk?.S !== NOTE_KEY) yield { key: item.pk?.S ?? '', row: rowOf(item) };
    }
  }
}

function rowOf(item: Record<string, AttributeValue>): CatalogueRow | undefined {
  try {
    return catalogueRow.safeParse(JSON.parse(item.row?.S ?? 'null')).data;
  } catch {
    return undefined;
  }
}

/** One title; undefined when it is not there. */
export async function readTitle({ client, name }: CatalogueTable, content: Content): Promise<StoredTitle | undefined> {
  const key = contentKey(content);
  const { Item } = await client.send(
    new GetItemCommand({ TableName: name, Key: { pk: { S: key } }, ConsistentRead: true }),
  );
  return Item && { key, row: rowOf(Item) };
}
