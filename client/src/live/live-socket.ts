import type { Clock } from '../clock.ts';
import { withTimeLimit } from '../time-limit.ts';

export interface LiveSocketOptions {
  readonly url: string;
  /** Asked for before each connection; its answer lets one in. */
  readonly ticket: (() => string | Promise<string>) | undefined;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Called with each connection: what is watched is sent anew. */
  readonly onOpen: () => void;
  /** @returns seconds to stay away, when the message asks for it */
  readonly onMessage: (data: unknown) => number | undefined;
  /** Called when a connection, or an attempt at one, has failed. */
  readonly onLost: () => void;
}

/** The state of an open WebSocket (HTML standard, "the WebSocket interface"). */
const OPEN = 1;

/** API Gateway closes a connection that is idle for ten minutes, and each one after two hours. */
const PING_MS = 9 * 60_000;
const LIFE_MS = 100 * 60_000;
const LIFE_SPREAD_MS = 15 * 60_000;
const CONNECT_TIMEOUT_MS = 10_000;

/** A deployment ends all connections at once: they come back at any moment of these, longer after each failure. */
const FIRST_WINDOW_MS = 8_000;
const LONGEST_WINDOW_MS = 300_000;
/** A connection that lasted so long was no failure. */
const STEADY_MS = 60_000;
const LONGEST_BYE_S = 3600;

/**
 * One WebSocket that stays: it comes back after a loss with full jitter ("Exponential Backoff And Jitter", AWS
 * Architecture Blog), is kept from idling, and is replaced before the API ends it, the next one open before it closes.
 */
export class LiveSocket {
  readonly #options: LiveSocketOptions;
  #socket: WebSocket | undefined;
  /** Undefined while it is closed. */
  #ending: AbortController | undefined;

  constructor(options: LiveSocketOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === OPEN;
  }

  /** Opens it where it is closed. */
  open(): void {
    if (this.#ending || !('WebSocket' in globalThis)) return;
    this.#ending = new AbortController();
    this.#stay(this.#ending.signal).catch(() => undefined);
  }

  /** Closes it, and leaves no timer behind. */
  close(): void {
    this.#ending?.abort();
    this.#ending = undefined;
    this.#socket?.close();
    this.#socket = undefined;
  }

  /** Sends a message; nothing where no connection is open. */
  send(message: object): void {
    if (this.isOpen) this.#socket?.send(JSON.stringify(message));
  }

  async #stay(ending: AbortSignal): Promise<never> {
    const { clock, random, onOpen, onLost } = this.#options;
    let failures = 0;
    for (;;) {
      const begun = clock.now();
      const lost = await this.#connection(ending, onOpen).catch(() => ({ after: 0 }));
      ending.throwIfAborted();
      failures = clock.now() - begun < STEADY_MS ? failures + 1 : 0;
      if (lost === undefined) continue;
      if (!this.isOpen) onLost();
      const window = Math.min(FIRST_WINDOW_MS * 2 ** Math.max(0, failures - 1), LONGEST_WINDOW_MS);
      await clock.sleep(lost.after * 1000 + random() * window, ending);
    }
  }

  /**
   * Connects, and waits for the end of the connection.
   *
   * @returns undefined when it is to be replaced, else how many seconds to stay away
   * @throws Error when there is no connection
   */
  async #connection(ending: AbortSignal, onOpen: () => void): Promise<{ after: number } | undefined> {
    const { clock, random, onMessage } = this.#options;
    let after = 0;
    const closed = new AbortController();
    const socket = await this.#connect(ending, closed);
    socket.addEventListener('message', ({ data }) => {
      const seconds = onMessage(data);
      if (seconds === undefined) return;
      after = Math.min(Math.max(0, seconds), LONGEST_BYE_S);
      socket.close();
      closed.abort();
    });
    this.#socket?.close();
    this.#socket = socket;
    onOpen();
    const until = clock.now() + LIFE_MS + random() * LIFE_SPREAD_MS;
    try {
      for (let left = until - clock.now(); left > 0; left = until - clock.now()) {
        await clock.sleep(Math.min(PING_MS, left), closed.signal);
        this.send({ action: 'ping' });
      }
      return undefined;
    } catch {
      return { after };
    }
  }

  /** @param closed aborted at the end of the connection */
  #connect(ending: AbortSignal, closed: AbortController): Promise<WebSocket> {
    const { url, ticket, clock } = this.#options;
    const tooLate = () => new Error('no connection in time');
    return withTimeLimit(CONNECT_TIMEOUT_MS, clock, ending, tooLate, async (inTime) => {
      const address = new URL(url, (globalThis as { location?: { href: string } }).location?.href);
      address.protocol = address.protocol.replace('http', 'ws');
      if (ticket) address.searchParams.set('ticket', await ticket());
      inTime.throwIfAborted();
      const socket = new WebSocket(address);
      const leave = () => {
        closed.abort();
        socket.close();
      };
      return new Promise((resolve, reject) => {
        inTime.addEventListener('abort', leave);
        socket.addEventListener('open', () => {
          inTime.removeEventListener('abort', leave);
          ending.addEventListener('abort', leave, { signal: closed.signal });
          resolve(socket);
        });
        socket.addEventListener('close', () => {
          closed.abort();
          reject(new Error('no connection'));
        });
      });
    });
  }
}
