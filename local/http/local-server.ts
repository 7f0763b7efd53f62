import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../lambda/clock.ts';
import { mayControl, refuseControl } from './control-guard.ts';
import { type LocalRequest, type LocalService, localRequest, refuseUpgrade, sendText } from './service.ts';
import { stillStarting } from './starting.ts';

export interface ServedRequest {
  readonly method: string;
  /** Without the query, which may hold secrets. */
  readonly path: string;
  readonly status: number;
  readonly ms: number;
}

/** Gets each request and the service that it went to. */
type OnServed = (request: ServedRequest, service: LocalService) => void;

/** The one port of the local stack: passes each request to the first service that matches it. */
export class LocalServer {
  readonly #clock: Clock;
  #services: readonly LocalService[] | undefined;
  #onServed: OnServed = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Starts to serve; until then every request gets a 503. @param services the last one must match everything */
  open(services: readonly LocalService[], onServed: OnServed): void {
    this.#services = services;
    this.#onServed = onServed;
  }

  request(message: IncomingMessage, response: ServerResponse): void {
    if (!this.#services) {
      stillStarting(response);
      return;
    }
    const request = localRequest(message);
    const { method, path } = request;
    const service = this.#services.find((each) => each.matches(request))!;
    const arrivedAt = this.#clock.now();
    response.once('close', () => {
      this.#onServed({ method, path, status: response.statusCode, ms: this.#clock.now() - arrivedAt }, service);
    });
    this.#serve(service, request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else sendText(response, 500, 'The local gateway failed');
    });
  }

  /** Passes a WebSocket handshake to its service, or refuses it and closes the connection. */
  upgrade(message: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    if (!this.#services) return void refuseUpgrade(socket, 503);
    const request = localRequest(message);
    const service = this.#services.find((each) => each.matches(request));
    if (service?.isPrivate && !mayControl(message)) return void refuseUpgrade(socket, 403);
    if (!service?.upgrade) return void refuseUpgrade(socket, 404);
    service.upgrade(request, socket, head);
  }

  async #serve(service: LocalService, request: LocalRequest, response: ServerResponse): Promise<void> {
    if (service.isPrivate && !mayControl(request.message)) {
      return refuseControl(response);
    }
    await service.serve(request, response);
  }
}
