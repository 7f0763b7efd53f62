import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { RETRY_AFTER_SECONDS } from '../../../contract/bounds.ts';
import validateCmcdEvent from '../../../contract/generated/cmcd-event.js';
import { DEFAULT_INTERVAL_SECONDS, MAX_USAGE_BYTES, MAX_USAGE_RECORDS, OTHER } from '../../../contract/usage.ts';
import { ApiError } from '../../api-error.ts';
import type { Clock } from '../../clock.ts';
import type { Client } from '../../limits/client.ts';
import { contextOf } from '../../middleware/context-of.ts';
import { cors } from '../../middleware/cors.ts';
import { errorMapping } from '../../middleware/error-mapping.ts';
import { methods } from '../../middleware/methods.ts';
import { rateLimit, rateLimitHeaders } from '../../middleware/rate-limit.ts';
import { type RequestLimiter, whenAllowed } from '../../middleware/request-limiter.ts';
import { responseHeaders } from '../../middleware/response-headers.ts';
import { routing } from '../../middleware/routing.ts';
import { validation } from '../../middleware/validation.ts';
import { errorFields } from '../../observability/log-formatter.ts';
import { contentKey, contentOf } from '../../stream/content.ts';
import type { KnownSources } from '../../usage/known-sources.ts';
import { type PlayerRecord, recordsOf } from '../../usage/player-record.ts';
import { sumsOf } from '../../usage/sums.ts';
import type { UsageTable } from '../../usage/usage-table.ts';
import { type Contribution, contributionsOf } from '../../usage/viewing.ts';
import { validQuery } from '../route-handler.ts';
import { type UsageLogOptions, usageLog } from './usage-log.ts';
import { usageMetrics } from './usage-metrics.ts';

/** Reports to the health room which sources of a title failed for a client. Never rejects. */
export type ReportFailures = (title: string, sources: readonly string[], client: Client) => Promise<void>;

export interface UsageHandlerOptions extends UsageLogOptions {
  readonly table: Pick<UsageTable, 'add'>;
  readonly known: KnownSources;
  readonly clock: Clock;
  readonly limiter: RequestLimiter;
  /** Origins that may read answers across origins. */
  readonly corsOrigins: readonly string[];
  /** Origins whose pages may post, beside the API's own. */
  readonly origins: readonly string[];
  /** Name of a CDN by its host. */
  readonly cdns: Readonly<Record<string, string>>;
  /** Absent where the stage does not look at health. */
  readonly report?: ReportFailures | undefined;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Middy answers 504 this long before Lambda would end the function, in milliseconds. */
  readonly earlyTimeoutReserveMs: number;
}

/** `POST /api/stream/cmcd`: adds what a player reports to the sums of this hour. Nothing else of it is kept. */
export function usageHandler(options: UsageHandlerOptions) {
  const { limiter } = options;
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>({ timeoutEarlyInMillis: options.earlyTimeoutReserveMs })
    .use(usageLog(options))
    .use(responseHeaders())
    .use(cors([...new Set([...options.corsOrigins, ...options.origins])]))
    .use(rateLimitHeaders(limiter))
    .use(errorMapping())
    .use(routing('usage'))
    .use(methods())
    .use(validation({ cmcd: { validate: validateCmcdEvent } }))
    .use(rateLimit(limiter))
    .handler(async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
      await whenAllowed(contextOf(event));
      mustBeOfThePage(event, options.origins);
      const title = contentKey(contentOf(validQuery(event)));
      const contributions = contributionsOf(recordsIn(event), intervalOf(event));
      const named = [...new Set(contributions.flatMap(({ source }) => source ?? []))];
      const ids = contributions.length > 0 ? await options.known.of(title, named) : undefined;
      await stored(event, title, contributions, ids, options);
      return { statusCode: 204, headers: { 'Cache-Control': 'no-store' }, body: '' };
    });
}

async function stored(
  event: APIGatewayProxyEvent,
  title: string,
  contributions: readonly Contribution[],
  ids: ReadonlySet<string> | undefined,
  { table, clock, random, cdns, report, logger }: UsageHandlerOptions,
): Promise<void> {
  const isKnown = (source: string) => ids?.has(source) === true;
  const sums = sumsOf(contributions, isKnown, (host) => cdnOf(cdns, host));
  const now = clock.now();
  const part = random();
  const writes = sums.map((each) => table.add(ids === undefined ? OTHER : title, each, now, part));
  const causes = (await Promise.allSettled(writes)).flatMap((each) =>
    each.status === 'rejected' ? [each.reason as Error] : [],
  );
  if (causes.length > 0) {
    // A player sends a refused post again, and what was written of it would count twice.
    if (causes.length === sums.length) {
      throw new ApiError('storeUnavailable', { cause: causes[0]!, retryAfter: RETRY_AFTER_SECONDS });
    }
    logger.error('usage lost', { lost: causes.length, of: sums.length, cause: errorFields(causes[0]!) });
  }
  const context = contextOf(event);
  context.measured.push(...usageMetrics(contributions));
  const failed = contributions.flatMap(({ kind, source }) =>
    kind === 'error' && source !== undefined && isKnown(source) ? [source] : [],
  );
  if (failed.length > 0 && context.client) await report?.(title, [...new Set(failed)], context.client);
}

const cdnOf = (cdns: Readonly<Record<string, string>>, host: string | undefined): string =>
  host !== undefined && Object.hasOwn(cdns, host) ? cdns[host]! : 'unknown';

/**
 * Records of pages of other sites would be about their viewers. A player that is no page sends no origin.
 *
 * @throws ApiError `validation`
 */
function mustBeOfThePage({ headers }: APIGatewayProxyEvent, origins: readonly string[]): void {
  const origin = headers?.Origin ?? headers?.origin;
  if (origin === undefined || origins.includes(origin)) return;
  const host = headers?.Host ?? headers?.host;
  if (host !== undefined && URL.parse(origin)?.host === host.toLowerCase()) return;
  throw new ApiError('validation', { message: 'The stage does not measure players of this origin.' });
}

/** @throws ApiError `validation` where nothing can be read, `tooLarge` */
function recordsIn({ headers, body, isBase64Encoded }: APIGatewayProxyEvent): readonly PlayerRecord[] {
  const type = (headers?.['Content-Type'] ?? headers?.['content-type'])?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== undefined && !['', 'application/cmcd', 'text/plain'].includes(type)) {
    throw new ApiError('validation', { message: 'The body must be application/cmcd or text/plain.' });
  }
  const text = isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString() : (body ?? '');
  // What is no UTF-8 has arrived as U+FFFD: three bytes for one.
  if (Buffer.byteLength(text.replaceAll('\ufffd', '?')) > MAX_USAGE_BYTES) throw new ApiError('tooLarge');
  const records = recordsOf(text);
  if (records === 'too-many') {
    throw new ApiError('tooLarge', { message: `A body has at most ${MAX_USAGE_RECORDS} records.` });
  }
  if (records.length === 0) throw new ApiError('validation', { message: 'The body has no record of CMCD version 2.' });
  return records;
}

const intervalOf = ({ multiValueQueryStringParameters: query }: APIGatewayProxyEvent): number =>
  1000 * Number(query?.interval?.[0] ?? DEFAULT_INTERVAL_SECONDS);
