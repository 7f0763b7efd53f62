import type { APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import { answerTo, BYE, type ConnectionOptions } from '../../live/connection.ts';
import type { Errand } from '../../live/events.ts';
import type { LiveTable } from '../../live/live-table.ts';
import { MessageBudget } from '../../live/message-budget.ts';
import { type AdmissionOptions, admit, type ConnectEvent } from './admission.ts';

export interface SocketHandlerOptions extends AdmissionOptions, ConnectionOptions {
  readonly table: LiveTable;
  readonly send: (errand: Errand) => Promise<void>;
  /** The outcome of a handshake, for the log. */
  readonly onHandshake: (status: number) => void;
}

/** A container of Lambda stays for minutes after a call. */
const WARM_MS = 60_000;

interface SocketAnswer {
  readonly statusCode: number;
  /** Sent to the client, since the route has a response. */
  readonly body?: string;
}

/** The events of the WebSocket API: handshakes, messages and ends of connections. Never rejects. */
export function socketHandler(options: SocketHandlerOptions) {
  let warmedAt = Number.NEGATIVE_INFINITY;
  const budget = new MessageBudget(options.clock);
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
    const excess = budget.spend(connectionId);
    // The first bye asks; who goes on is disconnected by the function that manages connections.
    if (excess === 2) await options.send({ close: connectionId }).catch(options.onFailure);
    const answer = excess > 0 ? BYE : await answerTo(connectionId, event.body, options);
    if (answer?.type === 'progress') await warm();
    return { statusCode: 200, ...(answer && { body: JSON.stringify(answer) }) };
  };

  /** The first notice of an extraction is not to wait for a start; one that follows an extraction takes no other. */
  async function warm(): Promise<void> {
    const now = options.clock.now();
    if (now - warmedAt < WARM_MS) return;
    warmedAt = now;
    await options.send({ warm: true }).catch(options.onFailure);
  }

  function failed(error: unknown): number {
    options.onFailure(error);
    return 503;
  }
}
