import environmentRules from '../../contract/generated/canary-environment.js';
import type { Measurement } from '../../contract/metrics.ts';
import { publishMetrics } from '../observability/publish-metrics.ts';
import { logger, metrics } from '../observability/telemetry.ts';
import { type Visit, visitApi } from '../wiring/canary/canary-visit.ts';
import type { CanaryEnvironment } from '../wiring/environment.ts';
import { readEnvironment } from '../wiring/read-environment.ts';

const environment = readEnvironment<CanaryEnvironment>(environmentRules);
const url = visitedUrl(environment);

/** Read by the first visit and kept: a key keeps its value. */
let headers: Promise<Record<string, string>> | undefined;

/**
 * Uses the API as a user does, on a schedule, and reports the result. A fault of the API is an outcome, not an error of
 * this function. Where it cannot report at all, the missing metric raises the alarm.
 */
export async function handler(): Promise<Visit> {
  headers ??= requestHeaders(environment.API_KEY_ID);
  const visit = await visitApi(url, await headers.catch(forget));
  const isWell = visit.complaints.length === 0;
  if (isWell) logger.info('canary', { ...visit });
  else logger.error('canary', { ...visit });
  const measured: Measurement[] = [['CanarySuccess', isWell ? 1 : 0]];
  if (visit.cachedMs !== undefined) measured.push(['CanaryResponseTime', visit.cachedMs]);
  publishMetrics(metrics, measured);
  return visit;
}

/** The next visit tries again. */
function forget(error: unknown): never {
  headers = undefined;
  throw error;
}

async function requestHeaders(keyId: string): Promise<Record<string, string>> {
  const key = keyId === '' ? {} : { 'X-API-Key': await valueOfKey(keyId) };
  return { 'User-Agent': 'stream-api-canary', ...key };
}

function visitedUrl({ API_URL, CONTENT }: CanaryEnvironment): URL {
  const visited = new URL(API_URL);
  for (const [name, value] of Object.entries(JSON.parse(CONTENT) as Record<string, string | number>)) {
    visited.searchParams.set(name, String(value));
  }
  return visited;
}

async function valueOfKey(keyId: string): Promise<string> {
  const { apiKeyValue } = await import('../wiring/canary/api-key-value.ts');
  return apiKeyValue(keyId);
}
