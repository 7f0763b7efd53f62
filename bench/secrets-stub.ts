import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The value of `CDNS` where the links of every benchmark's answer lead through a CDN. */
export const CDNS = JSON.stringify([
  {
    name: 'main',
    match: 'https://media.example/',
    base: 'https://cdn.example/',
    scope: 2,
    sign: { type: 'path-hmac', secret: 'media-key', ttlSeconds: 14_400 },
  },
]);

const KEYS = JSON.stringify({ current: 'k1', keys: [{ id: 'k1', secret: 'k'.repeat(43) }] });

/** A Secrets Manager on this machine that has one key for every name. */
export async function secretsStub(): Promise<{ readonly endpoint: string; close(): void }> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      response.end(JSON.stringify({ Name: 'media-key', SecretString: KEYS }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, close: () => void server.close() };
}
