import { MOST_USAGE_SECONDS, USAGE_KEYS } from '../../../contract/usage.ts';
import type { Clock } from '../clock.ts';
import { page } from '../preference/page.ts';
import type { PlayerState } from './cmcd-record.ts';

/** A record as text, and what the one after it must know of it. */
export interface Written {
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly ts: number;
  readonly sta: PlayerState | undefined;
}

interface OutboxOptions {
  readonly url: string;
  readonly clock: Clock;
  /** What is there is sent when nothing was added for so long: the viewer has paused, or left. */
  readonly idleMs: number;
  /** Called as the page is left or hidden, before what is there is sent: the last moment to add something. */
  readonly onLeave: () => void;
}

/** A record of a batch, and the one before it. */
interface Entry extends Written {
  readonly before: Written | undefined;
}

/** Records of one batch; fewer where these would be of more time than counts. */
const BATCH = 10;
/** The most that waits for a network. */
const MOST = 60;
const RETRY_MS = 30_000;

/** Records on their way to the API, in batches. */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #batch: number;
  #entries: Entry[] = [];
  #last: Written | undefined;
  /** Aborted when nothing has been added for a while. */
  #awake: AbortController | undefined;
  #idle = new AbortController();
  #retryAt = 0;
  #isClosed = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#batch = Math.min(BATCH, Math.floor((MOST_USAGE_SECONDS * 1000) / options.idleMs));
  }

  /** The last record, as long as it was not sent. */
  get last(): Written | undefined {
    return this.#entries.at(-1);
  }

  add(record: Written): void {
    this.#add(record, this.#last);
  }

  /** Puts a record in the place of the last one, which must not have been sent. */
  replaceLast(record: Written): void {
    this.#add(record, this.#entries.pop()?.before);
  }

  /** Sends what is there. */
  send(): void {
    if (!this.#isClosed && this.#options.clock.now() >= this.#retryAt) void this.#post(this.#take());
  }

  /** Sends what is there, and ends. */
  close(): void {
    this.send();
    this.#isClosed = true;
    this.#rest();
  }

  #add(record: Written, before: Written | undefined): void {
    if (this.#isClosed) return;
    // Without what was before it: else each would hold all that were ever written.
    this.#last = record;
    this.#entries.push({ ...record, before });
    this.#awake ??= this.#wake();
    this.#restWhenIdle();
    if (this.#entries.length >= this.#batch) this.send();
  }

  #wake(): AbortController {
    const awake = new AbortController();
    const { signal } = awake;
    page()?.addEventListener('pagehide', () => this.#leave(), { signal });
    // A phone that ends a page says no more than that it is hidden.
    const hidden = () => document.visibilityState === 'hidden' && this.#leave();
    globalThis.document?.addEventListener('visibilitychange', hidden, { signal });
    return awake;
  }

  #restWhenIdle(): void {
    this.#idle.abort();
    this.#idle = new AbortController();
    const { clock, idleMs } = this.#options;
    clock.sleep(idleMs, this.#idle.signal).then(
      () => {
        this.send();
        this.#rest();
      },
      () => undefined,
    );
  }

  #rest(): void {
    this.#idle.abort();
    this.#awake?.abort();
    this.#awake = undefined;
  }

  #take(): readonly Entry[] {
    const taken = this.#entries.slice(-MOST);
    this.#entries = [];
    return taken;
  }

  #leave(): void {
    this.#options.onLeave();
    const entries = this.#take();
    // It outlives the page, as the other request does where there is none.
    if (entries.length > 0 && !navigator.sendBeacon?.(this.#options.url, bodyOf(entries))) void this.#post(entries);
  }

  async #post(entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return;
    let status = 0;
    try {
      // Text without a type that a page sets needs no preflight (Fetch standard, "CORS-safelisted request-header").
      ({ status } = await fetch(this.#options.url, {
        method: 'POST',
        body: bodyOf(entries),
        credentials: 'omit',
        keepalive: true,
      }));
    } catch {
      // No network, or an API that does not allow this page.
    }
    if (status === 0 || status === 429 || status >= 500) {
      this.#retryAt = this.#options.clock.now() + RETRY_MS;
      this.#entries = [...entries, ...this.#entries];
    } else if (status >= 400) {
      // A stage that does not measure has no such route; what it refuses once, it refuses again.
      this.close();
    }
  }
}

/** The first record of a body says how long ago the one before it was, and what the player did meanwhile. */
function bodyOf(entries: readonly Entry[]): string {
  const [first] = entries;
  const { ts, before } = first!;
  const gap = before ? Math.max(0, Math.round(ts - before.ts)) : 0;
  const state = before?.sta ? `,${USAGE_KEYS.formerState}=${before.sta}` : '';
  const [, ...rest] = entries.map(({ text }) => text);
  return [`${first!.text},${USAGE_KEYS.gap}=${gap}${state}`, ...rest, ''].join('\n');
}
