import crypto from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { VERIFY_TOKEN } from '../../../lib/media-edge/media-edge.ts';

export const STORE_ARN = 'arn:aws:cloudfront::111122223333:key-value-store/0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f';
export const SECRET = 'media-key';

/** The most bytes of a value (CloudFront Developer Guide, "Quotas", key value stores). */
const MAX_VALUE_BYTES = 1024;

interface ViewerRequest {
  readonly method: string;
  readonly uri: string;
  readonly querystring: object;
  readonly headers: object;
}
interface EdgeAnswer {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, { readonly value: string }>>;
}
type Handler = (event: { readonly request: ViewerRequest }) => Promise<EdgeAnswer>;

/**
 * What the command reaches in AWS, on one port and one clock: Secrets Manager, a key value store with its own API, the
 * stack's outputs, and the distribution, which runs the deployed function over the values that have reached it.
 */
export class MediaCloud {
  /** In milliseconds. */
  time = Date.parse('2026-11-26T12:00:00Z');
  /** How long a value of the store takes to reach the edge. */
  spreadMs = 0;
  secret: string | undefined;
  /** The service call, counted from one, that fails; and whether it has had its effect before. */
  failing: { readonly call: number; readonly afterItsEffect: boolean } | undefined;
  calls = 0;
  /** What the store has had, the first earliest. */
  readonly #values: { readonly since: number; readonly value: string | undefined }[] = [{ since: 0, value: undefined }];
  #version = 1;
  #opensAll = false;
  readonly #handler: Handler;
  #server!: Server;

  constructor() {
    const kvs = () => ({ get: async () => JSON.parse(this.#valueAtTheEdge() ?? 'null') });
    const code = readFileSync(VERIFY_TOKEN, 'utf8').replace(/^import .*$/gm, '');
    const clock = { now: () => this.time };
    this.#handler = new Function('cf', 'crypto', 'Date', `${code}\nreturn handler;`)({ kvs }, crypto, clock);
  }

  async start(): Promise<string> {
    this.#server = createServer(async (message, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of message) chunks.push(chunk as Buffer);
      await this.#serve(message, Buffer.concat(chunks).toString(), response);
    }).listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this.url;
  }

  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}/`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** The store's keys. */
  get stored(): unknown {
    return JSON.parse(this.#values.at(-1)?.value ?? '[]');
  }

  writeStore(keys: unknown): void {
    this.#version += 1;
    this.#values.push({ since: this.time, value: JSON.stringify(keys) });
  }

  /** As where the function is not attached. */
  openToAll(): void {
    this.#opensAll = true;
  }

  #valueAtTheEdge(): string | undefined {
    return this.#values.findLast(({ since }) => since + this.spreadMs <= this.time)?.value;
  }

  /** The status of a link at the edge. Every file that the function lets pass is missing. */
  async statusOf(uri: string): Promise<number> {
    return (await this.#edge('GET', uri)).statusCode ?? 404;
  }

  async #edge(method: string, uri: string): Promise<EdgeAnswer> {
    return this.#opensAll ? {} : this.#handler({ request: { method, uri, querystring: {}, headers: {} } });
  }

  async #serve(message: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
    const { method = '', url = '/', headers } = message;
    const target = String(headers['x-amz-target'] ?? '');
    const isService = target !== '' || url.startsWith('/key-value-stores/');
    if (!isService && url !== '/') {
      const { statusCode = 404, headers: own = {} } = await this.#edge(method, url);
      const plain = Object.fromEntries(Object.entries(own).map(([name, { value }]) => [name, value]));
      return void response.writeHead(statusCode, plain).end();
    }
    this.calls += isService ? 1 : 0;
    const fails = isService && this.calls === this.failing?.call;
    if (fails && !this.failing?.afterItsEffect) return void response.destroy();
    if (!isService) return void response.writeHead(200, { 'Content-Type': 'text/xml' }).end(this.#describeStacks(body));
    const answer = target ? this.#secretsManager(target, JSON.parse(body)) : this.#keyValueStore(message, body);
    if (fails) return void response.destroy();
    const { status, etag, json } = answer;
    response.writeHead(status, { 'Content-Type': 'application/json', ...(etag && { ETag: etag }) });
    response.end(JSON.stringify(json));
  }

  #describeStacks(body: string): string {
    const stack = new URLSearchParams(body).get('StackName') ?? '';
    const outputs = Object.entries(
      stack === 'StreamApi-prod'
        ? { MediaUrl: this.url, MediaKeySecret: SECRET, MediaKeyStoreArn: STORE_ARN, MediaLinkSeconds: '300' }
        : {},
    ).map(([name, value]) => `<member><OutputKey>${name}</OutputKey><OutputValue>${value}</OutputValue></member>`);
    const member = `<StackName>${stack}</StackName><Outputs>${outputs.join('')}</Outputs>`;
    const result = `<DescribeStacksResult><Stacks><member>${member}</member></Stacks></DescribeStacksResult>`;
    return `<DescribeStacksResponse>${result}</DescribeStacksResponse>`;
  }

  /** API Reference, "GetSecretValue", "PutSecretValue", "CreateSecret". */
  #secretsManager(target: string, asked: Record<string, string>): Answer {
    const missing = { status: 400, json: { __type: 'ResourceNotFoundException', Message: 'no such secret' } };
    switch (target.split('.')[1]) {
      case 'GetSecretValue':
        if (this.secret === undefined || asked.SecretId !== SECRET) return missing;
        return { status: 200, json: { Name: SECRET, SecretString: this.secret } };
      case 'PutSecretValue':
        if (this.secret === undefined || asked.SecretId !== SECRET) return missing;
        break;
      case 'CreateSecret':
        if (asked.Name !== SECRET) return missing;
        break;
      default:
        return { status: 400, json: { __type: 'InvalidAction' } };
    }
    this.secret = asked.SecretString;
    return { status: 200, json: { Name: SECRET } };
  }

  /** CloudFront API Reference, actions of the KeyValueStore service. It takes signatures for all regions only. */
  #keyValueStore({ method, url, headers }: IncomingMessage, body: string): Answer {
    const { authorization = '', host = '' } = headers;
    const isForAllRegions =
      authorization.startsWith('AWS4-ECDSA-P256-SHA256 ') &&
      authorization.includes('/cloudfront-keyvaluestore/aws4_request') &&
      headers['x-amz-region-set'] === '*';
    if (!isForAllRegions || !host.startsWith('111122223333.')) {
      return { status: 403, json: { __type: 'AccessDeniedException', Message: 'not signed for all regions' } };
    }
    const [, , arn = '', , key] = (url ?? '').split('/').map(decodeURIComponent);
    const value = this.#values.at(-1)?.value;
    const notFound = { status: 404, json: { __type: 'ResourceNotFoundException', Message: 'not found' } };
    if (arn !== STORE_ARN) return notFound;
    const about = { ItemCount: value === undefined ? 0 : 1, TotalSizeInBytes: value?.length ?? 0 };
    const etag = `E${this.#version}`;
    if (method === 'GET' && key === undefined) {
      return { status: 200, etag, json: { ...about, KvsARN: arn, Created: 1, Status: 'READY' } };
    }
    if (method === 'GET') {
      return value === undefined || key !== 'keys'
        ? notFound
        : { status: 200, json: { Key: key, Value: value, ...about } };
    }
    if (method !== 'PUT' || key !== 'keys') return { status: 400, json: { __type: 'ValidationException' } };
    if (headers['if-match'] !== etag) return { status: 409, json: { __type: 'ConflictException', Message: 'changed' } };
    const { Value: next } = JSON.parse(body) as { Value: string };
    if (next.length > MAX_VALUE_BYTES) return { status: 400, json: { __type: 'ValidationException' } };
    this.writeStore(JSON.parse(next));
    return { status: 200, etag: `E${this.#version}`, json: about };
  }
}

interface Answer {
  readonly status: number;
  readonly etag?: string;
  readonly json: unknown;
}
