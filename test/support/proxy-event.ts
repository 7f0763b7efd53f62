import type { APIGatewayProxyEvent } from 'aws-lambda';

/** What a test sets of the request besides its query. */
export interface RequestFacts {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  /** Address of the connection. */
  readonly sourceIp?: string;
  readonly apiKeyId?: string | null;
  /** When it reached the gateway, in milliseconds since 1970. */
  readonly arrivedAt?: number;
}

/** The event that API Gateway makes of one request, as far as the function reads it. */
export function proxyEvent(
  query: Readonly<Record<string, string | string[]>> | null,
  { method = 'GET', headers = {}, sourceIp = '203.0.113.10', apiKeyId = null, arrivedAt }: RequestFacts = {},
): APIGatewayProxyEvent {
  const values = query && Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value].flat()]));
  return {
    resource: '/api/stream/extract',
    path: '/api/stream/extract',
    httpMethod: method,
    headers,
    queryStringParameters:
      values && Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.at(-1)])),
    multiValueQueryStringParameters: values,
    body: null,
    isBase64Encoded: false,
    requestContext: {
      requestId: '6f2d1c8e-5d0b-4a3f-9a57-0c1e2f3a4b5c',
      requestTimeEpoch: arrivedAt ?? Date.now(),
      identity: { sourceIp, apiKeyId, userAgent: headers['User-Agent'] ?? null },
    },
  } as unknown as APIGatewayProxyEvent;
}
