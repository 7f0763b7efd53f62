import { type Logger, LogLevelThreshold } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { ApiError } from '../api-error.ts';
import type { Client } from '../limits/client.ts';
import { errorFields } from '../observability/log-formatter.ts';
import { loggedParameters } from '../observability/logged-parameters.ts';
import type { MetricLine } from '../observability/metric-line.ts';
import { writeProviderMetrics } from '../observability/provider-metrics.ts';
import { publishMetrics } from '../observability/publish-metrics.ts';
import { RequestContext } from '../observability/request-context.ts';
import { requestFields } from '../observability/request-fields.ts';
import { type Measurement, requestMetrics } from '../observability/request-metrics.ts';
import { attachContext, contextOf } from './context-of.ts';
import type { Middleware, Step } from './middleware.ts';

export interface ObservabilityOptions {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly metricLine: MetricLine;
  /** The client of a request that was refused before it was counted, for its log line. Never rejects. */
  readonly identify: (event: APIGatewayProxyEvent) => Promise<Client>;
  /** The share of successful requests that are logged, 0 to 1. The metrics count all of them. */
  readonly logSampling: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/**
 * Creates the context of each request, and writes its log and its metrics once, when its response is known. Most
 * requests (no provider was asked, and nothing failed) need one line that holds both; the others go through the logger
 * and the metrics.
 */
export function observability(options: ObservabilityOptions): Middleware {
  const { logger } = options;
  // Read once: the getter reads the environment each time, which costs as much as hashing an address.
  const threshold = logger.level;
  let isColdStart = true;
  const write: Step = async ({ event, response, error }) => {
    const context = contextOf(event);
    if (context.isWritten) return;
    context.isWritten = true;
    const status = response?.statusCode ?? 500;
    const responseTime = context.elapsed();
    const failure = error instanceof ApiError ? error : undefined;
    const measured = requestMetrics(context, { error: failure?.row, responseTime });
    if (failure && context.client === undefined) context.client = await options.identify(event);
    const fields = () => ({
      ...requestFields(
        { requestId: event.requestContext?.requestId, method: event.httpMethod, status, responseTime },
        context,
      ),
      ...(failure && { error: failure.error, errorMessage: failure.message }),
      ...(failure && !context.content && { parameters: loggedParameters(event) }),
    });
    const isLogged = status >= 400 || options.logSampling === 1 || options.random() < options.logSampling;
    if (isOrdinary(context, status)) {
      const level = status >= 400 ? 'WARN' : 'INFO';
      writeLine(options, level, measured, isLogged && threshold <= LogLevelThreshold[level] ? fields() : undefined);
      return;
    }
    if (status >= 500) logger.error('request', { ...fields(), ...causeOf(failure ?? error) });
    else if (status >= 400) logger.warn('request', fields());
    else if (isLogged) logger.info('request', fields());
    publishMetrics(options.metrics, measured);
    writeProviderMetrics(context.events);
  };
  return {
    before: ({ event }) => {
      attachContext(event, new RequestContext(isColdStart));
      isColdStart = false;
    },
    after: write,
    onError: write,
  };
}

const isOrdinary = ({ coldStart, events }: RequestContext, status: number): boolean =>
  status < 500 && !coldStart && events.attempts.length === 0 && events.extractions.length === 0;

function writeLine(
  { metricLine }: ObservabilityOptions,
  level: 'INFO' | 'WARN',
  measured: readonly Measurement[],
  fields: object | undefined,
): void {
  const now = Date.now();
  const line = fields && { level, message: 'request', timestamp: new Date(now).toISOString(), ...fields };
  // Not the console: Lambda's console adds to its lines, and takes twice as long.
  process.stdout.write(`${metricLine.text(now, measured, line)}\n`);
}

/** The cause of the error, for its investigation. */
function causeOf(error: unknown): { cause?: object } {
  const cause = error instanceof ApiError ? error.cause : error;
  return cause ? { cause: errorFields(cause) } : {};
}
