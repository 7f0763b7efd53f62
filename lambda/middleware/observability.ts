import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Measurement } from '../../contract/metrics.ts';
import { ApiError } from '../api-error.ts';
import type { Client } from '../limits/client.ts';
import { logsLevel } from '../observability/log-level.ts';
import { loggedParameters } from '../observability/logged-parameters.ts';
import type { MetricLine } from '../observability/metric-line.ts';
import { RequestContext } from '../observability/request-context.ts';
import { requestFields } from '../observability/request-fields.ts';
import { requestMetrics } from '../observability/request-metrics.ts';
import { Timestamps } from '../observability/timestamps.ts';
import { attachContext, contextOf } from './context-of.ts';
import type { Middleware, Step } from './middleware.ts';

type Request = Parameters<Step>[0];

export interface ObservabilityOptions {
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
 * and the metrics, which the first of them loads.
 */
export function observability(options: ObservabilityOptions): Middleware {
  const logged = { INFO: logsLevel('INFO'), WARN: logsLevel('WARN') };
  let isColdStart = true;
  const timestamps = new Timestamps();

  const writeLine = (level: 'INFO' | 'WARN', measured: readonly Measurement[], fields: object | undefined): void => {
    const now = Date.now();
    // As one object's text, without the object.
    const line =
      fields &&
      `"level":"${level}","message":"request","timestamp":"${timestamps.text(now)}",${JSON.stringify(fields).slice(1, -1)}`;
    // Not the console: Lambda's console adds to its lines, and takes twice as long.
    process.stdout.write(`${options.metricLine.text(now, measured, line)}\n`);
  };

  const writeKnown = ({ event, response, error }: Request, context: RequestContext): Promise<void> | undefined => {
    const status = response?.statusCode ?? 500;
    const responseTime = context.elapsed();
    const failure = error instanceof ApiError ? error : undefined;
    const measured = requestMetrics(context, { error: failure?.row, responseTime });
    const fields = () => {
      const requestId = event.requestContext?.requestId;
      const line = requestFields({ requestId, method: event.httpMethod, status, responseTime }, context);
      if (!failure) return line;
      const { error, message: errorMessage } = failure;
      return {
        ...line,
        error,
        errorMessage,
        ...(!context.content && { parameters: loggedParameters(event) }),
      };
    };
    const isLogged = status >= 400 || options.logSampling === 1 || options.random() < options.logSampling;
    if (isOrdinary(context, status)) {
      const level = status >= 400 ? 'WARN' : 'INFO';
      writeLine(level, measured, isLogged && logged[level] ? fields() : undefined);
      return undefined;
    }
    const facts = { status, error: failure ?? error, fields: isLogged ? fields() : undefined, measured, context };
    return import('../observability/request-lines.ts').then(({ writeLines }) => writeLines(facts));
  };

  // Without a promise where none is needed: each costs a hit a turn.
  const write: Step = (request) => {
    const context = contextOf(request.event);
    if (context.isWritten) return undefined;
    context.isWritten = true;
    if (!(request.error instanceof ApiError) || context.client !== undefined) return writeKnown(request, context);
    return options.identify(request.event).then((client) => {
      context.client = client;
      return writeKnown(request, context);
    });
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

const isOrdinary = ({ events }: RequestContext, status: number): boolean =>
  status < 500 && events.attempts.length === 0 && events.extractions.length === 0;
