import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { ErrorDetail } from '../../../contract/errors/error-answer.ts';
import { MAX_PREFER_LENGTH, PreferenceError, parsePreference } from '../../../contract/prefer.ts';
import { wishRule } from '../../../contract/wish/wish-rules.ts';
import { ApiError } from '../../api-error.ts';
import type { ViewerWish } from '../../viewer-wish.ts';

/** The parts of an event in which a request says what its viewer would rather have. */
export type StatingEvent = Pick<APIGatewayProxyEvent, 'headers' | 'multiValueQueryStringParameters'>;

/** Bits per second for a viewer who saves data and names no bandwidth: a film of 480 lines. */
const SAVED_BANDWIDTH = '1500000';

const LEAST_BANDWIDTH = 50_000;
const MOST_BANDWIDTH = 200_000_000;

/** Pages of a site wish the same few things. */
const KEPT = 200;

/**
 * Reads what requests state, and keeps what it read lately. The reader returns undefined for a header that asks for
 * nothing.
 *
 * @throws (the reader) ApiError `validation`, whose details name each parameter that is wrong
 */
export function wishReader(): (event: StatingEvent) => ViewerWish | undefined {
  const kept = new Map<string, ViewerWish>();
  return ({ headers, multiValueQueryStringParameters: query }) => {
    if ((query?.prefer?.length ?? 0) > 1 || (query?.maxBandwidth?.length ?? 0) > 1) refuse(repeated(query));
    const prefer = query?.prefer?.[0]?.trim() || undefined;
    const maxBandwidth = query?.maxBandwidth?.[0] ?? (savesData(headers) ? SAVED_BANDWIDTH : undefined);
    if (prefer === undefined && maxBandwidth === undefined) return undefined;
    const key = JSON.stringify([prefer, maxBandwidth]);
    const known = kept.get(key);
    if (known) return known;
    const wish = read(key, prefer, maxBandwidth);
    if (kept.size >= KEPT) kept.clear();
    kept.set(key, wish);
    return wish;
  };
}

/** The first word of the header is the switch (W3C, "Save-Data API"). */
function savesData(headers: StatingEvent['headers'] | null): boolean {
  return /^\s*on\s*([;,]|$)/i.test(headers?.['Save-Data'] ?? headers?.['save-data'] ?? '');
}

function read(key: string, prefer: string | undefined, maxBandwidth: string | undefined): ViewerWish {
  const details: ErrorDetail[] = [];
  let preference: ViewerWish['prefer'] = [];
  try {
    if (prefer !== undefined) preference = parsePreference(prefer);
  } catch (error) {
    if (!(error instanceof PreferenceError)) throw error;
    // A value that is far too long is not sent back.
    details.push({ field: 'prefer', message: prefer!.length > MAX_PREFER_LENGTH ? wishRule.prefer : error.message });
  }
  if (maxBandwidth !== undefined && !isBandwidth(maxBandwidth)) {
    details.push({ field: 'maxBandwidth', message: wishRule.maxBandwidth });
  }
  if (details.length > 0) refuse(details);
  return {
    key,
    prefer: preference,
    maxBandwidth: maxBandwidth === undefined ? undefined : Number(maxBandwidth),
  };
}

const isBandwidth = (text: string): boolean =>
  /^[1-9]\d{4,8}$/.test(text) && Number(text) >= LEAST_BANDWIDTH && Number(text) <= MOST_BANDWIDTH;

const repeated = (query: StatingEvent['multiValueQueryStringParameters']): ErrorDetail[] =>
  ['prefer', 'maxBandwidth'].flatMap((field) =>
    (query?.[field]?.length ?? 0) > 1 ? [{ field, message: 'must be given once' }] : [],
  );

function refuse(details: readonly ErrorDetail[]): never {
  // The message is logged, so what the client wrote is in the details alone.
  const message = details.map(({ field, message: rule }) => `${field} ${rule.split(', not "', 1)[0]}`).join('; ');
  throw new ApiError('validation', { message: `${message}.`, details });
}
