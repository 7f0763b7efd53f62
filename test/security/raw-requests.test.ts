import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LocalStack } from '../../local/stack.ts';
import { exchange, moviePath } from '../support/http-exchange.ts';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { type StageVariants, serviceOnly, stageVariants } from '../support/stage-variants.ts';

const SEED = Number(process.env.FUZZ_SEED ?? 20_261_123);

let provider: ProviderService;
let stage: StageVariants;
let stack: LocalStack;

beforeAll(async () => {
  provider = await startProviderService();
  provider.on('1', json({ sources: [{ url: 'https://media.example/a.mp4' }] }));
  stage = await stageVariants();
  stack = await stage.start({ environment: { PROVIDERS: serviceOnly(provider.url) } });
  await exchange(stack.port, moviePath(1));
}, 120_000);
afterAll(async () => {
  await stage.stop();
  await provider.stop();
}, 120_000);

/** Sends bytes as they are and reads until the connection ends, is reset, or is silent for so long. */
function send(bytes: string | Buffer, silenceMs = 5_000): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(stack.port, '127.0.0.1', () => socket.write(bytes));
    socket.setTimeout(silenceMs, () => socket.destroy());
    socket.on('data', (chunk) => {
      received += chunk;
    });
    socket.on('error', () => undefined).on('close', () => resolve(received));
  });
}

const statuses = (received: string): number[] =>
  [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

const get = (target: string, headers = '', connection = 'close') =>
  `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: ${connection}\r\n${headers}\r\n`;

describe('bytes that are no proper request', () => {
  const target = fc.oneof(
    fc.string({ unit: 'binary-ascii', maxLength: 40 }),
    fc.webPath(),
    fc.constantFrom(
      '/',
      '*',
      '//',
      '/api//stream/extract',
      '/api/stream/extract/',
      '/%00',
      '/api/stream/extract?%',
      'http://x/',
      'localhost:80',
      '/api/../api/stream/extract',
    ),
    fc.string({ maxLength: 30 }).map((query) => `/api/stream/extract?${query}`),
  );
  const header = fc.oneof(
    fc.string({ unit: 'binary-ascii', maxLength: 30 }),
    fc.string({ maxLength: 30 }).map((value) => `X: ${value}`),
    fc.constantFrom(
      'Content-Length: -1',
      'Content-Length: 5',
      'Transfer-Encoding: chunked',
      'Transfer-Encoding: x',
      'Expect: 100-continue',
      'Upgrade: h2c',
      'Host: a',
      'If-None-Match: "',
      'X-API-Key: \t',
      'Accept-Encoding: gzip;q=x',
    ),
  );
  const method = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom('GET', 'HEAD', 'POST', 'DELETE', 'CONNECT', 'PRI', 'get', 'TRACE') },
    fc.string({ maxLength: 8 }),
  );

  test(`get an answer or a closed connection, and never a fault (seed ${SEED})`, async () => {
    const pids = stack.pids('extract');
    const seen = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(method, target, fc.array(header, { maxLength: 2 }), async (verb, path, headers) => {
        const lines = [`${verb} ${path} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers, '', ''];
        // One that announces a body and sends none is waited for.
        for (const status of statuses(await send(lines.join('\r\n'), 200))) {
          seen.set(status, (seen.get(status) ?? 0) + 1);
          // 501 and the like would be a function that did not know what to do; 500 a fault.
          expect([100, 200, 204, 304, 400, 403, 404, 405, 408, 413, 417, 429, 431, 503]).toContain(status);
        }
      }),
      { numRuns: 3_000, seed: SEED },
    );
    // A run that only ever met the parser shows little.
    for (const status of [400, 404, 405]) expect(seen.get(status)).toBeGreaterThan(10);
    expect((await exchange(stack.port, moviePath(1))).status).toBe(200);
    expect(stack.pids('extract')).toEqual(expect.arrayContaining(pids));
  }, 120_000);

  test.each([
    ['a target of 60 KB', get(`/api/stream/extract?x=${'y'.repeat(60_000)}`)],
    ['a header of 60 KB', get(moviePath(1), `X-Long: ${'y'.repeat(60_000)}\r\n`)],
    ['10,000 headers', get(moviePath(1), 'X: y\r\n'.repeat(10_000))],
  ])('%s is refused', async (_what, bytes) => {
    expect(statuses(await send(bytes))).toEqual([431]);
  });

  test('half a request, and then nothing, costs nobody else anything', async () => {
    const waiting = Array.from({ length: 50 }, () => {
      const socket = connect(stack.port, '127.0.0.1', () => socket.write('GET /api/stream/extract?tmdb'));
      return socket.on('error', () => undefined);
    });
    expect((await exchange(stack.port, moviePath(1))).status).toBe(200);
    for (const socket of waiting) socket.destroy();
  });
});

describe('requests in one go on one connection', () => {
  test('are answered one by one, in order, up to the last', async () => {
    const order = [moviePath(1), '/nowhere', moviePath(0), moviePath(404), moviePath(1)];
    const bytes = order.map((path, index) => get(path, '', index === order.length - 1 ? 'close' : 'keep-alive'));
    expect(statuses(await send(bytes.join('')))).toEqual([200, 404, 400, 404, 200]);
  });

  test('a body is not taken for the next request', async () => {
    const smuggled = get('/nowhere', '', 'close');
    const first = `POST ${moviePath(1)} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`;
    expect(statuses(await send(first + get(moviePath(1))))).toEqual([405, 200]);
    const both = `POST ${moviePath(1)} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`;
    expect(statuses(await send(both + get(moviePath(1))))).toEqual([400]);
  });
});
