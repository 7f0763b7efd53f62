import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import environmentRules from '../../contract/generated/refresh-environment.js';
import type { Measurement } from '../../contract/metrics.ts';
import { type RefreshOutcome, refresh } from '../cache/refresh.ts';
import { createDeadline } from '../deadline.ts';
import { extraCallMetrics } from '../observability/extra-call-metrics.ts';
import { writeProviderMetrics } from '../observability/provider-metrics.ts';
import { publishMetrics } from '../observability/publish-metrics.ts';
import { RequestContext } from '../observability/request-context.ts';
import { logger, metrics } from '../observability/telemetry.ts';
import type { Content } from '../stream/content.ts';
import { createTableClient } from '../wiring/clients/table-client.ts';
import { deliveryOf } from '../wiring/delivery/delivery-of.ts';
import type { RefreshEnvironment } from '../wiring/environment.ts';
import { lazyExtraction, lifetimesOf } from '../wiring/lazy-extraction.ts';
import { laterWatching } from '../wiring/live/later-watching.ts';
import { readEnvironment } from '../wiring/read-environment.ts';
import { sharedCache } from '../wiring/shared-cache.ts';

/** What the extract function sends: the content to refresh, and the owner of the lease that was taken for it. */
export interface RefreshEvent {
  readonly content: Content;
  readonly token: string;
}

/** Time left for releasing the lease after the deadline, in milliseconds. */
const RESERVE_MS = 3_000;

const environment = readEnvironment<RefreshEnvironment>(environmentRules);
const client = createTableClient();
const shared = sharedCache(environment, client);
const delivery = deliveryOf(environment.CDNS, shared.clock);
const extraction = lazyExtraction(environment, client, shared, delivery);
const lifetimes = lifetimesOf(environment);
const watching = laterWatching(environment, shared.clock);
let isColdStart = true;

/** Refreshes one entry. A provider's failure is an outcome, not an error of this function: nothing retries it. */
export async function handler({ content, token }: RefreshEvent, lambda: Context): Promise<RefreshOutcome> {
  const context = new RequestContext(isColdStart);
  isColdStart = false;
  const { clock } = shared;
  const end = Math.min(Number(environment.DEADLINE_MS), lambda.getRemainingTimeInMillis() - RESERVE_MS);
  const deadline = createDeadline(clock, clock.now() + end);
  const options = { ...shared, extraction, lifetimes, newOwner: randomUUID, watching };
  let outcome: RefreshOutcome | undefined;
  try {
    outcome = await refresh(options, content, token, deadline, context.events);
    return outcome;
  } finally {
    deadline.clear();
    report(content, outcome, context);
  }
}

/** @param outcome undefined when the table failed */
function report(content: Content, outcome: RefreshOutcome | undefined, context: RequestContext): void {
  const { events, coldStart } = context;
  const { attempts, extractions, manifests, leftOut, dropped, extraCallsRefused } = events;
  const responseTime = context.elapsed();
  const isFailure = outcome === undefined || outcome === 'unavailable' || outcome === 'timeout';
  const line = {
    ...content,
    outcome: outcome ?? 'table-error',
    responseTime,
    attempts,
    extractions,
    manifests,
    ...(leftOut.length > 0 && { leftOut }),
    dropped,
    ...(extraCallsRefused > 0 && { extraCallsRefused }),
  };
  if (isFailure) logger.warn('refresh', line);
  else logger.info('refresh', line);
  const measured: Measurement[] = [
    ['Refreshes', 1],
    ['RefreshesFailed', isFailure ? 1 : 0],
    ['RefreshTime', responseTime],
  ];
  if (coldStart) measured.push(['ColdStarts', 1]);
  if (dropped > 0) measured.push(['SourcesDropped', dropped]);
  measured.push(...extraCallMetrics(events));
  publishMetrics(metrics, measured);
  writeProviderMetrics(events);
}
