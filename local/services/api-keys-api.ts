import type { LocalService } from '../http/service.ts';

const PATH = /^\/apikeys\/([^/]+)$/;

/**
 * The one operation of API Gateway's control plane that the functions use (API Reference, "GetApiKey").
 * @param keys id → value
 */
export function apiKeysApi(keys: ReadonlyMap<string, string>): LocalService {
  return {
    isPrivate: true,
    matches: ({ method, path }) => method === 'GET' && PATH.test(path),
    serve: ({ path }, response) => {
      const id = decodeURIComponent(PATH.exec(path)![1]!);
      const value = keys.get(id);
      const [status, body] =
        value === undefined
          ? [404, { message: 'Invalid API Key identifier specified' }]
          : [200, { id, value, enabled: true }];
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    },
  };
}
