import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listener {
  readonly port: number;
  stop(): Promise<void>;
}

/** API Gateway keeps an idle connection open for minutes; a client must not find one closed that it is about to use. */
const KEEP_ALIVE_MS = 65_000;

/** Nor does it turn anybody away at the door: Node's own 511 are fewer than a burst brings at once. */
const BACKLOG = 4096;

/**
 * Listens on loopback only: on 127.0.0.1 and, where this machine has it, on ::1.
 * @param port 0 takes a free one
 * @throws Error with one sentence when the port is taken
 */
export async function listenOnLoopback(port: number, handler: RequestListener): Promise<Listener> {
  const ipv4 = await listen('127.0.0.1', port, handler);
  const own = (ipv4.address() as AddressInfo).port;
  let ipv6: Server | undefined;
  try {
    ipv6 = await listen('::1', own, handler);
  } catch (error) {
    // A port that was free for the one and is not for the other: nobody asked for this port, so take another.
    if (error instanceof PortInUseError) {
      await close(ipv4);
      if (port === 0) return listenOnLoopback(0, handler);
      throw error;
    }
  }
  return { port: own, stop: async () => void (await Promise.all([close(ipv4), ipv6 && close(ipv6)])) };
}

class PortInUseError extends Error {
  override name = 'PortInUseError' as const;
}

async function listen(host: string, port: number, handler: RequestListener): Promise<Server> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, handler);
  server.listen({ port, host, backlog: BACKLOG });
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new PortInUseError(`Port ${port} is in use: choose another one with --port`);
    throw new Error(`Cannot listen on ${host}:${port}: ${message}`, { cause: error });
  }
  return server;
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
