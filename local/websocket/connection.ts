import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { Clock } from '../../lambda/clock.ts';

/** API Gateway Developer Guide, "Quotas for configuring and running a WebSocket API". */
const IDLE_MS = 10 * 60_000;
const LIFE_MS = 2 * 3_600_000;

/** Status codes of a close (RFC 6455, section 7.4.1). */
const GOING_AWAY = 1001;
export const UNSUPPORTED = 1003;
export const ABNORMAL = 1006;
export const TOO_LARGE = 1009;

/** One connection, which ends when no message has passed for ten minutes, and after two hours in any case. */
export class Connection {
  /** As API Gateway writes them: `L0SM9cOFvHcCIhw=`. */
  readonly id = `${randomUUID().replaceAll('-', '').slice(0, 15)}=`;
  readonly connectedAt: number;
  readonly request: IncomingMessage;
  lastActiveAt: number;
  readonly #clock: Clock;
  #socket: WebSocket | undefined;
  #cancelIdle: () => void = () => undefined;
  #cancelLife: () => void = () => undefined;

  constructor(request: IncomingMessage, clock: Clock) {
    this.request = request;
    this.#clock = clock;
    this.connectedAt = clock.now();
    this.lastActiveAt = this.connectedAt;
  }

  get sourceIp(): string {
    return (this.request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  }

  open(socket: WebSocket): void {
    this.#socket = socket;
    socket.once('close', () => {
      this.#cancelIdle();
      this.#cancelLife();
    });
    this.#cancelLife = this.#clock.setTimer(LIFE_MS, () => this.close(GOING_AWAY, 'Going away'));
    this.active();
  }

  /** A message has passed. */
  active(): void {
    this.lastActiveAt = this.#clock.now();
    this.#cancelIdle();
    this.#cancelIdle = this.#clock.setTimer(IDLE_MS, () => this.close(GOING_AWAY, 'Going away'));
  }

  send(message: string): void {
    this.#socket?.send(message);
    this.active();
  }

  close(code = 1000, reason = ''): void {
    this.#socket?.close(code, reason);
  }
}
