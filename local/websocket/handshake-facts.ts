import type { IncomingMessage } from 'node:http';

/** Whether a request asks for a WebSocket in the one form there is (RFC 6455, section 4.2.1). */
export function isHandshake({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'GET' &&
    headers.upgrade?.toLowerCase() === 'websocket' &&
    headers['sec-websocket-version'] === '13' &&
    /^[+/0-9A-Za-z]{22}==$/.test(headers['sec-websocket-key'] ?? '')
  );
}

/** What the event of `$connect` has of the handshake: headers as the client wrote them, and the query. */
export function handshakeFacts(message: IncomingMessage, query: string): object {
  const headers = new Map<string, string[]>();
  for (let i = 0; i < message.rawHeaders.length; i += 2) {
    const name = message.rawHeaders[i]!;
    headers.set(name, [...(headers.get(name) ?? []), message.rawHeaders[i + 1]!]);
  }
  const parameters = Map.groupBy(new URLSearchParams(query), ([name]) => name);
  const lists = [...parameters].map(([name, pairs]) => [name, pairs.map(([, value]) => value)] as const);
  const last = (entries: Iterable<readonly [string, readonly string[]]>) =>
    Object.fromEntries([...entries].map(([name, values]) => [name, values.at(-1)!]));
  return {
    headers: last(headers),
    multiValueHeaders: Object.fromEntries(headers),
    ...(lists.length > 0 && {
      queryStringParameters: last(lists),
      multiValueQueryStringParameters: Object.fromEntries(lists),
    }),
  };
}
