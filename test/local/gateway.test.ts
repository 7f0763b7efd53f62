import { request } from 'node:http';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ServedRequest } from '../../local/http/local-server.ts';
import type { LocalStack } from '../../local/stack.ts';
import { exchange } from '../support/http-exchange.ts';
import { stageFolder, startProbeStack } from './stage.ts';

let folder: Awaited<ReturnType<typeof stageFolder>>;
let stack: LocalStack;
let now = Date.UTC(2026, 3, 9, 12, 34, 56);
const served: ServedRequest[] = [];

const clock = { now: () => now, sleep: async () => undefined, setTimer: () => () => undefined };

beforeAll(async () => {
  folder = await stageFolder();
  stack = await startProbeStack(folder.path, { clock, onRequest: (each) => served.push(each) });
  // The gateway's time-out is short here: no answer of the first tests is to wait for a container that starts.
  await stack.invoke('Probe', {});
});
// Every bucket is full again, and the day's quota is new.
beforeEach(() => {
  now += 86_400_000;
});
afterAll(async () => {
  await stack.stop();
  await folder.remove();
});

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: the probe's own answer
  readonly json: any;
}

/** One request as it is: no decompression, no further headers. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET', body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: stack.port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const text = response.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
        const json =
          response.headers['content-type'] === 'application/json' && text.length > 0
            ? JSON.parse(text.toString())
            : undefined;
        resolve({ status: response.statusCode!, headers: response.headers, body: bytes, json });
      });
    })
      .on('error', reject)
      .end(body);
  });
}

describe('the event of a REST API', () => {
  test('carries every value of every parameter and header', async () => {
    const { event } = (await ask('/open?a=1&a=2&b=%20x', { 'X-Test': 'y', Cookie: 'c=1' })).json;
    expect(event.queryStringParameters).toEqual({ a: '2', b: ' x' });
    expect(event.multiValueQueryStringParameters).toEqual({ a: ['1', '2'], b: [' x'] });
    expect(event.headers).toMatchObject({ 'X-Test': 'y', Cookie: 'c=1' });
    expect(event.multiValueHeaders['X-Test']).toEqual(['y']);
  });

  test('has null for parameters and body where there are none', async () => {
    const { event } = (await ask('/open')).json;
    expect(event).toMatchObject({
      resource: '/open',
      path: '/open',
      httpMethod: 'GET',
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      body: null,
    });
  });

  test('names where and when the request arrived, whatever the client claims', async () => {
    const { event } = (await ask('/open', { 'X-Forwarded-For': '203.0.113.9' })).json;
    expect(event.requestContext).toMatchObject({
      stage: 'test',
      path: '/test/open',
      requestTimeEpoch: now,
      requestTime: expect.stringMatching(/^\d\d\/Apr\/2026:12:34:56 \+0000$/),
      identity: { sourceIp: '127.0.0.1', apiKeyId: null },
    });
    expect(event.headers['X-Forwarded-For']).toBe('203.0.113.9, 127.0.0.1');
  });

  test('holds a body as text', async () => {
    expect((await ask('/open', {}, 'POST', 'grüße')).json.event).toMatchObject({
      httpMethod: 'POST',
      body: 'grüße',
      isBase64Encoded: false,
    });
  });
});

describe('an answer of the function', () => {
  test('comes with its status and all its headers, from the alias of the route', async () => {
    const answer = await ask('/open?status=418');
    expect(answer.status).toBe(418);
    expect(answer.headers).toMatchObject({ 'x-probe': 'yes', vary: 'Origin, Accept' });
    expect(answer.headers['x-amzn-requestid']).toBe(answer.json.event.requestContext.requestId);
    expect(answer.json.environment.AWS_LAMBDA_FUNCTION_VERSION).toBe('1');
  });

  test('is gzipped from the minimum size on when the client accepts it', async () => {
    const long = await ask('/open?do=long', { 'Accept-Encoding': 'br, gzip;q=0.5' });
    expect(long.headers['content-encoding']).toBe('gzip');
    expect(long.json).toHaveLength(5000);
    expect(long.body.length).toBeLessThan(200);
  });

  test.each(['', 'br', 'gzip;q=0', 'identity'])('stays as it is for Accept-Encoding "%s"', async (accepted) => {
    const answer = await ask('/open?do=long', accepted ? { 'Accept-Encoding': accepted } : {});
    expect(answer.headers).not.toHaveProperty('content-encoding');
    expect(answer.body).toHaveLength(5002);
  });

  test('to HEAD has the headers of GET and no body', async () => {
    const answer = await ask('/open?do=long', {}, 'HEAD');
    expect(answer).toMatchObject({ status: 200, headers: { 'content-length': '5002', 'x-probe': 'yes' } });
    expect(answer.body).toHaveLength(0);
  });

  test("to OPTIONS is the function's own, also an empty one", async () => {
    const answer = await ask('/open?do=empty', {}, 'OPTIONS');
    expect(answer.status).toBe(204);
    expect(answer.headers).not.toHaveProperty('content-length');
  });
});

describe('what the gateway answers itself', () => {
  test('is the form of the template, for an unknown route', async () => {
    const answer = await ask('/nowhere');
    expect(answer).toMatchObject({
      status: 404,
      headers: { 'retry-after': '7', 'content-type': 'application/json' },
      json: { error: 'Not found', message: 'Missing Authentication Token' },
    });
    expect(answer.json.requestId).toBe(answer.headers['x-amzn-requestid']);
  });

  test.each(['throw', 'exit', 'nonsense'])(
    'a function that does "%s" becomes the default for server errors',
    async (wish) => {
      expect(await ask(`/open?do=${wish}`)).toMatchObject({ status: 500, json: { error: 'Internal server error' } });
    },
  );

  test("a function that does not answer in time becomes the gateway's time-out", async () => {
    // Two containers: the third call is still waiting for one of them.
    const late = await Promise.all([1, 2, 3].map(() => ask('/open?do=wait&ms=3000')));
    expect(late.map(({ status }) => status)).toEqual([504, 504, 504]);
    expect(late[2]!.json).toMatchObject({ error: 'Request timeout', message: 'Endpoint request timed out' });
    expect((await ask('/open')).status).toBe(200);
  });

  test('the stage throttles beyond its burst, and refills with time', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 14; i++) statuses.push((await ask('/open')).status);
    expect(statuses).toEqual([...Array(12).fill(200), 429, 429]);
    now += 1000;
    expect((await ask('/open')).status).toBe(200);
    expect(await ask('/open')).toMatchObject({
      status: 429,
      json: { error: 'Too many requests', message: 'Too Many Requests' },
    });
  });

  test('a body that is too large is refused', async () => {
    expect((await ask('/open', {}, 'POST', 'x'.repeat(10 * 1024 * 1024 + 1))).status).toBe(413);
  });
});

describe('a route that needs an API key', () => {
  const key = () => [...stack.apiKeys.values()][0]!;

  test('is closed without a valid one', async () => {
    expect((await ask('/open/keyed')).status).toBe(403);
    expect((await ask('/open/keyed', { 'X-API-Key': 'guessed' })).status).toBe(403);
  });

  test('names the key to the function', async () => {
    const { json } = await ask('/open/keyed', { 'X-API-Key': key() });
    expect(json.event.requestContext.identity).toMatchObject({ apiKeyId: 'Probe-test-Key', apiKey: key() });
  });

  test("is throttled by the plan of the key, and closed when the day's quota is used up", async () => {
    const once = async () => (await ask('/open/keyed', { 'X-API-Key': key() })).status;
    expect([await once(), await once(), await once()]).toEqual([200, 200, 429]);
    now += 1000;
    expect(await once()).toBe(200);
    now += 1000;
    const refused = await ask('/open/keyed', { 'X-API-Key': key() });
    expect(refused).toMatchObject({ status: 429, json: { message: 'Limit Exceeded' } });
    now += 86_400_000;
    expect(await once()).toBe(200);
  });
});

describe('odd requests', () => {
  test.each([
    '//',
    '/%zz',
    '/open/../open',
    '/open%2e',
    '*',
    'http://elsewhere.example/nowhere',
    '/media/%00',
    '/?%E0%A4%A',
  ])('the target %s gets an answer and harms nothing', async (target) => {
    const first = await new Promise<string>((resolve, reject) => {
      const socket = connect(stack.port, '127.0.0.1', () =>
        socket.end(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`),
      );
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('error', reject).on('close', () => resolve(text.split('\r\n')[0]!));
    });
    expect(first).toMatch(/^HTTP\/1\.1 (200|404) /);
  });

  test('a broken query reaches the function as it is', async () => {
    const { event } = (await ask('/open?a=%E0%A4%A&=&b')).json;
    expect(Object.keys(event.multiValueQueryStringParameters)).toEqual(['a', '', 'b']);
  });

  test('the log line of a request holds no query', async () => {
    served.length = 0;
    await ask('/open?token=secret');
    expect(served).toEqual([{ method: 'GET', path: '/open', status: 200, ms: expect.any(Number) }]);
  });
});

describe('a WebSocket handshake', () => {
  const HANDSHAKE = [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Key: AAAA',
    'Sec-WebSocket-Version: 13',
  ];

  /** Everything that comes back until the connection is closed. */
  const answerTo = (path: string, headers: readonly string[]) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(stack.port, '127.0.0.1', () =>
        socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost:${stack.port}\r\n${headers.join('\r\n')}\r\n\r\n`),
      );
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('error', reject).on('close', () => resolve(text));
    });

  test.each(['/', '/open', '/local/stack'])('that no service takes gets a 404 and the end: %s', async (path) => {
    expect(await answerTo(path, HANDSHAKE)).toBe(
      'HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
    );
  });

  test('to a private route from a page of another site is refused', async () => {
    const answer = await answerTo('/local/stack', [...HANDSHAKE, 'Origin: https://elsewhere.example']);
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  });

  test('is no upgrade to another protocol, which is ignored', async () => {
    const answer = await ask('/open', { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': '' });
    expect(answer.status).toBe(200);
  });
});

describe('what the template runs on a schedule', () => {
  const run = (name: string, headers: Record<string, string> = {}) =>
    ask(`/local/run/${name}`, { Host: `localhost:${stack.port}`, ...headers }, 'POST');

  test('runs when it is asked for, with the event of its rule, and its result is the answer', async () => {
    const { status, json } = await run('probe');
    expect(status).toBe(200);
    expect(json.event).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      time: `${new Date(now).toISOString().slice(0, 19)}Z`,
      resources: ['arn:aws:events:us-east-1:000000000000:rule/Probe-test-EverySoOften'],
    });
  });

  test('is refused while it runs, and runs again afterwards', async () => {
    await run('probe');
    const containers = stack.pids('probe');
    // Stopped containers answer nothing, so that the one that comes first still runs when the other comes.
    for (const pid of containers) process.kill(pid, 'SIGSTOP');
    const both = [run('probe'), run('probe')];
    expect((await Promise.race(both)).status).toBe(409);
    for (const pid of containers) process.kill(pid, 'SIGCONT');
    expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await run('probe')).status).toBe(200);
  });

  test('is found by the name of its function only, and not by another site', async () => {
    for (const name of ['slow', 'nothing', 'probe/', '']) expect((await run(name)).status).toBe(404);
    expect((await ask('/local/run/probe', { Host: 'localhost' })).status).toBe(404);
    expect((await run('probe', { Origin: 'https://elsewhere.example' })).status).toBe(403);
  });
});

describe('what exists on this machine only', () => {
  test('the stack lists where its parts are', async () => {
    const { json } = await ask('/local/stack', { Host: `localhost:${stack.port}` });
    expect(json).toEqual(stack.description);
    expect(json.tables).toEqual({ cache: 'Probe-test-Cache' });
    expect(json.endpoints.lambda).toBe(`http://127.0.0.1:${stack.port}`);
  });

  test.each([
    ['a page of another site', { Origin: 'https://elsewhere.example' }],
    ['a page on another port', { Origin: 'http://localhost:1' }],
    ['a page of another site that hides its origin', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a name that was made to lead here', { Host: 'rebound.example' }],
  ])('is refused to %s', async (_who, headers) => {
    const merged = { Host: `localhost:${stack.port}`, ...headers };
    expect((await ask('/local/stack', merged)).status).toBe(403);
    expect((await ask('/2015-03-31/functions/Slow/invocations', merged, 'POST', '{}')).status).toBe(403);
    expect((await ask('/', { ...merged, 'X-Amz-Target': 'secretsmanager.GetSecretValue' }, 'POST', '{}')).status).toBe(
      403,
    );
    const { host, port } = new URL(stack.description.endpoints.dynamodb);
    for (const method of ['POST', 'OPTIONS']) {
      const toTables = { Host: host, 'X-Amz-Target': 'DynamoDB_20120810.ListTables', ...headers };
      const answer = await exchange(Number(port), '/', { method, headers: toTables, body: Buffer.from('{}') });
      expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([403, undefined]);
    }
  });

  test("is open to the gateway's own pages", async () => {
    const own = {
      Host: `localhost:${stack.port}`,
      Origin: `http://localhost:${stack.port}`,
      'Sec-Fetch-Site': 'same-origin',
    };
    expect((await ask('/local/stack', own)).status).toBe(200);
  });

  test('an unknown local route is no route of the API', async () => {
    expect((await ask('/local/nothing', { Host: 'localhost' })).status).toBe(404);
  });
});
