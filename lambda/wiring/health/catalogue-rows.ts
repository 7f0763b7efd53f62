import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';

/** Rows are larger than a read unit, so a page is no more than a run is likely to use. */
const PAGE = 25;
/** A run that finds nothing to probe ends. */
const MOST_PAGES = 20;

/** The stored rows in the table's order from `after` on, once around at most. */
export async function* catalogueRows(
  client: Pick<DynamoDBDocumentClient, 'send'>,
  table: string,
  after: string | undefined,
): AsyncGenerator<{ readonly key: string; readonly row: unknown }> {
  let last = after;
  let hasWrapped = after === undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const start = last === undefined ? {} : { ExclusiveStartKey: { pk: last } };
    const { Items = [], LastEvaluatedKey } = await client.send(
      new ScanCommand({ TableName: table, Limit: PAGE, ...start }),
    );
    for (const { pk, row } of Items) {
      yield { key: String(pk), row };
      if (hasWrapped && pk === after) return;
    }
    last = LastEvaluatedKey === undefined ? undefined : String(LastEvaluatedKey.pk);
    if (last !== undefined) continue;
    if (hasWrapped) return;
    hasWrapped = true;
  }
}
