import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import validateEnvironment from '../../contract/validators/refresh-environment.js';
import { type RefreshOutcome, refresh } from '../cache/refresh.ts';
import { createDeadline } from '../deadline.ts';
import { RequestRecord } from '../observability/request-record.ts';
import { logger, metrics } from '../observability/telemetry.ts';
import type { Content } from '../stream/content.ts';
import type { RefreshEnvironment } from './environment.ts';
import { readEnvironment } from './read-environment.ts';
import { extractionOrigin, lifetimesOf, sharedCache } from './shared-cache.ts';
import { createTableClient } from './table-client.ts';

/** What the extract function sends: which content, and the owner of the lease under which it is to be refreshed. */
export interface RefreshEvent {
  readonly content: Content;
  readonly token: string;
}

/** What is left for ending the lease when the deadline has passed, in milliseconds. */
const RESERVE_MS = 3_000;

const environment = readEnvironment<RefreshEnvironment>(validateEnvironment);
const client = createTableClient();
const shared = sharedCache(environment, client);
const record = new RequestRecord();
const origin = extractionOrigin(environment, client, shared, record);
const lifetimes = lifetimesOf(environment);

/** Refreshes one entry. An upstream's failure is an outcome, not an error of this function: nothing retries it. */
export async function handler({ content, token }: RefreshEvent, context: Context): Promise<RefreshOutcome> {
  record.begin();
  const { clock } = shared;
  const end = Math.min(Number(environment.DEADLINE_MS), context.getRemainingTimeInMillis() - RESERVE_MS);
  const deadline = createDeadline(clock, clock.now() + end);
  try {
    const outcome = await refresh({ ...shared, origin, lifetimes }, content, token, deadline);
    const line = { ...content, outcome, responseTime: record.elapsed(), attempts: record.attempts };
    if (outcome === 'stored' || outcome === 'superseded') logger.info('refresh', line);
    else logger.warn('refresh', line);
    const failed = outcome === 'unavailable' || outcome === 'timeout';
    metrics.addMetric(failed ? 'RefreshesFailed' : 'Refreshes', MetricUnit.Count, 1);
    return outcome;
  } finally {
    deadline.clear();
    metrics.publishStoredMetrics();
  }
}
