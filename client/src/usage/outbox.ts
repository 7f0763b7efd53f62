import type { Clock } from '../clock.ts';
import { page } from '../preference/page.ts';

interface OutboxOptions {
  readonly url: string;
  readonly clock: Clock;
  /** A batch is sent when nothing was added for so long: the viewer has paused, or is gone. */
  readonly idleMs: number;
  /** Called as the page is left or hidden, before what is there is sent: the last moment to add something. */
  readonly onLeave: () => void;
}

/** Records of one batch. */
const BATCH = 10;
/** The API takes 100 records and 32 KB. */
const MOST = 80;
const RETRY_MS = 30_000;

/** Records on their way to the API, in batches. */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #ending = new AbortController();
  #lines: string[] = [];
  #idle = new AbortController();
  #retryAt = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
    const { signal } = this.#ending;
    page()?.addEventListener('pagehide', () => this.#leave(), { signal });
    // A phone that ends a page says no more than that it was hidden.
    const hidden = () => globalThis.document.visibilityState === 'hidden' && this.#leave();
    globalThis.document?.addEventListener('visibilitychange', hidden, { signal });
  }

  /** @param isWhole whether a batch may end with it: not within a stall, whose length is read from one batch */
  add(line: string, { isWhole = true, replacesLast = false } = {}): void {
    if (this.#ending.signal.aborted) return;
    if (replacesLast) this.#lines.pop();
    this.#lines.push(line);
    if (this.#lines.length > MOST) this.#lines.shift();
    if (this.#lines.length >= BATCH && isWhole) this.#send();
    else this.#sendWhenIdle();
  }

  /** Sends what is there; nothing can be added any more. */
  close(): void {
    this.#send();
    this.#ending.abort();
    this.#idle.abort();
  }

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  #leave(): void {
    this.#options.onLeave();
    if (this.isEmpty) return;
    // It survives the page. Without it, so does a request that is kept alive.
    if (navigator.sendBeacon?.(this.#options.url, this.#take())) return;
    this.#send();
  }

  #sendWhenIdle(): void {
    this.#idle.abort();
    this.#idle = new AbortController();
    const { clock, idleMs } = this.#options;
    clock.sleep(idleMs, this.#idle.signal).then(
      () => this.#send(),
      () => undefined,
    );
  }

  #send(): void {
  }
}
