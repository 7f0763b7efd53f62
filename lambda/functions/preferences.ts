import environmentRules from '../../contract/generated/preferences-environment.js';
import { systemClock } from '../clock.ts';
import { MetricLine } from '../observability/metric-line.ts';
import { PreferencesTable } from '../preferences/preferences-table.ts';
import { requestLimiter } from '../wiring/client-limits.ts';
import type { SecretReader } from '../wiring/clients/secret-reader.ts';
import { createTableClient } from '../wiring/clients/table-client.ts';
import type { PreferencesEnvironment } from '../wiring/environment.ts';
import { preferencesHandler } from '../wiring/preferences/preferences-handler.ts';
import { TokenSecrets } from '../wiring/preferences/token-secrets.ts';
import { readEnvironment } from '../wiring/read-environment.ts';

/** Time left for writing the response, in milliseconds. */
const EARLY_TIMEOUT_RESERVE_MS = 1000;

const environment = readEnvironment<PreferencesEnvironment>(environmentRules);
const client = createTableClient();
const clock = systemClock;
let reader: SecretReader | undefined;
const readSecret: SecretReader = async (secret, options) => {
  reader ??= (await import('../wiring/clients/secret-reader.ts')).createSecretReader(clock);
  return reader(secret, options);
};

export const handler = preferencesHandler({
  table: new PreferencesTable(client, environment.PREFERENCES_TABLE, () => clock.now()),
  secrets: new TokenSecrets(readSecret, environment.TOKEN_SECRET, clock),
  pepper: () => readSecret(environment.PEPPER_SECRET),
  clock,
  metricLine: new MetricLine(environment.STAGE),
  logSampling: Number(environment.LOG_SAMPLING),
  random: Math.random,
  limiter: requestLimiter(environment, client),
  stage: environment.STAGE,
  corsOrigins: JSON.parse(environment.CORS_ORIGINS) as string[],
  earlyTimeoutReserveMs: EARLY_TIMEOUT_RESERVE_MS,
});
