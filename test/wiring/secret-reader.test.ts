import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createSecretReader, type SecretReader } from '../../lambda/wiring/clients/secret-reader.ts';
import { FakeClock } from '../support/fake-clock.ts';

const FIVE_MINUTES = 5 * 60_000;

/** Secrets Manager's GetSecretValue, as far as the SDK asks. */
let service: Server;
let secret: string | undefined;
/** What it answers instead. */
let answer: object | undefined;
let reads: number;
let clock: FakeClock;
let read: SecretReader;

beforeEach(async () => {
  secret = 'first';
  answer = undefined;
  reads = 0;
  service = createServer((_, response) => {
    reads += 1;
    const type = { 'Content-Type': 'application/x-amz-json-1.1' };
    if (secret === undefined) response.writeHead(400, type).end('{"__type":"AccessDeniedException"}');
    else response.writeHead(200, type).end(JSON.stringify(answer ?? { SecretString: secret }));
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${(service.address() as AddressInfo).port}`,
  });
  clock = new FakeClock();
  read = createSecretReader(clock);
});
afterEach(() => {
  service.closeAllConnections();
  return new Promise((resolve) => service.close(resolve));
});

test('a secret is read once in five minutes, or when it is known to be wrong', async () => {
  expect(await read('token')).toBe('first');
  secret = 'second';
  await clock.advance(FIVE_MINUTES - 1);
  expect(await read('token')).toBe('first');
  await clock.advance(1);
  expect(await read('token')).toBe('second');
  secret = 'third';
  expect(await read('token', { refresh: true })).toBe('third');
  expect(reads).toBe(3);
});

test('one that cannot be read again is used on, unless it is known to be wrong', async () => {
  await read('token');
  secret = undefined;
  await clock.advance(FIVE_MINUTES);
  expect(await read('token')).toBe('first');
  await expect(read('token', { refresh: true })).rejects.toThrow();
  await expect(read('another')).rejects.toThrow();
});

test.each([
  ['holds bytes', { SecretBinary: Buffer.from('token').toString('base64') }],
  ['is empty', { SecretString: '' }],
  ['holds nothing', {}],
])('one that %s is an error, and no reason to ask without it', async (_, held) => {
  answer = held;
  await expect(read('token')).rejects.toThrow('The secret holds no text');
  answer = undefined;
  expect(await read('token')).toBe('first');
});
