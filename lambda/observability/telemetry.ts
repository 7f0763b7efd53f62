import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { METRICS_NAMESPACE, SERVICE } from '../../contract/metrics.ts';
import { redactedText } from '../redacted-text.ts';
import { StreamLogFormatter } from './log-formatter.ts';
import { MetricLine } from './metric-line.ts';

const STAGE = process.env.STAGE ?? 'unknown';

/** The one logger of a function. Its level is POWERTOOLS_LOG_LEVEL; tokens of links are redacted. */
export const logger = new Logger({
  serviceName: SERVICE,
  persistentKeys: { stage: STAGE },
  logFormatter: new StreamLogFormatter(),
  jsonReplacerFn: (_key, value) => (typeof value === 'string' ? redactedText(value) : value),
});

const metricsWith = (dimensions: Record<string, string>) =>
  new Metrics({
    namespace: METRICS_NAMESPACE,
    serviceName: SERVICE,
    defaultDimensions: { stage: STAGE, ...dimensions },
  });

/** The metrics of a function. They are written at every log level, so that none silences an alarm. */
export const metrics = metricsWith({});

const metricsByProvider = new Map<string, Metrics>();

/** The metrics of one provider, by its name in the stage settings. Their dimension is public as `upstream`. */
export function providerMetrics(provider: string): Metrics {
  const known = metricsByProvider.get(provider) ?? metricsWith({ upstream: provider });
  metricsByProvider.set(provider, known);
  return known;
}

/** The one line that most requests need. */
export const metricLine = new MetricLine(STAGE);
