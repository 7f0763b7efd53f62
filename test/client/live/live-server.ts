import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { LiveAction, LiveEvent } from '../../../contract/events.ts';

/** A connection as the server sees it. */
export interface Connection {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  readonly messages: LiveAction[];
  send(event: LiveEvent): void;
  /** Resolves when it has closed. */
  readonly closed: Promise<void>;
}

/** A real WebSocket server on the loopback, which answers nothing by itself. */
export interface LiveServer {
  readonly url: string;
  /** In the order in which they were opened. */
  readonly connections: Connection[];
  /** Those that are open. */
  open(): Connection[];
  /** Resolves with the connection of this number once it is open. */
  connected(times: number): Promise<Connection>;
  /** Resolves when a connection has received this number of messages. */
  received(connection: Connection, times: number): Promise<void>;
  /** Resolves when a condition is met after something was opened, received or closed. */
  until(isMet: () => boolean): Promise<void>;
  /** While true, connections are refused. */
  isDown: boolean;
  close(): Promise<void>;
}

export async function startLiveServer(): Promise<LiveServer> {
  const connections: Connection[] = [];
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    verifyClient: () => {
      if (live.isDown) look();
      return !live.isDown;
    },
  });
  let looks: (() => void)[] = [];
  const look = () => {
    for (const each of looks) each();
  };
  const until = (isMet: () => boolean) =>
    new Promise<void>((resolve) => {
      const each = () => {
        if (!isMet()) return;
        looks = looks.filter((other) => other !== each);
        resolve();
      };
      looks.push(each);
      each();
    });

  server.on('connection', (socket, request) => {
    const closing = Promise.withResolvers<void>();
    const connection: Connection = {
      socket,
      request,
      messages: [],
      send: (event) => socket.send(JSON.stringify(event)),
      closed: closing.promise,
    };
    connections.push(connection);
    socket.on('message', (data) => {
      connection.messages.push(JSON.parse(String(data)));
      look();
    });
    socket.on('close', () => {
      closing.resolve();
      look();
    });
    look();
  });
  await new Promise<void>((resolve) => server.on('listening', resolve));

  const live: LiveServer = {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/dev`,
    connections,
    open: () => connections.filter(({ socket }) => socket.readyState === socket.OPEN),
    connected: async (times) => {
      await until(() => connections.length >= times);
      return connections[times - 1]!;
    },
    received: (connection, times) => until(() => connection.messages.length >= times),
    until,
    isDown: false,
    close: () =>
      new Promise((resolve) => {
        for (const { socket } of connections) socket.terminate();
        server.close(() => resolve());
      }),
  };
  return live;
}
