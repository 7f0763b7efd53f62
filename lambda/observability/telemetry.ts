import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { METRICS_NAMESPACE, SERVICE } from '../../contract/metrics.ts';
import { redactedText } from '../redacted-text.ts';
import { StreamLogFormatter } from './log-formatter.ts';
import { MetricLine } from './metric-line.ts';

const STAGE = process.env.STAGE ?? 'unknown';

/** The one logger of a function. Its level comes from POWERTOOLS_LOG_LEVEL; no link token passes it. */
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

/** The one set of metrics of a function. It is written whatever the log level: that must not silence an alarm. */
export const metrics = metricsWith({});

const upstreams = new Map<string, Metrics>();

/** The metrics of one upstream, by its name in the stage settings. */
export function upstreamMetrics(upstream: string): Metrics {
  const known = upstreams.get(upstream) ?? metricsWith({ upstream });
  upstreams.set(upstream, known);
  return known;
}

/** The one line that most requests need. */
export const metricLine = new MetricLine(STAGE);
