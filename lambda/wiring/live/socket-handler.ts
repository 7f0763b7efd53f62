import type { APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import { answerTo, type ConnectionOptions } from '../../live/connection.ts';
import type { LiveTable } from '../../live/live-table.ts';
import { type AdmissionOptions, admit, type ConnectEvent } from './admission.ts';

export interface SocketHandlerOptions extends AdmissionOptions, ConnectionOptions {
  readonly table: LiveTable;
  /** The outcome of a handshake, for the log. */
  readonly onHandshake: (status: number) => void;
}

interface SocketAnswer {
  readonly statusCode: number;
  /** Sent to the client, since the route has a response. */
  readonly body?: string;
}

/** The events of the WebSocket API: handshakes, messages and ends of connections. Never rejects. */
export function socketHandler(options: SocketHandlerOptions) {
  return async (event: APIGatewayProxyWebsocketEventV2): Promise<SocketAnswer> => {
    // Not by the route: a message chooses it.
    const { connectionId, eventType } = event.requestContext;
    if (eventType === 'CONNECT') {
      const statusCode = await admit(event as ConnectEvent, options).catch(failed);
      options.onHandshake(statusCode);
      return { statusCode };
    }
    if (eventType === 'DISCONNECT') {
      const statusCode = await options.table.disconnect(connectionId).then(() => 200, failed);
      return { statusCode };
    }
    const answer = await answerTo(connectionId, event.body, options);
    return { statusCode: 200, ...(answer && { body: JSON.stringify(answer) }) };
  };

  function failed(error: unknown): number {
    options.onFailure(error);
    return 503;
  }
}
