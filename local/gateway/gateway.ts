import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Clock } from '../../lambda/clock.ts';
import type { ConsoleRoutes } from '../console/console-routes.ts';
import type { MetricsView } from '../console/metrics-view.ts';
import { isInvocation, serveInvocation } from '../lambda/lambda-api.ts';
import type { LambdaFunctions } from '../lambda/lambda-functions.ts';
import { isApiKeyRequest, serveApiKey } from '../services/api-keys-api.ts';
import type { SampleOrigin } from '../services/media-origin.ts';
import { isSecretRequest, serveSecret } from '../services/secrets-api.ts';
import { mayControl } from './control-guard.ts';
import type { RestApi } from './rest-api.ts';

export interface GatewayParts {
  readonly clock: Clock;
  readonly restApi: RestApi;
  readonly functions: LambdaFunctions;
  readonly origin: SampleOrigin;
  /** Name → value. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Id → value. */
  readonly apiKeys: ReadonlyMap<string, string>;
  readonly console?: ConsoleRoutes | undefined;
  /** What `GET /local/stack` answers. */
  readonly description: unknown;
  readonly metrics: MetricsView;
  readonly onRequest?: ((request: ServedRequest) => void) | undefined;
}

export interface ServedRequest {
  readonly method: string;
  /** Without the query: it may hold what belongs in no log. */
  readonly path: string;
  readonly status: number;
  readonly ms: number;
}

const GREETING = `Stream API on this machine. Try:
  /api/stream/extract?tmdbId=550&mediaType=movie
  /api/stream/extract?tmdbId=1396&mediaType=tv&season=1&episode=1
`;

/** The one port of the local stack: the REST API, the sample origin, and the services that functions and operators call. */
export function gateway(parts: GatewayParts): RequestListener {
  return (message, response) => {
    const [path, query] = target(message.url ?? '/');
    const arrivedAt = parts.clock.now();
    response.once('close', () => {
      const ms = parts.clock.now() - arrivedAt;
      if (path.startsWith('/api/')) parts.metrics.addAnswer(response.statusCode);
      parts.onRequest?.({ method: message.method ?? '', path, status: response.statusCode, ms });
    });
    route(parts, message, response, path, query).catch(() => {
      if (response.headersSent) response.destroy();
      else plain(response, 500, 'The local gateway failed');
    });
  };
}

async function route(
  parts: GatewayParts,
  message: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
): Promise<void> {
  const control =
    isInvocation(path) ||
    isSecretRequest(message) ||
    isApiKeyRequest(message.method, path) ||
    path.startsWith('/local/');
  if (control && !mayControl(message)) return plain(response, 403, 'Only from this machine and its own pages');
  if (message.method === 'POST' && isInvocation(path)) {
    return serveInvocation(parts.functions, message, response, path);
  }
  if (message.method === 'POST' && isSecretRequest(message)) return serveSecret(parts.secrets, message, response);
  if (isApiKeyRequest(message.method, path)) return serveApiKey(parts.apiKeys, response, path);
  if (message.method === 'GET' && path === '/local/stack') return json(response, parts.description);
  if (message.method === 'GET' && path === '/local/metrics') return json(response, parts.metrics.answer());
  if (control && (await parts.console?.serveLocal(message, response, path))) return;
  if (control) return plain(response, 404, 'There is no such local route');
  if (path.startsWith('/media/')) return parts.origin.serve(message, response, path.slice('/media/'.length));
  if (await parts.console?.servePage(message, response, path)) return;
  if (path === '/' && message.method === 'GET') return plain(response, 200, GREETING);
  return parts.restApi.serve(message, response, path, query);
}

function json(response: ServerResponse, answer: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(answer));
}

function plain(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' })
    .end(text);
}

/** Path and query of a request target, also of one in absolute form (RFC 9112, section 3.2.2). */
function target(url: string): [path: string, query: string] {
  const [path = '', ...query] = url.replace(/^https?:\/\/[^/?]*/i, '').split('?');
  return [path || '/', query.join('?')];
}
