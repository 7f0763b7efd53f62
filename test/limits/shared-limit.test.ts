import net, { type AddressInfo, type Socket } from 'node:net';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { ROUTES } from '../../contract/routes.ts';
import { ApiError } from '../../lambda/api-error.ts';
import { CounterTable } from '../../lambda/limits/counter-table.ts';
import { DailySalt } from '../../lambda/limits/daily-salt.ts';
import { RateLimiter } from '../../lambda/limits/rate-limiter.ts';
import { SaltTable } from '../../lambda/limits/salt-table.ts';
import { attachContext, contextOf } from '../../lambda/middleware/context-of.ts';
import { errorMapping } from '../../lambda/middleware/error-mapping.ts';
import { methods } from '../../lambda/middleware/methods.ts';
import { rateLimit, rateLimitHeaders } from '../../lambda/middleware/rate-limit.ts';
import { RequestLimiter, whenAllowed } from '../../lambda/middleware/request-limiter.ts';
import { routing } from '../../lambda/middleware/routing.ts';
import { RequestContext } from '../../lambda/observability/request-context.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type RunningTable, startLimitTable, TABLE } from './limit-table.ts';

const NOON = Date.UTC(2026, 10, 23, 12);
const EDGE_KEY = 'edgekey001';

let table: RunningTable;
let clock: FakeClock;

beforeEach(async () => {
  table = await startLimitTable();
  clock = new FakeClock(NOON + 20_000);
});
afterEach(() => table.stop());

type Work = (context: RequestContext) => Promise<APIGatewayProxyResult>;

const answer: Work = async (context) => {
  await whenAllowed(context);
  return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: '{}' };
};

/** A small function of the site: one container of it, with the limit in its chain as any API would have it. */
function startFunction({ limit = 3, client = table.client, work = answer } = {}) {
  let context = new RequestContext();
  const salts = new DailySalt({ store: new SaltTable(client, TABLE), clock, random: () => 0.5 });
  const limiter = new RateLimiter({ counter: new CounterTable(client, TABLE), clock, limit, windowSeconds: 60 });
  const requests = new RequestLimiter({ limiter, salts, clock, edgeKeyId: EDGE_KEY, ipv6PrefixLength: 64 });
  const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use({
      before: ({ event }) => {
        context = new RequestContext();
        attachContext(event, context);
      },
    })
    .use(rateLimitHeaders(requests))
    .use(errorMapping())
    .use(routing('extract'))
    .use(methods())
    .use({
      before: ({ event }) => {
        if (event.queryStringParameters?.invalid) throw new ApiError('validation');
      },
    })
    .use(rateLimit(requests))
    .handler((event) => work(contextOf(event)));
  return {
    /** The context of the last request. */
    last: () => context,
    call: (event = request()) => handler(event, {} as Context) as Promise<APIGatewayProxyResult>,
  };
}

interface RequestFacts {
  readonly sourceIp?: string;
  readonly apiKeyId?: string | null;
  readonly headers?: Record<string, string>;
  readonly httpMethod?: string;
  readonly invalid?: boolean;
}

function request({ sourceIp = '198.51.100.7', apiKeyId = null, ...facts }: RequestFacts = {}): APIGatewayProxyEvent {
  return {
    resource: ROUTES.extract.path,
    httpMethod: facts.httpMethod ?? 'GET',
    headers: facts.headers ?? {},
    queryStringParameters: facts.invalid ? { invalid: '1' } : null,
    requestContext: { requestId: 'request-1', identity: { sourceIp, apiKeyId } },
  } as unknown as APIGatewayProxyEvent;
}

const limitHeaders = ({ headers = {} }: APIGatewayProxyResult) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => /ratelimit|retry/i.test(name)));

describe('an API with the limit in its chain', () => {
  test('shows every client its count', async () => {
    const { call } = startFunction();
    expect(limitHeaders(await call())).toEqual({
      'X-RateLimit-Limit': '3',
      'X-RateLimit-Remaining': '2',
      'X-RateLimit-Reset': String(NOON / 1000 + 60),
      'RateLimit-Policy': '"ip";q=3;w=60',
      RateLimit: '"ip";r=2;t=40',
    });
  });

  test('refuses with 429, Retry-After and the same headers', async () => {
    const { call } = startFunction();
    for (let time = 0; time < 3; time += 1) expect((await call()).statusCode).toBe(200);
    const refused = await call();
    expect(refused.statusCode).toBe(429);
    expect(JSON.parse(refused.body)).toMatchObject({ error: 'Too many requests', retryable: true });
    expect(limitHeaders(refused)).toEqual({
      'Retry-After': '40',
      'X-RateLimit-Limit': '3',
      'X-RateLimit-Remaining': '0',
      'X-RateLimit-Reset': String(NOON / 1000 + 60),
      'RateLimit-Policy': '"ip";q=3;w=60',
      RateLimit: '"ip";r=0;t=40',
    });
    await clock.advance(40_000);
    expect((await call()).statusCode).toBe(200);
  });

  test('carries the headers on its own failures too, counted at the moment of the answer', async () => {
    const { call } = startFunction({
      work: async (context) => {
        await whenAllowed(context);
        await clock.advance(26_000);
        throw new ApiError('timeout');
      },
    });
    const failed = await call();
    expect(failed.statusCode).toBe(504);
    expect(limitHeaders(failed)).toMatchObject({ 'X-RateLimit-Remaining': '2', RateLimit: '"ip";r=2;t=14' });
  });

  test('neither counts nor decorates what was refused before it was counted', async () => {
    const { call, last } = startFunction();
    await call();
    for (const facts of [{ invalid: true }, { httpMethod: 'POST' }, { httpMethod: 'OPTIONS' }]) {
      const refused = await call(request(facts));
      expect(limitHeaders(refused)).toEqual({});
      expect(last().limit).toBeUndefined();
    }
    expect(limitHeaders(await call())).toMatchObject({ 'X-RateLimit-Remaining': '1' });
  });

  test('begins to decide before the handler runs, and does not wait for it', async () => {
    const order: string[] = [];
    const { client, sent } = table.watchedClient();
    const { call } = startFunction({
      client,
      work: async (context) => {
        order.push(`handler after ${sent.length} calls`);
        const allowed = whenAllowed(context).then(() => order.push('allowed'));
        order.push('looking up');
        await allowed;
        return { statusCode: 200, body: '' };
      },
    });
    await call();
    // The one call is the salt's, begun when the container started.
    expect(order).toEqual(['handler after 1 calls', 'looking up', 'allowed']);
  });

  test('never leaves a rejection to itself when the handler fails before it looks', async () => {
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    const { call } = startFunction({ limit: 1, work: () => Promise.reject(new ApiError('unavailable')) });
    for (let time = 0; time < 3; time += 1) expect((await call()).statusCode).toBe(503);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  test('fails loudly where the middleware was forgotten', () => {
    expect(() => whenAllowed(new RequestContext())).toThrow('middleware is missing');
  });
});

describe('who is counted', () => {
  test.each([
    ['X-Forwarded-For', null],
    ['CloudFront-Viewer-Address', null],
    ['CloudFront-Viewer-Address', 'partnerkey7'],
  ])('a spoofed %s (key %s) does not make a client another one', async (name, apiKeyId) => {
    const { call } = startFunction();
    const statuses = [];
    for (let time = 0; time < 4; time += 1) {
      statuses.push((await call(request({ apiKeyId, headers: { [name]: `203.0.113.${time}:443` } }))).statusCode);
    }
    expect(statuses).toEqual([200, 200, 200, 429]);
  });

  test('viewers behind our own distribution are counted one by one', async () => {
    const { call } = startFunction({ limit: 1 });
    const from = (viewer: string, name = 'CloudFront-Viewer-Address') =>
      call(request({ apiKeyId: EDGE_KEY, headers: { [name]: viewer } }));
    expect((await from('203.0.113.1:443')).statusCode).toBe(200);
    expect((await from('203.0.113.2:443')).statusCode).toBe(200);
    expect((await from('203.0.113.1:9000', 'cloudfront-viewer-address')).statusCode).toBe(429);
  });

  test('two addresses of one /64 share a count, two /64s do not', async () => {
    const { call } = startFunction({ limit: 1 });
    expect((await call(request({ sourceIp: '2001:db8:1:2::1' }))).statusCode).toBe(200);
    expect((await call(request({ sourceIp: '2001:db8:1:2:dead:beef::' }))).statusCode).toBe(429);
    expect((await call(request({ sourceIp: '2001:db8:1:3::1' }))).statusCode).toBe(200);
  });

  test('no address is in the table or in what is logged', async () => {
    const { call, last } = startFunction();
    for (const sourceIp of ['198.51.100.7', '2001:db8:1:2::1']) {
      await call(request({ sourceIp }));
      expect(last().client!.hash).toMatch(/^[\w-]{22}$/);
      expect(JSON.stringify({ ...last() }) + (await table.dump())).not.toMatch(/198\.51\.100\.7|2001:db8/);
    }
    expect((await table.keys()).filter((key) => key.startsWith('rate#'))).toHaveLength(2);
  });
});

describe('two APIs of one site', () => {
  test('share a client’s count, in whichever order it asks them', async () => {
    const stream = startFunction({ limit: 10 });
    const content = startFunction({ limit: 10 });
    const remaining = [];
    for (let time = 0; time < 5; time += 1) {
      for (const { call } of [stream, content]) {
        remaining.push(Number((await call()).headers!['X-RateLimit-Remaining']));
      }
    }
    expect(remaining).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect((await stream.call()).statusCode).toBe(429);
    expect((await content.call()).statusCode).toBe(429);
    expect(stream.last().client).toEqual(content.last().client);
  });
});

describe('when DynamoDB is', () => {
  test('down, requests pass, marked, and each container applies the limit', async () => {
    await table.client.send(new DeleteTableCommand({ TableName: TABLE }));
    const { call, last } = startFunction();
    const statuses = [];
    for (let time = 0; time < 4; time += 1) {
      statuses.push((await call()).statusCode);
      expect(last().limit!.fallback).toBe(true);
    }
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect(last().client!.saltIsLocal).toBe(true);
  });

  test('silent, the first request is delayed by a second and the next not at all, and no call stays open', async () => {
    const sockets = new Set<Socket>();
    const server = net.createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
      socket.resume();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const connected = new Promise((resolve) => server.once('connection', resolve));
    const silent = new DynamoDBClient({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'local',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    });
    const { call, last } = startFunction({ client: DynamoDBDocumentClient.from(silent) });
    const first = call();
    const socket = (await connected) as Socket;
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await clock.advance(1_000);
    expect((await first).statusCode).toBe(200);
    expect(last().limit).toMatchObject({ allowed: true, fallback: true });
    expect((await call()).statusCode).toBe(200);
    await closed;
    expect(sockets.size).toBe(0);
    silent.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
});
