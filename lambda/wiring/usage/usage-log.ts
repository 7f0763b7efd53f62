import type { Logger } from '@aws-lambda-powertools/logger';
import { ApiError } from '../../api-error.ts';
import { attachContext, contextOf } from '../../middleware/context-of.ts';
import type { Middleware, Step } from '../../middleware/middleware.ts';
import { errorFields } from '../../observability/log-formatter.ts';
import type { MetricLine } from '../../observability/metric-line.ts';
import { RequestContext } from '../../observability/request-context.ts';

export interface UsageLogOptions {
  readonly logger: Logger;
  readonly metricLine: MetricLine;
}

/** Too many of them say nothing but that they are too many. */
const UNLOGGED = 429;

/**
 * Creates the context of each post, and writes the metrics of what it added. They are not among the API's requests,
 * whose numbers they would drown. Of a post itself only a refusal is logged, by its reason.
 */
export function usageLog({ logger, metricLine }: UsageLogOptions): Middleware {
  const write: Step = ({ event, response, error }) => {
    const context = contextOf(event);
    if (context.isWritten) return;
    context.isWritten = true;
    const status = response?.statusCode ?? 500;
    // Not the console: Lambda's console adds to its lines, and takes twice as long.
    if (context.measured.length > 0) process.stdout.write(`${metricLine.text(Date.now(), context.measured)}\n`);
    if (status < 400 || status === UNLOGGED) return;
    const failure = error instanceof ApiError ? error : undefined;
    const fields = { requestId: event.requestContext?.requestId, status, errorMessage: failure?.message };
    if (status < 500) return logger.warn('usage refused', fields);
    const cause = failure ? failure.cause : error;
    logger.error('usage refused', { ...fields, ...(cause ? { cause: errorFields(cause) } : {}) });
  };
  return {
    before: ({ event }) => attachContext(event, new RequestContext()),
    after: write,
    onError: write,
  };
}
