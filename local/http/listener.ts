import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** What a listener passes its requests to. */
export interface RequestHandler {
  request(message: IncomingMessage, response: ServerResponse): void;
  /** Gets WebSocket handshakes. */
  upgrade(message: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export interface Listener {
  readonly port: number;
  stop(): Promise<void>;
}

/** API Gateway keeps idle connections open for minutes. A client must not be about to use one that we close. */
const KEEP_ALIVE_MS = 65_000;

/** API Gateway refuses no connection. A burst opens more at once than Node's default of 511. */
const BACKLOG = 4096;

/**
 * Listens on loopback only: on 127.0.0.1 and, where this machine has it, on ::1.
 * @param port 0 takes a free one
 * @throws Error with one sentence when the port is taken
 */
export async function listenOnLoopback(port: number, handler: RequestHandler): Promise<Listener> {
  const ipv4 = await listen('127.0.0.1', port, handler);
  let ipv6: Listener | undefined;
  try {
    ipv6 = await listen('::1', ipv4.port, handler);
  } catch (error) {
    // Free on IPv4 only. A port that nobody asked for can be another one.
    if (error instanceof PortInUseError) {
      await ipv4.stop();
      if (port === 0) return listenOnLoopback(0, handler);
      throw error;
    }
  }
  return { port: ipv4.port, stop: async () => void (await Promise.all([ipv4.stop(), ipv6?.stop()])) };
}

class PortInUseError extends Error {
  override name = 'PortInUseError' as const;
}

async function listen(host: string, port: number, handler: RequestHandler): Promise<Listener> {
  // An upgrade to anything but WebSocket (curl and Java offer HTTP/2) is ignored, as RFC 9110, section 7.8, allows.
  const shouldUpgradeCallback = ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === 'websocket';
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, shouldUpgradeCallback });
  const upgraded = new Set<Duplex>();
  server.on('request', (message, response) => handler.request(message, response));
  server.on('upgrade', (message, socket, head) => {
    upgraded.add(socket);
    socket.once('close', () => upgraded.delete(socket));
    handler.upgrade(message, socket, head);
  });
  server.listen({ port, host, backlog: BACKLOG });
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new PortInUseError(`Port ${port} is in use: choose another one with --port`);
    throw new Error(`Cannot listen on ${host}:${port}: ${message}`, { cause: error });
  }
  return { port: (server.address() as AddressInfo).port, stop: () => close(server, upgraded) };
}

async function close(server: Server, upgraded: ReadonlySet<Duplex>): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  // Node no longer counts these among the server's connections, and waits for them all the same.
  for (const socket of upgraded) socket.destroy();
  await closed;
}
