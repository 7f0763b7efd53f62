import { CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { StageStatus } from '../../lambda/wiring/operator/stage-status.ts';
import type { CatalogueTable } from '../catalogue/catalogue-table.ts';
import { type LastImport, readNote } from '../catalogue/store/import-note.ts';
import { counted } from '../counted.ts';
import { awsSettings } from '../target/aws-settings.ts';
import type { Check } from './check.ts';

/** The longest that the API may take to say that it is there. */
const ANSWER_MS = 10_000;

/** Asks the API itself, as an uptime monitor does. */
export async function apiCheck(statusUrl: string): Promise<{ check: Check; version?: string; stage?: string }> {
  const name = 'api';
  let response: Response;
  try {
    response = await fetch(statusUrl, { signal: AbortSignal.timeout(ANSWER_MS) });
  } catch (error) {
    const cause = (error as { cause?: { code?: string } }).cause?.code ?? (error as Error).message;
    return { check: { name, ok: false, text: `does not answer (${cause})` } };
  }
  const body = (await response.json().catch(() => undefined)) as { data?: { stage?: string; version?: string } };
  const { stage, version } = body?.data ?? {};
  if (response.status !== 200 || !version || !stage) {
    return { check: { name, ok: false, text: `answers ${response.status} to ${statusUrl}` } };
  }
  return { check: { name, ok: true, text: `answers; stage ${stage}, version ${version}` }, stage, version };
}

/** What the cache function knows: that it reads its table, and the providers' breakers. */
export function providerChecks({ providers, purges }: StageStatus): Check[] {
  return [
    { name: 'cache', ok: true, text: `readable; ${counted(purges.generation, 'purge')} so far` },
    ...providers.map(({ name, type, breakerOpenForSeconds: open }) => ({
      name: `provider ${name}`,
      ok: open === null ? null : open === 0,
      text:
        open === null
          ? `${type}, no breaker`
          : open === 0
            ? `${type}, breaker closed`
            : `${type}, breaker open for ${open} s`,
    })),
  ];
}

export async function tableCheck(client: DynamoDBClient, name: string, table: string): Promise<Check[]> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  const status = Table?.TableStatus ?? 'unknown';
  return [{ name: `table ${name}`, ok: status === 'ACTIVE' || status === 'UPDATING', text: status.toLowerCase() }];
}

/** Reads the catalogue, and what its last import left there. */
export async function importCheck(table: CatalogueTable): Promise<{ checks: Check[]; last: LastImport | undefined }> {
  const { last, unpurged } = await readNote(table);
  const name = 'last import';
  if (unpurged.length > 0) {
    const text = 'was interrupted before it had purged what it changed: run it again';
    return { checks: [{ name, ok: false, text }], last };
  }
  if (!last) return { checks: [{ name, ok: null, text: 'none yet by "npm run catalogue -- import"' }], last };
  const { at, titles, added, changed, rejected } = last;
  const text = `${at}: ${counted(titles, 'title')}, ${added} new, ${changed} changed, ${counted(rejected, 'line')} rejected`;
  return { checks: [{ name, ok: null, text }], last };
}

/** The alarms of a deployed stage that are red now. */
export async function alarmChecks(prefix: string | undefined): Promise<Check[]> {
  if (prefix === undefined) return [{ name: 'alarms', ok: null, text: 'CloudWatch has them: a local stack has none' }];
  const client = new CloudWatchClient(awsSettings());
  const states = new Map<string, string>();
  for await (const page of paginateDescribeAlarms({ client }, { AlarmNamePrefix: prefix })) {
    for (const { AlarmName = '', StateValue = '' } of [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])]) {
      states.set(AlarmName, StateValue);
    }
  }
  if (states.size === 0) return [{ name: 'alarms', ok: null, text: 'none (monitoring.alarms of the stage)' }];
  const red = [...states].filter(([, state]) => state === 'ALARM').map(([name]) => name);
  if (red.length === 0) return [{ name: 'alarms', ok: true, text: `${states.size}, none of them red` }];
  return [{ name: 'alarms', ok: false, text: `${red.length} of ${states.size} are red: ${red.join(', ')}` }];
}
