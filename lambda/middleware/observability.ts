import { type Logger, LogLevelThreshold } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { ApiError } from '../api-error.ts';
import type { Client } from '../limits/client.ts';
import { errorFields } from '../observability/log-formatter.ts';
import { loggedParameters } from '../observability/logged-parameters.ts';
import type { MetricLine } from '../observability/metric-line.ts';
import { publishMetrics } from '../observability/publish-metrics.ts';
import { requestFields } from '../observability/request-fields.ts';
import { type Measurement, requestMetrics } from '../observability/request-metrics.ts';
import type { RequestRecord } from '../observability/request-record.ts';
import { writeUpstreamMetrics } from '../observability/upstream-metrics.ts';
import type { Middleware, Step } from './middleware.ts';

export interface ObservabilityOptions {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly metricLine: MetricLine;
  readonly record: RequestRecord;
  /** Who asked, for the log of a request that was refused before it was counted. Never rejects. */
  readonly identify: (event: APIGatewayProxyEvent) => Promise<Client>;
  /** The share of successful requests that the log tells of, 0 to 1. The metrics count them all. */
  readonly logSampling: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/**
 * The log and the metrics of each request, written once, when its answer is known. What happens all the time, an
 * answer or a refusal for which no upstream was asked, is one line that holds both; everything else goes through the
 * logger and the metrics.
 */
export function observability(options: ObservabilityOptions): Middleware {
  const { record, logger } = options;
  // Asked once: it reads the environment each time, which costs as much as hashing an address.
  const threshold = logger.level;
  let underWay = false;
  const write: Step = async ({ event, response, error }) => {
    if (!underWay) return;
    underWay = false;
    const status = response?.statusCode ?? 500;
    const responseTime = record.elapsed();
    const failure = error instanceof ApiError ? error : undefined;
    const measured = requestMetrics(record, { error: failure?.row, responseTime });
    if (failure && record.client === undefined) record.client = await options.identify(event);
    const fields = () => ({
      ...requestFields(
        { requestId: event.requestContext?.requestId, method: event.httpMethod, status, responseTime },
        record,
      ),
      ...(failure && { error: failure.error, errorMessage: failure.message }),
      ...(failure && !record.content && { parameters: loggedParameters(event) }),
    });
    const isLogged = status >= 400 || options.logSampling === 1 || options.random() < options.logSampling;
    if (isOrdinary(record, status)) {
      const level = status >= 400 ? 'WARN' : 'INFO';
      writeLine(options, level, measured, isLogged && threshold <= LogLevelThreshold[level] ? fields() : undefined);
      return;
    }
    if (status >= 500) logger.error('request', { ...fields(), ...causeOf(failure ?? error) });
    else if (status >= 400) logger.warn('request', fields());
    else if (isLogged) logger.info('request', fields());
    publishMetrics(options.metrics, measured);
    writeUpstreamMetrics(record);
  };
  return {
    before: () => {
      underWay = true;
      record.begin();
    },
    after: write,
    onError: write,
  };
}

const isOrdinary = ({ coldStart, attempts, extractions }: RequestRecord, status: number): boolean =>
  status < 500 && !coldStart && attempts.length === 0 && extractions.length === 0;

function writeLine(
  { metricLine }: ObservabilityOptions,
  level: 'INFO' | 'WARN',
  measured: readonly Measurement[],
  fields: object | undefined,
): void {
  const now = Date.now();
  const line = fields && { level, message: 'request', timestamp: new Date(now).toISOString(), ...fields };
  // Not the console: Lambda's own adds to its lines, and takes twice as long.
  process.stdout.write(`${metricLine.text(now, measured, line)}\n`);
}

/** What lay behind the error, for whoever has to find out. */
function causeOf(error: unknown): { cause?: object } {
  const cause = error instanceof ApiError ? error.cause : error;
  return cause ? { cause: errorFields(cause) } : {};
}
