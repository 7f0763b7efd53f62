import type { Logger } from '@aws-lambda-powertools/logger';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { ApiError } from '../api-error.ts';
import type { CacheStatus } from '../cache/cache-status.ts';
import type { RequestRecord } from '../observability/request-record.ts';
import type { Middleware, Step } from './middleware.ts';

interface Telemetry {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly record: RequestRecord;
}

/** One log line and one line of metrics for each request, written when its answer is known. */
export function observability({ logger, metrics, record }: Telemetry): Middleware {
  const write: Step = ({ event, response, error }) => {
    const status = response?.statusCode ?? 500;
    const responseTime = record.elapsed();
    const failure = error instanceof ApiError ? error : undefined;
    const line = {
      requestId: event.requestContext?.requestId,
      method: event.httpMethod,
      status,
      responseTime,
      ...record.content,
      ...(record.cache && { cache: record.cache }),
      ...(record.attempts.length > 0 && { attempts: record.attempts }),
      ...(failure && { error: failure.error, errorMessage: failure.message }),
    };
    if (status >= 500)
      logger.error('request', { ...line, ...(failure?.cause ? { cause: causeOf(failure.cause) } : {}) });
    else if (status >= 400) logger.warn('request', line);
    else logger.info('request', line);

    metrics.addMetric('Requests', MetricUnit.Count, 1);
    if (failure) metrics.addMetric(`Errors${failure.status}`, MetricUnit.Count, 1);
    if (record.cache) {
      metrics.addMetric(cacheMetric(record.cache), MetricUnit.Count, 1);
      metrics.addMetric(
        record.cache.tier === 'upstream' ? 'UncachedResponseTime' : 'CachedResponseTime',
        MetricUnit.Milliseconds,
        responseTime,
      );
      if (record.cache.tableErrors > 0) metrics.addMetric('TableErrors', MetricUnit.Count, record.cache.tableErrors);
      if (record.cache.purgesUnknown) metrics.addMetric('PurgesUnknown', MetricUnit.Count, 1);
    }
    if (record.coldStart) metrics.addMetric('ColdStarts', MetricUnit.Count, 1);
    metrics.publishStoredMetrics();
  };
  return { before: () => record.begin(), after: write, onError: write };
}

function cacheMetric({ tier, outcome, negative }: CacheStatus): string {
  if (outcome === 'stale') return 'CacheStale';
  if (tier === 'upstream') return 'CacheMiss';
  if (negative) return 'CacheNegative';
  return tier === 'memory' ? 'CacheMemoryHit' : 'CacheTableHit';
}

/** Name, message and stack of what lay behind an error, for whoever has to find out. */
function causeOf(cause: unknown): unknown {
  return cause instanceof Error ? { name: cause.name, message: cause.message, stack: cause.stack } : cause;
}
