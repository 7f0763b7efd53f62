import type { RequestedTitle, RequestRecord } from '../../contract/local/requests.ts';
import { extractQuery } from '../../contract/query.ts';
import { contentOf } from '../../lambda/stream/content.ts';
import type { GatewayExchange } from '../gateway/exchange.ts';
import type { LogRecord } from '../lambda/function-log.ts';
import { failureReason } from './failure-reason.ts';
import { type LoggedRequest, readLoggedRequest } from './logged-request.ts';
import { shownPath } from './shown-path.ts';

const MAX_ANSWER_CHARACTERS = 65_536;

/**
 * The record of one request, from what the gateway saw and from the function's log line.
 *
 * @param line undefined where no function logged the request
 * @param ownProvider the stack's own provider, whose not-found is nobody's concern
 */
export function requestRecord(
  seq: number,
  exchange: GatewayExchange,
  line: LogRecord | undefined,
  ownProvider?: string,
): RequestRecord {
  const { requestId, method, path, query, status, arrivedAt, ms } = exchange;
  const body = exchange.body.toString();
  const logged = readLoggedRequest(line);
  const answer = jsonOf(body);
  return {
    seq,
    id: requestId,
    time: new Date(arrivedAt).toISOString(),
    method,
    path: shownPath(path),
    title: titleOf(query),
    status,
    tier: logged?.cache?.tier ?? null,
    outcome: logged?.cache?.outcome ?? null,
    provider: providerOf(logged),
    sources: answer?.metadata?.sourceCount ?? null,
    bestQuality: answer?.metadata?.bestQuality ?? null,
    ms,
    why: failureReason(status, logged, answer?.message, ownProvider),
    log: line === undefined ? null : shownLine(line),
    answer: method === 'HEAD' || body === '' ? null : body.slice(0, MAX_ANSWER_CHARACTERS),
  };
}

/** Without what is for machines: the definition of the line's metrics, and the stacks of minified code. */
const shownLine = (line: LogRecord): LogRecord =>
  JSON.parse(JSON.stringify(line, (key, value) => (key === 'stack' || key === '_aws' ? undefined : value)));

const providerOf = (logged: LoggedRequest | undefined): string | null =>
  logged?.extractions?.find(({ outcome }) => outcome === 'found')?.provider ?? null;

/** Null unless the query is one that the API takes. */
function titleOf(query: string): RequestedTitle | null {
  const parsed = extractQuery.safeParse(Object.fromEntries(new URLSearchParams(query)));
  return parsed.success ? contentOf(parsed.data) : null;
}

interface AnswerFacts {
  readonly message?: string;
  readonly metadata?: { readonly sourceCount?: number; readonly bestQuality?: string };
}

function jsonOf(body: string): AnswerFacts | undefined {
  try {
    return (JSON.parse(body) as AnswerFacts | null) ?? undefined;
  } catch {
    return undefined;
  }
}
