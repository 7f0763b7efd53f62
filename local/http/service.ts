import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** A request and the parts of its target. */
export interface LocalRequest {
  readonly message: IncomingMessage;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
}

/** A service behind the port of the local stack. A request goes to the first service that matches it. */
export interface LocalService {
  /** Refused to pages of other sites, because it exists on this machine only. */
  readonly isPrivate?: boolean;
  matches(request: LocalRequest): boolean;
  serve(request: LocalRequest, response: ServerResponse): void | Promise<void>;
  /** Takes over the connection of a WebSocket handshake; without it the handshake gets a 404. */
  upgrade?(request: LocalRequest, socket: Duplex, head: Buffer): void;
}

/** A private route that returns JSON. */
export function jsonRoute(path: string, answer: () => unknown): LocalService {
  return {
    isPrivate: true,
    matches: (request) => request.method === 'GET' && request.path === path,
    serve: async (_request, response) => {
      sendJson(response, await answer());
    },
  };
}

/** Refuses what no private route before it in the list has matched. */
export const unknownLocalRoutes: LocalService = {
  isPrivate: true,
  matches: ({ path }) => path.startsWith('/local/'),
  serve: (_request, response) => noSuchRoute(response),
};

export const noSuchRoute = (response: ServerResponse): void => sendText(response, 404, 'There is no such local route');

export function sendJson(response: ServerResponse, value: unknown): void {
  response
    .writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
    .end(JSON.stringify(value));
}

export function sendText(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' })
    .end(text);
}

/** Answers a WebSocket handshake with a status, and closes its connection. */
export function refuseUpgrade(socket: Duplex, status: number): void {
  const line = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}`;
  socket.end(`${line}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** The request of a message; its target may be in absolute form (RFC 9112, section 3.2.2). */
export function localRequest(message: IncomingMessage): LocalRequest {
  const [path = '', ...query] = (message.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '').split('?');
  return { message, method: message.method ?? '', path: path || '/', query: query.join('?') };
}
