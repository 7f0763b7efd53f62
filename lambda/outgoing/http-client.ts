import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { RuntimeEndpoint } from './address-guard.ts';
import { guardedAgent, type ResolveName, systemResolver } from './guarded-agent.ts';
import { OutgoingError } from './outgoing-error.ts';
import { ACCEPTED_ENCODINGS, discardBody, readBody } from './response-body.ts';
import { untilAborted } from './until-aborted.ts';

const MAX_BODY_BYTES = 5 * 1024 * 1024;
const MAX_REDIRECTS = 3;
const MAX_URL_LENGTH = 8192;

export interface HttpClientOptions {
  /** Origins (scheme, host and port) that may be private: `http://127.0.0.1:3000`. */
  readonly trustedOrigins?: readonly string[];
  /** The value of AWS_LAMBDA_RUNTIME_API: never connected to. */
  readonly runtimeEndpoint?: RuntimeEndpoint;
  readonly resolve?: ResolveName;
}

export interface GetOptions {
  /** Ends the request at any point; `get` then rejects with its reason. */
  readonly signal: AbortSignal;
  /** Largest body after decompression. 5 MiB by default. */
  readonly maxBytes?: number;
  readonly accept?: string;
  /** An `authorization` header is sent to the URL's own origin only. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The URL is the operator's own: its origin, and no other, may be private. */
  readonly allowPrivate?: boolean;
  /** Decides by the headers of a 2xx response whether its body is read. */
  readonly wantsBody?: (headers: IncomingHttpHeaders) => boolean;
  /** Decides by the first kilobyte of a body whether the rest is read. A shorter body is read whole. */
  readonly wantsRest?: (start: Buffer) => boolean;
  /** Reads no more of a 2xx body than the chunks with its first bytes, and closes the connection of a longer one. */
  readonly firstBytes?: number;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Decompressed; empty unless the status is 2xx. */
  readonly body: Buffer;
  /** The URL after redirects. */
  readonly finalUrl: string;
}

/** An HTTP client for untrusted URLs: every address is checked as it connects, time and size are bounded. */
export interface HttpClient {
  /**
   * @throws OutgoingError the request failed or was refused
   * @throws the signal's reason, once that is aborted
   */
  get(url: string, options: GetOptions): Promise<HttpResponse>;
  /** Closes the kept connections. */
  close(): void;
}

export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  const trusted = new Set((options.trustedOrigins ?? []).map((origin) => new URL(origin).origin));
  const agents = new Map<string, http.Agent>();

  function agentFor(protocol: 'http:' | 'https:', allowPrivate: boolean): http.Agent {
    const key = `${protocol}${allowPrivate}`;
    let agent = agents.get(key);
    if (agent === undefined) {
      const resolve = options.resolve ?? systemResolver;
      agent = guardedAgent(protocol, { allowPrivate, resolve, runtimeEndpoint: options.runtimeEndpoint });
      agents.set(key, agent);
    }
    return agent;
  }

  async function get(address: string, request: GetOptions): Promise<HttpResponse> {
    const { signal } = request;
    const headers: Record<string, string> = {
      'accept-encoding': ACCEPTED_ENCODINGS,
      accept: request.accept ?? '*/*',
      'user-agent': 'stream-api',
    };
    for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value;
    let url = outgoingUrl(address);
    const ownOrigin = request.allowPrivate ? url.origin : undefined;
    for (let redirects = 0; ; redirects += 1) {
      signal.throwIfAborted();
      const allowPrivate = url.origin === ownOrigin || trusted.has(url.origin);
      const agent = agentFor(url.protocol as 'http:' | 'https:', allowPrivate);
      const response = await exchange(url, { agent, headers, signal });
      const next = redirectTarget(response, url);
      if (next === undefined) return receive(response, url, request);
      await discardBody(response, signal);
      if (redirects === MAX_REDIRECTS) throw new OutgoingError('redirects', `more than ${MAX_REDIRECTS} redirects`);
      if (next.origin !== url.origin) delete headers.authorization;
      url = next;
    }
  }

  return {
    get: async (url, request) => {
      try {
        // Node does not abort a request that is still waiting for one of the agent's connections.
        return await untilAborted(get(url, request), request.signal);
      } catch (error) {
        throw explained(error, request.signal);
      }
    },
    close: () => {
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

async function receive(response: IncomingMessage, url: URL, request: GetOptions): Promise<HttpResponse> {
  const { headers } = response;
  const status = response.statusCode ?? 0;
  const answer = { status, headers, finalUrl: url.href };
  if (status < 200 || status > 299) {
    await discardBody(response, request.signal);
    return { ...answer, body: Buffer.alloc(0) };
  }
  if (request.wantsBody?.(headers) === false) {
    response.destroy();
    return { ...answer, body: Buffer.alloc(0) };
  }
  return {
    ...answer,
    body: await readBody(response, request.maxBytes ?? MAX_BODY_BYTES, request.signal, request),
  };
}

interface Exchange {
  readonly agent: http.Agent;
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
}

/** Sends the request and waits for the response's headers. */
async function exchange(url: URL, { agent, headers, signal }: Exchange): Promise<IncomingMessage> {
  const { request, response } = send(url, { agent, headers, signal });
  try {
    return await response;
  } catch (error) {
    if (!request()?.reusedSocket || !isReset(error) || signal.aborted) throw error;
    // The server had closed a kept connection, unnoticed by a frozen container: retry once on a new one.
    closeFreeSockets(agent, url);
    return send(url, { agent, headers, signal }).response;
  }
}

function send(url: URL, { agent, headers, signal }: Exchange) {
  let request: http.ClientRequest | undefined;
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    request = (url.protocol === 'https:' ? https : http).request({
      protocol: url.protocol,
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      port: portOf(url),
      path: url.pathname + url.search,
      headers: { ...headers },
      agent,
      signal,
    });
    request.on('response', (answer) => {
      if (answer.statusCode === 101) {
        request?.destroy();
        return reject(unrequestedUpgrade());
      }
      // The reader of the body handles its errors; one that is emitted outside of a read must not end the process.
      answer.on('error', () => undefined);
      resolve(answer);
    });
    // A 101 is only for a client that asked for an upgrade (RFC 9110, 15.2.2). Where its headers name a protocol, Node
    // emits this event with the socket, and neither a response nor an error.
    request.on('upgrade', (_, socket) => {
      socket.destroy();
      reject(unrequestedUpgrade());
    });
    request.on('error', reject);
    request.on('close', () => reject(new OutgoingError('network', 'closed without a response')));
    request.end();
  });
  return { request: () => request, response };
}

const unrequestedUpgrade = () => new OutgoingError('network', 'an upgrade that was not requested');

function closeFreeSockets(agent: http.Agent, url: URL): void {
  const own = `${url.hostname.replace(/^\[|\]$/g, '')}:${portOf(url)}:`;
  for (const [name, sockets] of Object.entries(agent.freeSockets)) {
    if (name.startsWith(own)) for (const socket of sockets ?? []) socket.destroy();
  }
}

function redirectTarget(response: IncomingMessage, from: URL): URL | undefined {
  const { location } = response.headers;
  if (location === undefined || ![301, 302, 303, 307, 308].includes(response.statusCode ?? 0)) return undefined;
  try {
    return outgoingUrl(location, from);
  } catch (error) {
    response.destroy();
    throw error;
  }
}

function outgoingUrl(address: string, base?: URL): URL {
  if (address.length > MAX_URL_LENGTH || !URL.canParse(address, base?.href))
    throw new OutgoingError('url', 'not a URL');
  const url = new URL(address, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new OutgoingError('url', 'not an http(s) URL');
  if (url.username !== '' || url.password !== '') throw new OutgoingError('url', 'the URL carries credentials');
  return url;
}

function portOf(url: URL): number {
  return Number(url.port || (url.protocol === 'https:' ? 443 : 80));
}

function isReset(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ECONNRESET' || code === 'EPIPE';
}

function explained(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof OutgoingError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return new OutgoingError('network', code ?? message, error);
}
