import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import environmentRules from '../../contract/generated/refresh-environment.js';
import { type RefreshOutcome, refresh } from '../cache/refresh.ts';
import { createDeadline } from '../deadline.ts';
import { publishMetrics } from '../observability/publish-metrics.ts';
import type { Measurement } from '../observability/request-metrics.ts';
import { RequestRecord } from '../observability/request-record.ts';
import { logger, metrics } from '../observability/telemetry.ts';
import { writeUpstreamMetrics } from '../observability/upstream-metrics.ts';
import type { Content } from '../stream/content.ts';
import { extractionOrigin, lifetimesOf } from '../wiring/answer-extraction.ts';
import type { RefreshEnvironment } from '../wiring/environment.ts';
import { readEnvironment } from '../wiring/read-environment.ts';
import { sharedCache } from '../wiring/shared-cache.ts';
import { createTableClient } from '../wiring/table-client.ts';

/** What the extract function sends: which content, and the owner of the lease under which it is to be refreshed. */
export interface RefreshEvent {
  readonly content: Content;
  readonly token: string;
}

/** What is left for ending the lease when the deadline has passed, in milliseconds. */
const RESERVE_MS = 3_000;

const environment = readEnvironment<RefreshEnvironment>(environmentRules);
const client = createTableClient();
const shared = sharedCache(environment, client);
const record = new RequestRecord();
const extraction = extractionOrigin(environment, client, shared, record);
const lifetimes = lifetimesOf(environment);

/** Refreshes one entry. An upstream's failure is an outcome, not an error of this function: nothing retries it. */
export async function handler({ content, token }: RefreshEvent, context: Context): Promise<RefreshOutcome> {
  record.begin();
  const { clock } = shared;
  const end = Math.min(Number(environment.DEADLINE_MS), context.getRemainingTimeInMillis() - RESERVE_MS);
  const deadline = createDeadline(clock, clock.now() + end);
  let outcome: RefreshOutcome | undefined;
  try {
    outcome = await refresh({ ...shared, extraction, lifetimes, newOwner: randomUUID }, content, token, deadline);
    return outcome;
  } finally {
    deadline.clear();
    tell(content, outcome);
  }
}

/** @param outcome undefined when the table failed */
function tell(content: Content, outcome: RefreshOutcome | undefined): void {
  const { attempts, extractions, manifests, dropped, coldStart } = record;
  const responseTime = record.elapsed();
  const isFailure = outcome === undefined || outcome === 'unavailable' || outcome === 'timeout';
  const upstream = { attempts, extractions, manifests, dropped };
  const line = { ...content, outcome: outcome ?? 'table-error', responseTime, ...upstream };
  if (isFailure) logger.warn('refresh', line);
  else logger.info('refresh', line);
  const measured: Measurement[] = [
    ['Refreshes', 1],
    ['RefreshesFailed', isFailure ? 1 : 0],
    ['RefreshTime', responseTime],
  ];
  if (coldStart) measured.push(['ColdStarts', 1]);
  if (dropped > 0) measured.push(['SourcesDropped', dropped]);
  publishMetrics(metrics, measured);
  writeUpstreamMetrics(record);
}
