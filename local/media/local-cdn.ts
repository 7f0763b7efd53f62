import http, { type IncomingHttpHeaders, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import https from 'node:https';
import { pipeline } from 'node:stream/promises';
import type { CdnSettings } from '../../contract/settings/cdns.ts';
import type { LocalRequest, LocalService } from '../http/service.ts';
import { type EdgeFunction, edgeFunction } from './edge-function.ts';
import { storedKeys } from './media-keys.ts';

export interface LocalCdnOptions {
  readonly cdns: readonly CdnSettings[];
  /** Of this stack. */
  readonly port: number;
  /** name → value, as it is now */
  readonly secrets: ReadonlyMap<string, string>;
  /** Serves the files of this stack's own media. */
  readonly media: LocalService;
}

/**
 * The CDNs whose `base` is on this stack: the function that CloudFront runs, in front of `match`, wherever that is.
 * Media of this stack behind such a CDN are closed to requests that go around it, as a bucket with origin access
 * control is.
 */
export function localCdns({ cdns, port, secrets, media }: LocalCdnOptions): LocalService[] {
  const isOwn = (address: string) => isOnStack(address, port);
  const served = cdns
    .filter(({ base, sign }) => isOwn(base) && sign?.type === 'path-hmac')
    // Of two bases, one within the other, the longer one counts.
    .sort((a, b) => b.base.length - a.base.length);
  const closed = served.flatMap(({ match }) => (isOwn(match) ? [new URL(match).pathname] : []));
  return [
    ...served.map(({ match, base, sign }): LocalService => {
      const { pathname: prefix } = new URL(base);
      const verify = edgeFunction(() => storedKeys(secrets.get(sign!.secret)));
      // What is under the base without a token is refused, as at the edge; but not what the stack itself has there.
      const isRefused = (request: LocalRequest) =>
        prefix !== '/' && (closed.includes(prefix) || !media.matches(request));
      return {
        matches: (request) =>
          request.path.startsWith(`${prefix}t/`) || (request.path.startsWith(prefix) && isRefused(request)),
        serve: (request, response) => serve(request, response, { prefix, verify, match, own: isOwn(match), media }),
      };
    }),
    {
      matches: ({ path }) => closed.some((prefix) => path.startsWith(prefix)),
      serve: (_request, response) => void response.writeHead(403, { 'Access-Control-Allow-Origin': '*' }).end(),
    },
  ];
}

function isOnStack(address: string, port: number): boolean {
  const url = new URL(address);
  return url.port === String(port) && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
}

interface Served {
  readonly prefix: string;
  readonly verify: EdgeFunction;
  readonly match: string;
  /** The media are this stack's own. */
  readonly own: boolean;
  readonly media: LocalService;
}

async function serve(request: LocalRequest, response: ServerResponse, { prefix, verify, ...to }: Served) {
  const uri = `/${request.path.slice(prefix.length)}`;
  const verified = await verify({ method: request.method, uri });
  if ('statusCode' in verified) {
    const headers = Object.entries(verified.headers).map(([name, { value }]) => [name, value] as const);
    return void response.writeHead(verified.statusCode, Object.fromEntries(headers)).end();
  }
  const address = to.match + verified.uri.slice(1);
  if (!to.own) return passOn(address, request, response);
  const { pathname } = new URL(to.match);
  const own = { ...request, path: pathname + verified.uri.slice(1), query: '' };
  if (!to.media.matches(own)) return void response.writeHead(404, { 'Access-Control-Allow-Origin': '*' }).end();
  return to.media.serve(own, response);
}

const REQUEST_HEADERS = ['range', 'if-range', 'if-none-match', 'if-modified-since', 'accept'];
const RESPONSE_HEADERS = [
  ...['content-type', 'content-length', 'content-range', 'accept-ranges', 'etag', 'last-modified', 'cache-control'],
  'content-encoding',
];

/** As CloudFront asks an origin that is no bucket. */
async function passOn(address: string, { message, method }: LocalRequest, response: ServerResponse): Promise<void> {
  const client = address.startsWith('https:') ? https : http;
  const sent = client.request(address, { method, headers: picked(message.headers, REQUEST_HEADERS) });
  response.on('close', () => sent.destroy());
  const answer = await new Promise<http.IncomingMessage | undefined>((resolve) => {
    sent.on('response', resolve).on('error', () => resolve(undefined));
    sent.end();
  });
  const open = { 'Access-Control-Allow-Origin': '*' };
  if (answer === undefined) return void response.writeHead(502, open).end();
  response.writeHead(answer.statusCode ?? 502, { ...picked(answer.headers, RESPONSE_HEADERS), ...open });
  // A player may disconnect in the middle.
  await pipeline(answer, response).catch(() => undefined);
}

const picked = (headers: IncomingHttpHeaders, names: readonly string[]): OutgoingHttpHeaders =>
  Object.fromEntries(names.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])));
