import type { Measurement } from '../../contract/metrics.ts';
import { ApiError } from '../api-error.ts';
import { errorFields } from './log-formatter.ts';
import { writeProviderMetrics } from './provider-metrics.ts';
import { publishMetrics } from './publish-metrics.ts';
import type { RequestContext } from './request-context.ts';
import { logger, metrics } from './telemetry.ts';

export interface RequestLines {
  readonly status: number;
  readonly error: unknown;
  /** Of the log line; undefined where the request is not logged. */
  readonly fields: object | undefined;
  readonly measured: readonly Measurement[];
  readonly context: RequestContext;
}

/** Writes the lines of a request that is out of the ordinary. Loaded on demand: a hit needs none of it. */
export function writeLines({ status, error, fields, measured, context }: RequestLines): void {
  if (status >= 500) logger.error('request', { ...fields, ...causeOf(error) });
  else if (status >= 400) logger.warn('request', { ...fields });
  else if (fields) logger.info('request', { ...fields });
  publishMetrics(metrics, measured);
  writeProviderMetrics(context.events);
}

/** The cause of the error, for its investigation. */
function causeOf(error: unknown): { cause?: object } {
  const cause = error instanceof ApiError ? error.cause : error;
  return cause ? { cause: errorFields(cause) } : {};
}
