import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startLocalStack } from '../../support/local-stack.ts';
import { runCommand } from '../run-command.ts';

let stack: Awaited<ReturnType<typeof startLocalStack>>;

/** A port that was free a moment ago: the CDN's address is a setting of the stack that listens on it. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

beforeAll(async () => {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const sign = { type: 'path-hmac', secret: 'media-key', ttlSeconds: 300 };
  const cdn = { name: 'main', match: `${origin}/media/`, base: `${origin}/cdn/`, scope: 1, sign };
  stack = await startLocalStack({ port, settings: [`cdns=${JSON.stringify([cdn])}`] });
}, 120_000);
afterAll(() => stack.stop());

const mediaKeys = (...options: string[]) =>
  runCommand('media-keys', [...options, '--endpoint', stack.url, '--json'], { environment: {} });

test('a local stack rotates its key while links of the former one open, and forged ones do not', async () => {
  const answer = await fetch(`${stack.url}/api/stream/extract?tmdbId=550&mediaType=movie`);
  const { data } = (await answer.json()) as { data: { sources: { url: string }[] } };
  const link = data.sources[0]!.url;
  expect(new URL(link).pathname).toMatch(/^\/cdn\/t\//);
  const status = async (url: string) => (await fetch(url)).status;
  expect(await status(link)).toBe(200);
  expect((await mediaKeys('check')).code).toBe(0);

  const { code, out, err } = await mediaKeys('rotate');
  expect([code, JSON.parse(out).keys.map(({ id, state }: Record<string, string>) => `${id} ${state}`)]).toEqual([
    0,
    ['k1 opens', 'k2 signs'],
  ]);
  expect(err).toContain('k2: signs links from now on');
  expect(await status(link)).toBe(200);
  expect(await status(link.replace(/\.[\w-]{43}\//, `.${'A'.repeat(43)}/`))).toBe(403);
  expect(await status(link.replace('/cdn/t/', '/cdn/'))).not.toBe(200);
  const { code: checked, out: checks } = await mediaKeys('check');
  expect([checked, JSON.parse(checks).checks.map(({ name }: Record<string, string>) => name)]).toEqual([
    0,
    ['secret', 'rotation', 'k1', 'k2', 'no valid token', 'expired token', 'other title', 'other key'],
  ]);
}, 120_000);

test('a local stack that signs with no such secret says so', async () => {
  const { code, err } = await mediaKeys('show', '--secret', 'another');
  expect([code, err]).toEqual([
    1,
    "The local stack signs no path tokens with another: start it with --set 'cdns=[…]' (docs/delivery.md)\n",
  ]);
});
