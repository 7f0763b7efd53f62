import type { ServerResponse } from 'node:http';

const PATH = /^\/apikeys\/([^/]+)$/;

export const isApiKeyRequest = (method: string | undefined, path: string) => method === 'GET' && PATH.test(path);

/**
 * The one operation of API Gateway's control plane that the functions use (API Reference, "GetApiKey").
 * @param keys id → value
 */
export function serveApiKey(keys: ReadonlyMap<string, string>, response: ServerResponse, path: string): void {
  const id = decodeURIComponent(PATH.exec(path)?.[1] ?? '');
  const value = keys.get(id);
  const [status, body] =
    value === undefined
      ? [404, { message: 'Invalid API Key identifier specified' }]
      : [200, { id, value, enabled: true }];
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
