import environmentRules from '../../contract/generated/health-environment.js';
import { checkHealth } from '../health/health-check.ts';
import { HealthTable } from '../health/health-table.ts';
import { type HealthView, viewHealth } from '../health/health-view.ts';
import type { HealthReport } from '../health/report.ts';
import { checkReported, type ReportedSource } from '../health/reported-source.ts';
import type { Target } from '../health/targets.ts';
import { publishMetrics } from '../observability/publish-metrics.ts';
import { logger, metrics } from '../observability/telemetry.ts';
import { createHttpClient } from '../outgoing/http-client.ts';
import { probeAll } from '../probes/probe-all.ts';
import { createTableClient } from '../wiring/clients/table-client.ts';
import { deliveryOf } from '../wiring/delivery/delivery-of.ts';
import type { HealthEnvironment } from '../wiring/environment.ts';
import { storedLinks } from '../wiring/health/links.ts';
import { readEnvironment } from '../wiring/read-environment.ts';
import { providersOf, sharedCache } from '../wiring/shared-cache.ts';

/** What the schedule sends, or an operator's `npm run health`. */
export interface HealthEvent extends Partial<ReportedSource> {
  /** An operator's, or `probe`: what players reported, of one source. */
  readonly action?: 'show' | 'check' | 'probe';
  /** When the schedule's run was due (RFC 3339). */
  readonly time?: string;
}

/** Each request of a probe. */
const REQUEST_MS = 8_000;
/** Left for writing what was found, of the function's own time. */
const RESERVE_MS = 20_000;

const environment = readEnvironment<HealthEnvironment>(environmentRules);
const client = createTableClient();
const { clock, store } = sharedCache(environment, client);
const table = new HealthTable(client, environment.HEALTH_TABLE);
const own = createHttpClient({
  trustedOrigins: JSON.parse(environment.TRUSTED_ORIGINS) as string[],
  runtimeEndpoint: process.env.AWS_LAMBDA_RUNTIME_API,
});
const delivery = deliveryOf(environment.CDNS, clock);
const origins = JSON.parse(environment.PAGE_ORIGINS) as string[];
const links = storedLinks({
  client,
  store,
  catalogueTable: environment.CATALOGUE_TABLE,
  catalogue: providersOf(environment).find(({ type }) => type === 'catalogue')?.name,
  clock,
});

/**
 * Probes sources and writes which are not well, on a schedule. It has no route: operators invoke it besides.
 *
 * @throws Error for an action that does not exist, and what the tables throw
 */
export async function handler(
  event: HealthEvent,
  lambda: { getRemainingTimeInMillis(): number },
): Promise<HealthReport | HealthView | undefined> {
  const { action = 'check', content, id } = event;
  if (action === 'show') return viewHealth(table);
  if (action !== 'check' && action !== 'probe') throw new Error('Not a command of health: show or check');
  const signal = AbortSignal.timeout(Math.max(1, lambda.getRemainingTimeInMillis() - RESERVE_MS));
  const http = (await delivery?.())?.through(own) ?? own;
  const options = { client: http, clock, requestMs: REQUEST_MS, signal, origins, slowMs: Number(environment.SLOW_MS) };
  const checking = {
    table,
    links,
    clock,
    probe: (targets: readonly Target[]) => probeAll(targets, options),
    budget: Number(environment.BUDGET_SOURCES),
    failuresToDown: Number(environment.FAILURES_TO_DOWN),
    successesToUp: Number(environment.SUCCESSES_TO_UP),
  };
  if (action === 'probe') {
    const change = await checkReported(checking, { content: String(content), id: String(id) }, clock.now());
    logger.info('reported source probed', { content, id, to: change?.to });
    return undefined;
  }
  const due = Date.parse(event.time ?? '');
  const report = await checkHealth(checking, Number.isNaN(due) ? clock.now() : due);
  publish(report);
  return report;
}

function publish(report: HealthReport): void {
  const { probed, down, originsDown, newlyDown, blocked, changes, ...rest } = report;
  logger.info('health', { probed, down, originsDown, blocked, ...rest });
  if (blocked) logger.warn('the prober is blocked', { probed, verdicts: report.verdicts });
  else for (const origin of newlyDown) logger.warn('origin down', { origin });
  for (const change of changes) logger.info('source health', { ...change });
  publishMetrics(metrics, [
    ['HealthRuns', blocked ? 0 : 1],
    ['SourcesProbed', probed],
    ['SourcesDown', down],
    ['OriginsDown', originsDown.length],
  ]);
}
