import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../../lambda/clock.ts';
import { TokenBucket } from '../gateway/token-bucket.ts';
import { type LocalRequest, type LocalService, refuseUpgrade, sendText } from '../http/service.ts';
import type { LambdaFunctions } from '../lambda/lambda-functions.ts';
import type { WebSocketApiDefinition } from '../template/websocket-api.ts';
import { ABNORMAL, Connection, TOO_LARGE, UNSUPPORTED } from './connection.ts';
import { watchFrames } from './frame-limit.ts';
import { handshakeFacts, isHandshake } from './handshake-facts.ts';

/** API Gateway Developer Guide, "Quotas for configuring and running a WebSocket API". */
const MAX_FRAME_BYTES = 32 * 1024;
export const MAX_MESSAGE_BYTES = 128 * 1024;

interface Integrated {
  readonly statusCode: number;
  readonly body?: string | undefined;
}

/**
 * The WebSocket API of the template, at the path of its stage: its routes invoke the functions, whose answers go back
 * where the route has a response. Quotas and throttles are API Gateway's, on the stack's clock.
 */
export class LocalWebSocketApi implements LocalService {
  readonly connections = new Map<string, Connection>();
  readonly #clock: Clock;
  readonly #api: WebSocketApiDefinition;
  readonly #functions: LambdaFunctions;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  readonly #handshakes: TokenBucket | undefined;
  readonly #messages: TokenBucket | undefined;

  constructor(clock: Clock, api: WebSocketApiDefinition, functions: LambdaFunctions) {
    this.#clock = clock;
    this.#api = api;
    this.#functions = functions;
    this.#handshakes = api.throttle && new TokenBucket(clock, api.throttle);
    this.#messages = api.throttle && new TokenBucket(clock, api.throttle);
  }

  matches({ path }: LocalRequest): boolean {
    return path === `/${this.#api.stageName}`;
  }

  serve(_request: LocalRequest, response: Parameters<LocalService['serve']>[1]): void {
    sendText(response, 403, 'This address takes WebSocket connections only');
  }

  upgrade(request: LocalRequest, socket: Duplex, head: Buffer): void {
    this.#connect(request, socket, head).catch(() => socket.destroy());
  }

  async #connect({ message, query }: LocalRequest, socket: Duplex, head: Buffer): Promise<void> {
    const connection = new Connection(message, this.#clock);
    if (!isHandshake(message)) return refuseUpgrade(socket, 400);
    if (this.#handshakes?.take() === false) return refuseUpgrade(socket, 429);
    const { statusCode } = await this.#invoke('$connect', connection, handshakeFacts(message, query));
    if (statusCode < 200 || statusCode > 299) return refuseUpgrade(socket, statusCode);
    let isOpen = false;
    try {
      this.#server.handleUpgrade(message, socket, head, (opened) => {
        isOpen = true;
        this.#open(connection, opened, socket, head);
      });
    } finally {
      // The client has left, or the library has refused its extensions or protocols.
      if (!isOpen) await this.#disconnected(connection, ABNORMAL);
    }
  }

  #open(connection: Connection, opened: WebSocket, socket: Duplex, head: Buffer): void {
    this.connections.set(connection.id, connection);
    connection.open(opened);
    watchFrames(socket, head, MAX_FRAME_BYTES, () => connection.close(TOO_LARGE, 'Frame too large'));
    // The library closes the connection with the code of the error.
    opened.on('error', () => undefined);
    opened.once('close', (code) => {
      this.connections.delete(connection.id);
      this.#disconnected(connection, code).catch(() => undefined);
    });
    opened.on('message', (data, isBinary) => {
      if (opened.readyState !== opened.OPEN) return;
      if (isBinary) connection.close(UNSUPPORTED, 'Binary messages are not supported');
      else this.#message(connection, data).catch(() => undefined);
    });
  }

  async #message(connection: Connection, data: RawData): Promise<void> {
    connection.active();
    const own = (message: string) =>
      connection.send(JSON.stringify({ message, connectionId: connection.id, requestId: randomUUID() }));
    if (this.#messages?.take() === false) return own('Too Many Requests');
    const text = String(data);
    const key = this.#routeOf(text);
    if (key === undefined) return own('Forbidden');
    const { statusCode, body } = await this.#invoke(key, connection, {}, text);
    if (statusCode >= 500) own('Internal server error');
    else if (this.#api.routes.get(key)!.hasResponse && body) connection.send(body);
  }

  #routeOf(text: string): string | undefined {
    const named = selected(text, this.#api.selector);
    if (named !== undefined && !named.startsWith('$') && this.#api.routes.has(named)) return named;
    return this.#api.routes.has('$default') ? '$default' : undefined;
  }

  async #disconnected(connection: Connection, code: number): Promise<void> {
    await this.#invoke('$disconnect', connection, { disconnectStatusCode: code });
  }

  async #invoke(routeKey: string, connection: Connection, facts: object, body?: string): Promise<Integrated> {
    const route = this.#api.routes.get(routeKey);
    if (!route) return { statusCode: 200 };
    const event = socketEvent(routeKey, connection, this.#api, this.#clock.now(), facts, body);
    const { payload, functionError } = await this.#functions.invoke(route.functionArn, JSON.stringify(event));
    if (functionError) return { statusCode: 502 };
    const { statusCode, body: answer } = (JSON.parse(payload) ?? {}) as Partial<Integrated>;
    return { statusCode: Number.isInteger(statusCode) ? statusCode! : 502, body: answer };
  }
}

function selected(text: string, selector: string): string | undefined {
  try {
    const named = (JSON.parse(text) as Record<string, unknown> | null)?.[selector];
    return typeof named === 'string' ? named : undefined;
  } catch {
    return undefined;
  }
}

const EVENT_TYPES: Readonly<Record<string, 'CONNECT' | 'DISCONNECT'>> = {
  $connect: 'CONNECT',
  $disconnect: 'DISCONNECT',
};

/** API Gateway Developer Guide, "Data mapping reference for WebSocket APIs". */
function socketEvent(
  routeKey: string,
  connection: Connection,
  api: WebSocketApiDefinition,
  now: number,
  { disconnectStatusCode, ...facts }: { disconnectStatusCode?: number },
  body: string | undefined,
): APIGatewayProxyWebsocketEventV2 {
  const { host = '' } = connection.request.headers;
  const requestId = randomUUID();
  return {
    ...facts,
    requestContext: {
      routeKey,
      eventType: EVENT_TYPES[routeKey] ?? 'MESSAGE',
      messageDirection: 'IN',
      connectionId: connection.id,
      connectedAt: connection.connectedAt,
      requestId,
      extendedRequestId: requestId,
      requestTime: new Date(now).toUTCString(),
      requestTimeEpoch: now,
      stage: api.stageName,
      domainName: host,
      apiId: api.id,
      identity: { sourceIp: connection.sourceIp, userAgent: connection.request.headers['user-agent'] ?? null },
      ...(disconnectStatusCode !== undefined && { disconnectStatusCode }),
      ...(body !== undefined && { messageId: randomUUID() }),
    },
    ...(body !== undefined && { body }),
    isBase64Encoded: false,
  } as APIGatewayProxyWebsocketEventV2;
}
