import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import dynalite from 'dynalite';
import { mayControl, refuseControl } from '../http/control-guard.ts';
import { withStoreErrorsAnswered } from './level-store.ts';

export interface DynamoDb {
  /** `http://127.0.0.1:NNNN` */
  readonly endpoint: string;
  /** Resolves when all accepted requests have their responses and the store is closed. */
  stop(): Promise<void>;
}

/** A store on disk. */
export interface Store {
  readonly path: string;
  /** Gets each error of the disk. Only the request that caused it fails. */
  readonly onTrouble: (error: Error) => void;
}

/**
 * Starts a DynamoDB in this process, on loopback.
 * @param store without one everything is in memory
 */
export async function startDynamoDb(store?: Store): Promise<DynamoDb> {
  const server = store
    ? withStoreErrorsAnswered(() => dynalite({ path: store.path, createTableMs: 0 }), store.onTrouble)
    : dynalite({ createTableMs: 0 });
  refuseOtherSites(server);
  const requests = new RequestsInProgress(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      await requests.finish();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** By itself it lets the pages of every site read and write the tables, and checks no signature. */
function refuseOtherSites(server: Server): void {
  const answers = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
  server.removeAllListeners('request').on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!mayControl(request)) return refuseControl(response);
    for (const answer of answers) answer.call(server, request, response);
  });
}

/**
 * Prevents two errors that dynalite throws out of a callback, which would end the process: a client that disconnects
 * in the middle of its request is ignored, and the store is closed only after all operations have ended.
 */
class RequestsInProgress {
  #unanswered: ServerResponse[] = [];
  #stopping = false;

  constructor(server: Server) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      request.removeAllListeners('error').on('error', () => undefined);
      if (this.#stopping) return void request.destroy();
      // An operation begins at the end of its request, and continues when its client has disconnected.
      request.on('end', () => {
        this.#unanswered = [...this.#pending(), response];
      });
    });
  }

  /** Accepts no more requests, and resolves when all operations have ended. */
  async finish(): Promise<void> {
    this.#stopping = true;
    while (this.#pending().length > 0) await delay(1);
  }

  #pending(): ServerResponse[] {
    return this.#unanswered.filter(({ writableEnded }) => !writableEnded);
  }
}
