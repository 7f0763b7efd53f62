import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Origin {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** Path and query of every request, in order. */
  readonly requests: string[];
  /** Headers of every request, in order. */
  readonly headers: http.IncomingHttpHeaders[];
  /** TCP connections accepted so far. */
  connections(): number;
  /** Server-side sockets that are open now. */
  readonly sockets: ReadonlySet<Socket>;
  close(): Promise<void>;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A real HTTP server on loopback. */
export async function startOrigin(handler: Handler, host = '127.0.0.1'): Promise<Origin> {
  const requests: string[] = [];
  const headers: http.IncomingHttpHeaders[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = http.createServer((request, response) => {
    requests.push(request.url ?? '');
    headers.push(request.headers);
    response.on('error', () => undefined);
    handler(request, response);
  });
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    port,
    requests,
    headers,
    connections: () => connections,
    sockets,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Serves fixed bodies by path; anything else is 404. A body's type follows its path's extension. */
export function files(bodies: Readonly<Record<string, string>>): Handler {
  return (request, response) => {
    const path = new URL(request.url ?? '/', 'http://origin').pathname;
    const body = bodies[path];
    response.statusCode = body === undefined ? 404 : 200;
    response.setHeader('content-type', TYPES[path.split('.').at(-1) ?? ''] ?? 'text/html');
    response.end(body ?? 'no such file');
  };
}

const TYPES: Readonly<Record<string, string>> = {
  m3u8: 'application/vnd.apple.mpegurl',
  mpd: 'application/dash+xml',
  mp4: 'video/mp4',
};
