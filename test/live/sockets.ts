import { once } from 'node:events';
import WebSocket from 'ws';
import type { LiveEvent } from '../../contract/events.ts';

let clients = 0;

/** Ten connections from each address of loopback: as many clients. */
const nextClient = (): string => `127.0.0.${2 + (Math.floor(clients++ / 10) % 200)}`;

/** A client of the WebSocket API, and all that it has been notified. */
export class Socket {
  readonly events: LiveEvent[] = [];
  readonly #socket: WebSocket;
  #onEvent: () => void = () => undefined;
  closeCode: number | undefined;

  private constructor(url: string, headers: Record<string, string>) {
    this.#socket = new WebSocket(url, { headers, localAddress: nextClient() });
    this.#socket.on('message', (data) => {
      this.events.push(JSON.parse(String(data)));
      this.#onEvent();
    });
    this.#socket.on('close', (code) => {
      this.closeCode = code;
      this.#onEvent();
    });
    this.#socket.on('error', () => undefined);
  }

  static async open(url: string, headers: Record<string, string> = {}): Promise<Socket> {
    const socket = new Socket(url, headers);
    await once(socket.#socket, 'open');
    return socket;
  }

  /** The status of a handshake that is refused. */
  static async refusal(url: string, headers: Record<string, string> = {}): Promise<number> {
    const socket = new WebSocket(url, { headers });
    socket.on('error', () => undefined);
    const opened = once(socket, 'open').then(
      () => [undefined, { statusCode: 101 }],
      () => new Promise<never>(() => undefined),
    );
    const [, { statusCode }] = (await Promise.race([once(socket, 'unexpected-response'), opened])) as [
      unknown,
      { statusCode: number },
    ];
    socket.terminate();
    return statusCode;
  }

  watch(tmdbId: string): void {
    this.send({ action: 'watch', title: { mediaType: 'movie', tmdbId } });
  }

  send(message: unknown): void {
    this.#socket.send(typeof message === 'string' || message instanceof Uint8Array ? message : JSON.stringify(message));
  }

  /** Resolves with the first event that fits; also where it has come already. */
  async until(fits: (event: LiveEvent) => boolean): Promise<LiveEvent> {
    for (;;) {
      const found = this.events.find(fits);
      if (found) return found;
      await new Promise<void>((resolve) => {
        this.#onEvent = resolve;
      });
    }
  }

  async untilClosed(): Promise<number> {
    while (this.closeCode === undefined) {
      await new Promise<void>((resolve) => {
        this.#onEvent = resolve;
      });
    }
    return this.closeCode;
  }

  ofType<Type extends LiveEvent['type']>(type: Type): Extract<LiveEvent, { type: Type }>[] {
    return this.events.filter((event): event is Extract<LiveEvent, { type: Type }> => event.type === type);
  }

  /** Without a closing handshake, as when a device loses its network. */
  vanish(): void {
    this.#socket.terminate();
  }

  close(): void {
    this.#socket.close();
  }
}
