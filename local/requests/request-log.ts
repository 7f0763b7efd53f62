import type { RequestRecord, RequestsAnswer } from '../../contract/local/requests.ts';
import { ROUTES } from '../../contract/routes.ts';
import { MAX_WAIT_MS } from '../../lambda/cache/lease-queue.ts';
import { contentKey } from '../../lambda/stream/content.ts';
import type { GatewayExchange } from '../gateway/exchange.ts';
import type { LogRecord } from '../lambda/function-log.ts';
import { type LoggedRequest, loggedRequestId } from './logged-request.ts';
import { requestRecord } from './request-record.ts';

const KEPT = 500;

/** Preflights and players' reports would drown the requests for titles. Those that fail do not. */
const isListed = ({ method, path, status }: GatewayExchange): boolean =>
  status >= 400 || (method !== 'OPTIONS' && path !== ROUTES.cmcd.path);

const hasAttempts = (log: RequestRecord['log']): boolean =>
  log?.attempts !== undefined || log?.extractions !== undefined;

/**
 * A function's output comes through a pipe and may be read after its answer. Of one that logs nothing, this is how long
 * its line is waited for.
 */
const LINE_LIMIT_MS = 1_000;

export interface RequestLogOptions {
  /** Gets every record, as it becomes complete. */
  readonly onRecord?: ((record: RequestRecord) => void) | undefined;
  /** The stack's own provider, whose not-found is nobody's concern. */
  readonly ownProvider?: string | undefined;
}

/** The last 500 requests of the API, each joined with the log line that its function wrote of it. */
export class RequestLog {
  readonly #options: RequestLogOptions;
  readonly #records: RequestRecord[] = [];
  /** Answered, their log line is still to come. */
  readonly #waiting = new Map<string, { exchange: GatewayExchange; timer: NodeJS.Timeout }>();
  /** Logged, their answer is still to come. */
  readonly #lines = new Map<string, LogRecord>();
  #last = 0;

  constructor(options: RequestLogOptions = {}) {
    this.#options = options;
  }

  addLine(line: LogRecord): void {
    const id = loggedRequestId(line);
    if (id === undefined) return;
    const waiting = this.#waiting.get(id);
    if (waiting) this.#complete(waiting.exchange, line);
    else this.#lines.set(id, line);
    // Of an invocation that nobody waited for, such as a command's, no answer will come.
    if (this.#lines.size > KEPT) this.#lines.delete(this.#lines.keys().next().value!);
  }

  addExchange(exchange: GatewayExchange): void {
    if (!isListed(exchange)) return void this.#lines.delete(exchange.requestId);
    const line = this.#lines.get(exchange.requestId);
    if (line || !exchange.invoked) {
      this.#complete(exchange, line);
      return;
    }
    const timer = setTimeout(() => this.#complete(exchange, undefined), LINE_LIMIT_MS);
    timer.unref();
    this.#waiting.set(exchange.requestId, { exchange, timer });
  }

  /** Completes the records whose log line has not come. */
  flush(): void {
    for (const { exchange } of [...this.#waiting.values()]) this.#complete(exchange, undefined);
  }

  /**
   * The requests after this one, oldest first. A number beyond the last one is of an earlier run of the stack, so that
   * all of them are new.
   */
  after(seq: number): RequestsAnswer {
    const from = seq > this.#last ? 0 : seq;
    return { requests: this.#records.filter((record) => record.seq > from) };
  }

  /** The request with this id, as a list of one; none while its log line is still to come. */
  withId(id: string): RequestsAnswer {
    return { requests: this.#records.filter((record) => record.id === id) };
  }

  find(seq: number): RequestRecord | undefined {
    return this.#records.find((record) => record.seq === seq);
  }

  #complete(exchange: GatewayExchange, line: LogRecord | undefined): void {
    clearTimeout(this.#waiting.get(exchange.requestId)?.timer);
    this.#waiting.delete(exchange.requestId);
    this.#lines.delete(exchange.requestId);
    this.#last += 1;
    const { onRecord, ownProvider } = this.#options;
    const record = this.#withFormerReason(requestRecord(this.#last, exchange, line, ownProvider));
    this.#records.push(record);
    if (this.#records.length > KEPT) this.#records.shift();
    onRecord?.(record);
  }

  /**
   * A title that failed a moment ago fails again without its provider: the reason is that of the earlier request. One
   * that another request is still extracting has not failed.
   */
  #withFormerReason(record: RequestRecord): RequestRecord {
    const { title, status, tier, log } = record;
    if (title === null || status < 503 || tier !== 'provider' || hasAttempts(log)) return record;
    if (((log as LoggedRequest | null)?.cache?.waitedMs ?? 0) >= MAX_WAIT_MS) {
      return { ...record, why: 'still being extracted for an earlier request' };
    }
    const key = contentKey(title);
    const former = this.#records.findLast(
      (each) => each.title !== null && contentKey(each.title) === key && hasAttempts(each.log),
    );
    if (former === undefined || former.status < 500 || former.why === null) return record;
    return { ...record, why: `failed a moment ago: ${former.why}` };
  }
}
