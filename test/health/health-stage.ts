import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { systemClock } from '../../lambda/clock.ts';
import { checkHealth } from '../../lambda/health/health-check.ts';
import { HealthTable } from '../../lambda/health/health-table.ts';
import { recentTitles } from '../../lambda/health/recent-titles.ts';
import type { HealthReport } from '../../lambda/health/report.ts';
import type { Links, ListedSource } from '../../lambda/health/targets.ts';
import { createHttpClient } from '../../lambda/outgoing/http-client.ts';
import { probeAll } from '../../lambda/probes/probe-all.ts';
import { type DynamoDb, startDynamoDb } from '../../local/tables/dynamodb.ts';
import { createTable, dynamoClient } from '../../local/tables/tables.ts';
import { pkTable } from '../support/pk-table.ts';

/** When the first run is due. */
const START = Date.UTC(2026, 0, 1);

export interface HealthStage {
  readonly table: HealthTable;
  readonly client: DynamoDBDocumentClient;
  /** What the cache holds, by content key. */
  readonly entries: Map<string, ListedSource[]>;
  /** The rows of the catalogue. */
  readonly rows: Map<string, ListedSource[]>;
  /** Adds contents to what was asked for lately. */
  note(...tmdbIds: string[]): Promise<void>;
  /** A run, some minutes after the one before. */
  run(minutes?: number, budget?: number): Promise<HealthReport>;
  /** A run that is due when the last one was. */
  again(): Promise<HealthReport>;
  stop(): Promise<void>;
}

/** The prober over a real table and real HTTP, on a time that the test drives. */
export async function startHealthStage(trustedOrigins: readonly string[]): Promise<HealthStage> {
  const server: DynamoDb = await startDynamoDb();
  const plain = dynamoClient(server.endpoint);
  await createTable(plain, pkTable('health'));
  const client = DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } });
  const table = new HealthTable(client, 'health');
  const http = createHttpClient({ trustedOrigins });
  const entries = new Map<string, ListedSource[]>();
  const rows = new Map<string, ListedSource[]>();
  const links: Links = {
    of: async (key) => entries.get(key) ?? rows.get(key) ?? [],
    rows: async function* inTurn(after) {
      const keys = [...rows.keys()];
      const from = after === undefined ? 0 : keys.indexOf(after) + 1;
      for (const key of [...keys.slice(from), ...keys.slice(0, from)]) yield { key, sources: rows.get(key)! };
    },
  };
  const signal = new AbortController().signal;
  const probing = { client: http, clock: systemClock, requestMs: 5_000, signal, origins: [], slowMs: 5_000 };
  let at = START;
  const run = (budget = 200) =>
    checkHealth(
      {
        table,
        links,
        clock: { ...systemClock, now: () => at },
        probe: (targets) => probeAll(targets, probing),
        budget,
        failuresToDown: 2,
        successesToUp: 3,
      },
      at,
    );
  const noted = recentTitles({
    client,
    table: 'health',
    clock: { ...systemClock, now: () => at },
    random: () => 0,
    share: 1,
  });
  return {
    table,
    client,
    entries,
    rows,
    note: async (...tmdbIds) => {
      for (const tmdbId of tmdbIds) await noted({ mediaType: 'movie', tmdbId });
    },
    run: (minutes = 5, budget) => {
      at += minutes * 60_000;
      return run(budget);
    },
    again: () => run(),
    stop: async () => {
      http.close();
      plain.destroy();
      await server.stop();
    },
  };
}

/** Sources of one content, each with its own file on the host. */
export const sourcesAt = (url: string, count: number, name = 's'): ListedSource[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `${name}-${index}`,
    url: `${url}/${name}-${index}/video.mp4`,
    type: 'mp4',
  }));
