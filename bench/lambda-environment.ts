import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The request that every benchmark sends. */
export const EVENT_FILE = fileURLToPath(new URL('../test/events/movie.json', import.meta.url));

/** The same request to another route, or with more parameters. @param route the last part of its path */
export function eventTo(route: string, parameters: Readonly<Record<string, string>> = {}): string {
  const event = JSON.parse(readFileSync(EVENT_FILE, 'utf8'));
  const path = `/api/stream/${route}`;
  const multi = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, [value]]));
  return JSON.stringify({
    ...event,
    resource: path,
    path,
    queryStringParameters: { ...event.queryStringParameters, ...parameters },
    multiValueQueryStringParameters: { ...event.multiValueQueryStringParameters, ...multi },
    requestContext: { ...event.requestContext, resourcePath: path, path: `/dev${path}` },
  });
}

/** The environment of the extract function. @param more variables that are added or replaced */
export const lambdaEnvironment = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  NODE_ENV: 'production',
  NODE_NO_WARNINGS: '1',
  AWS_LAMBDA_FUNCTION_NAME: 'extract',
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_SESSION_TOKEN: 'bench',
  STAGE: 'bench',
  CACHE_TABLE: 'cache',
  CACHE_NAMESPACE: 'bench',
  PROVIDERS: '[]',
  CDNS: '',
  CATALOGUE_TABLE: 'catalogue',
  TRUSTED_ORIGINS: '[]',
  FRESH_SECONDS: '1800',
  STALE_SECONDS: '3600',
  NOT_FOUND_SECONDS: '60',
  DEADLINE_MS: '26000',
  ATTEMPT_TIMEOUT_MS: '8000',
  INSPECT_BUDGET_MS: '2000',
  FALLBACK: '',
  HEALTH_TABLE: '',
  NOTED_SHARE: '0',
  NOTIFY_FUNCTION: '',
  LIMITS_TABLE: 'limits',
  RATE_LIMIT: '100',
  RATE_WINDOW_SECONDS: '60',
  IPV6_PREFIX_LENGTH: '64',
  EDGE_KEY_ID: '',
  CORS_ORIGINS: '[]',
  LOG_SAMPLING: '1',
  MEMORY_CACHE_MIB: '64',
  EARLY_TIMEOUT_RESERVE_MS: '1000',
  REFRESH_FUNCTION: 'refresh',
  ...more,
});
