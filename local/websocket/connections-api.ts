import type { ServerResponse } from 'node:http';
import { readBody } from '../http/request-body.ts';
import { type LocalRequest, type LocalService, noSuchRoute } from '../http/service.ts';
import type { Connection } from './connection.ts';
import { MAX_MESSAGE_BYTES } from './websocket-api.ts';

const PATH = /^(?:\/\w+)?\/@connections\/([^/]+)$/;

/**
 * API Gateway's management API of WebSocket connections: `POST`, `GET` and `DELETE /@connections/ID` (API Gateway
 * Developer Guide, "Use @connections commands in your backend service").
 */
export function connectionsApi(connections: ReadonlyMap<string, Connection>): LocalService {
  return {
    isPrivate: true,
    matches: ({ path }) => PATH.test(path),
    serve: async (request, response) => {
      const connection = connections.get(decoded(PATH.exec(request.path)![1]!));
      const body = await readBody(request.message, MAX_MESSAGE_BYTES);
      if (connection === undefined) return refuse(response, 410, 'GoneException');
      if (body === undefined) return refuse(response, 413, 'PayloadTooLargeException');
      return manage(connection, request, body, response);
    },
  };
}

/** What is not percent-encoded text is the id of no connection. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function manage(connection: Connection, { method }: LocalRequest, body: Buffer, response: ServerResponse): void {
  switch (method) {
    case 'POST':
      connection.send(body.toString());
      return void response.writeHead(200).end();
    case 'DELETE':
      connection.close();
      return void response.writeHead(204).end();
    case 'GET': {
      const { connectedAt, lastActiveAt, sourceIp, request } = connection;
      const time = (at: number) => new Date(at).toISOString();
      const identity = { sourceIp, userAgent: request.headers['user-agent'] ?? null };
      const facts = { connectedAt: time(connectedAt), lastActiveAt: time(lastActiveAt), identity };
      return void response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(facts));
    }
    default:
      noSuchRoute(response);
  }
}

function refuse(response: ServerResponse, status: number, type: string): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'x-amzn-ErrorType': type })
    .end(JSON.stringify({ message: null }));
}
