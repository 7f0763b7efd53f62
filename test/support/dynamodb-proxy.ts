import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to every call from now on. `slow` answers after two seconds, `hanging` never does. */
export type TableFault = 'none' | 'slow' | 'hanging' | 'throttling' | 'unreachable';

export interface TableCall {
  /** `GetItem` */
  readonly operation: string;
  readonly table: string;
}

/** A proxy between the functions and their tables, on loopback, with the fault that a test sets. */
export interface DynamodbProxy {
  fault: TableFault;
  /** Every call that came, whatever became of it. */
  readonly calls: TableCall[];
  /** For `parts.dynamodbEndpoint` of a local stack. */
  readonly endpointFor: (own: string) => string;
  stop(): Promise<void>;
}

const SLOW_MS = 2_000;
const THROTTLED = JSON.stringify({
  __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException',
  message: 'Rate exceeded',
});

export async function startDynamodbProxy(): Promise<DynamodbProxy> {
  const agent = new Agent({ keepAlive: true });
  let target = '';
  const server = createServer((message, response) => {
    answer(message, response).catch(() => response.destroy());
  });
  const proxy: DynamodbProxy = {
    fault: 'none',
    calls: [],
    endpointFor: (own) => {
      target = own;
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    stop: async () => {
      agent.destroy();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };

  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    proxy.calls.push(callOf(message, body));
    switch (proxy.fault) {
      case 'unreachable':
        return void message.socket.destroy();
      case 'hanging':
        return;
      case 'throttling':
        return void response.writeHead(400, { 'Content-Type': 'application/x-amz-json-1.0' }).end(THROTTLED);
      case 'slow':
        await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    }
    await forward(message, body, response);
  }

  async function forward({ headers, method, url }: IncomingMessage, body: Buffer, response: ServerResponse) {
    const outgoing = request(new URL(url ?? '/', target), { method: method ?? 'POST', headers, agent }).end(body);
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    response.writeHead(incoming.statusCode!, incoming.headers);
    incoming.pipe(response);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return proxy;
}

function callOf({ headers }: IncomingMessage, body: Buffer): TableCall {
  return {
    operation: String(headers['x-amz-target']).split('.').at(-1)!,
    table: (JSON.parse(body.toString()) as { TableName: string }).TableName,
  };
}
