import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { ACCOUNT } from '../template/intrinsics.ts';
import type { ApiDefinition, RouteDefinition } from '../template/rest-api.ts';
import type { HttpAnswer } from './gateway-response.ts';

/** Headers between two neighbours (RFC 9110, section 7.6.1): they concern the connection, not the function. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

export interface ProxyRequest {
  readonly message: IncomingMessage;
  readonly api: ApiDefinition;
  readonly route: RouteDefinition;
  readonly path: string;
  readonly query: string;
  readonly body: Buffer;
  readonly requestId: string;
  readonly apiKeyId: string | null;
  /** When the request arrived, in milliseconds since 1970. */
  readonly arrivedAt: number;
}

/** The address of the connection; an IPv4 address without its IPv6 prefix. */
const sourceIp = (message: IncomingMessage) => (message.socket.remoteAddress ?? '').replace(/^::ffff:/, '');

/** The event of a Lambda proxy integration (API Gateway Developer Guide, "Input format of a Lambda function"). */
export function proxyEvent(request: ProxyRequest): APIGatewayProxyEvent {
  const { message, api, route, path, body, requestId, arrivedAt } = request;
  const method = message.method ?? 'GET';
  const host = message.headers.host ?? '';
  const headers = incomingHeaders(message);
  const query = Object.groupBy([...new URLSearchParams(request.query)], ([name]) => name);
  const parameters = Object.entries(query).map(([name, pairs]) => [name, pairs!.map(([, value]) => value)] as const);
  return {
    resource: route.path,
    path,
    httpMethod: method,
    headers: lastOfEach(headers),
    multiValueHeaders: Object.fromEntries(headers),
    queryStringParameters: parameters.length > 0 ? lastOfEach(parameters) : null,
    multiValueQueryStringParameters: parameters.length > 0 ? Object.fromEntries(parameters) : null,
    pathParameters: null,
    stageVariables: null,
    body: body.length > 0 ? body.toString() : null,
    isBase64Encoded: false,
    requestContext: {
      accountId: ACCOUNT,
      apiId: api.id,
      authorizer: null,
      domainName: host,
      domainPrefix: host.split(/[.:]/)[0] ?? '',
      extendedRequestId: requestId,
      httpMethod: method,
      path: `/${api.stageName}${path}`,
      protocol: `HTTP/${message.httpVersion}`,
      requestId,
      requestTime: requestTime(arrivedAt),
      requestTimeEpoch: arrivedAt,
      resourceId: route.resourceId,
      resourcePath: route.path,
      stage: api.stageName,
      identity: {
        accessKey: null,
        accountId: null,
        apiKey: request.apiKeyId === null ? null : (message.headers['x-api-key'] as string),
        apiKeyId: request.apiKeyId,
        caller: null,
        clientCert: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: sourceIp(message),
        user: null,
        userAgent: message.headers['user-agent'] ?? null,
        userArn: null,
      },
    },
  };
}

/**
 * The HTTP response of a proxy result, undefined for what API Gateway refuses as malformed (Developer Guide,
 * "Output format of a Lambda function for proxy integration").
 */
export function proxyAnswer(payload: string): HttpAnswer | undefined {
  const result = JSON.parse(payload) as Partial<APIGatewayProxyResult> | null;
  const status = Number(result?.statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return undefined;
  if (result!.body !== undefined && result!.body !== null && typeof result!.body !== 'string') return undefined;
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(result!.headers ?? {})) headers[name] = String(value);
  for (const [name, values] of Object.entries(result!.multiValueHeaders ?? {})) headers[name] = values.map(String);
  const typed = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  return {
    status,
    headers: typed ? headers : { 'Content-Type': 'application/json', ...headers },
    body: Buffer.from(result!.body ?? '', result!.isBase64Encoded ? 'base64' : 'utf8'),
  };
}

/** Every header with all its values, the names as the client wrote them, and what API Gateway adds. */
function incomingHeaders(message: IncomingMessage): [string, string[]][] {
  const found = new Map<string, [string, string[]]>();
  const add = (name: string, value: string) => {
    const entry = found.get(name.toLowerCase());
    if (entry) entry[1].push(value);
    else found.set(name.toLowerCase(), [name, [value]]);
  };
  for (let i = 0; i < message.rawHeaders.length; i += 2) {
    const name = message.rawHeaders[i]!;
    if (!HOP_BY_HOP.has(name.toLowerCase())) add(name, message.rawHeaders[i + 1]!);
  }
  const forwarded = [...(found.get('x-forwarded-for')?.[1] ?? []), sourceIp(message)].join(', ');
  for (const [name, value] of [
    ['X-Forwarded-For', forwarded],
    ['X-Forwarded-Port', String(message.socket.localPort)],
    ['X-Forwarded-Proto', 'http'],
  ] as const) {
    found.set(name.toLowerCase(), [name, [value]]);
  }
  return [...found.values()];
}

const lastOfEach = (entries: readonly (readonly [string, readonly string[]])[]) =>
  Object.fromEntries(entries.map(([name, values]) => [name, values.at(-1)!]));

/** `09/Apr/2026:12:34:56 +0000` */
function requestTime(epoch: number): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(epoch).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
