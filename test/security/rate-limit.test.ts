import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyResult } from 'aws-lambda';
import type { LocalStack } from '../../local/stack.ts';
import { exchange, type HttpAnswer, moviePath } from '../support/http-exchange.ts';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { proxyEvent } from '../support/proxy-event.ts';
import { type StageVariants, serviceOnly, stageVariants } from '../support/stage-variants.ts';

const LIMIT_HEADERS = [
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'ratelimit-policy',
  'ratelimit',
];
const DAY = '86400';

let stage: StageVariants;
let provider: ProviderService;

beforeAll(async () => {
  provider = await startProviderService();
  stage = await stageVariants();
  for (const id of ['1', '2']) provider.on(id, json({ sources: [{ url: 'https://media.example/a.mp4' }] }));
});
afterAll(async () => {
  await stage.stop();
  await provider.stop();
});

/** A stack of the stage's own limit. A window as long as a day does not end in the middle of a test. */
const limitedStack = (environment: Record<string, string> = {}, containers = 4): Promise<LocalStack> =>
  stage.start({
    environment: { PROVIDERS: serviceOnly(provider.url), RATE_LIMIT: '100', RATE_WINDOW_SECONDS: DAY, ...environment },
    options: { containers },
  });

/**
 * Runs a test's requests, again on a new stack where the table took over 250 ms on a busy machine: that shows what the
 * limiter does then, and not what is asked here.
 */
async function countedByTable<T>(
  start: () => Promise<LocalStack>,
  run: (stack: LocalStack) => Promise<T>,
): Promise<{ stack: LocalStack; result: T }> {
  for (let tries = 1; ; tries += 1) {
    const stack = await start();
    const result = await run(stack);
    if (tries === 5 || !fellBack(stack)) return { stack, result };
    await stack.stop();
  }
}

const limitHeaders = ({ headers }: HttpAnswer) => LIMIT_HEADERS.filter((name) => name in headers);
/** Whether a container counted without the table. */
const fellBack = (stack: LocalStack): boolean => JSON.stringify(stack.logs()).includes('"limiterFailure"');
const count = (answers: readonly HttpAnswer[], status: number) =>
  answers.filter((each) => each.status === status).length;

describe('one client', () => {
  test('has its first 100 requests answered and is then refused until the window ends, whatever it claims to be', async () => {
    const { stack, result } = await countedByTable(
      () => limitedStack({}, 2),
      async ({ port }) => {
        const answers: HttpAnswer[] = [];
        for (let time = 1; time <= 100; time += 1) answers.push(await exchange(port, moviePath(1)));
        return answers;
      },
    );
    expect(result.map(({ status, headers }) => [status, headers['x-ratelimit-remaining']])).toEqual(
      Array.from({ length: 100 }, (_, index) => [200, String(99 - index)]),
    );
    const refused = await exchange(stack.port, moviePath(1));
    expect(refused.status).toBe(429);
    expect(refused.json).toMatchObject({ error: 'Too many requests', retryable: true });
    expect(refused.headers).toMatchObject({ 'cache-control': 'no-store', 'x-ratelimit-limit': '100' });
    const reset = Number(refused.headers['x-ratelimit-reset']);
    expect(reset % Number(DAY)).toBe(0);
    // Both are rounded up to whole seconds, from two readings of the clock.
    const left = reset - Date.now() / 1000;
    expect(Math.abs(Number(refused.headers['retry-after']) - left)).toBeLessThan(3);

    for (const headers of [
      { 'X-Forwarded-For': '203.0.113.5' },
      { 'CloudFront-Viewer-Address': '203.0.113.5:443' },
      { Forwarded: 'for=203.0.113.5', 'X-Real-IP': '203.0.113.5' },
    ] as Record<string, string>[]) {
      expect((await exchange(stack.port, moviePath(1), { headers })).status).toBe(429);
    }
  });

  test('passes again as soon as Retry-After says so', async () => {
    const stack = await limitedStack({ RATE_LIMIT: '3', RATE_WINDOW_SECONDS: '2' }, 1);
    let refused: HttpAnswer | undefined;
    for (let time = 0; time < 20 && !refused; time += 1) {
      const answer = await exchange(stack.port, moviePath(1));
      if (answer.status === 429) refused = answer;
    }
    const seconds = Number(refused!.headers['retry-after']);
    expect(seconds).toBeLessThanOrEqual(2);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    expect((await exchange(stack.port, moviePath(1))).status).toBe(200);
  });

  test('of 400 simultaneous requests to four containers has exactly 100 answered', async () => {
    const { stack, result: answers } = await countedByTable(limitedStack, ({ port }) =>
      Promise.all(Array.from({ length: 400 }, () => exchange(port, moviePath(2)))),
    );
    expect(stack.pids('extract')).toHaveLength(4);
    expect([count(answers, 200), count(answers, 429)]).toEqual([100, 300]);
    const remaining = answers
      .filter(({ status }) => status === 200)
      .map(({ headers }) => headers['x-ratelimit-remaining']);
    expect(new Set(remaining).size).toBe(100);
  });

  test('does not use up what another client has', async () => {
    const { result } = await countedByTable(
      () => limitedStack({ RATE_LIMIT: '1' }, 1),
      async (stack) => {
        const from = async (sourceIp: string) => {
          const event = proxyEvent({ tmdbId: '1', mediaType: 'movie' }, { sourceIp });
          const { payload } = await stack.invoke('extract', event);
          return (JSON.parse(payload) as APIGatewayProxyResult).statusCode;
        };
        return [
          (await exchange(stack.port, moviePath(1))).status,
          (await exchange(stack.port, moviePath(1))).status,
          await from('2001:db8:1:2::1'),
          await from('2001:db8:1:2:ffff::9'),
          await from('2001:db8:1:3::1'),
          await from('::ffff:127.0.0.1'),
        ];
      },
    );
    expect(result).toEqual([200, 429, 200, 429, 200, 429]);
  });
});

describe('the headers that show a client the state of its limit', () => {
  let stack: LocalStack;
  beforeAll(async () => {
    stack = await limitedStack({ DEADLINE_MS: '1500', ATTEMPT_TIMEOUT_MS: '1000' }, 2);
    provider.on('503', json({}, 400));
    provider.on('504', () => undefined);
    await exchange(stack.port, moviePath(1));
  });

  test.each([
    ['an answer', moviePath(1), {}, 200],
    ['HEAD', moviePath(1), { method: 'HEAD' }, 200],
    ['an answer that the client has', moviePath(1), { headers: { 'If-None-Match': '*' } }, 304],
    ['a title that nobody has', moviePath(404), {}, 404],
    ['a service that is down', moviePath(503), {}, 503],
    ['a service that hangs', moviePath(504), {}, 504],
  ] as const)('are on %s', async (_what, path, options, expected) => {
    const answer = await exchange(stack.port, path, options);
    expect(answer.status).toBe(expected);
    expect(limitHeaders(answer)).toEqual(LIMIT_HEADERS);
    expect(answer.headers['ratelimit-policy']).toBe(`"ip";q=100;w=${DAY}`);
    expect(answer.headers.ratelimit).toMatch(new RegExp(`^"ip";r=${answer.headers['x-ratelimit-remaining']};t=\\d+$`));
  });

  test.each([
    ['a request that is not valid', '/api/stream/extract?tmdbId=1', {}, 400],
    ['another method', moviePath(1), { method: 'DELETE' }, 405],
    ['a preflight', moviePath(1), { method: 'OPTIONS' }, 204],
    ["the gateway's own answer", '/api/stream', {}, 404],
  ] as const)('are not on %s, which is not counted', async (_what, path, options, expected) => {
    const before = await exchange(stack.port, moviePath(1));
    const answer = await exchange(stack.port, path, options);
    expect(answer.status).toBe(expected);
    expect(limitHeaders(answer)).toEqual([]);
    const after = await exchange(stack.port, moviePath(1));
    const remaining = [before, after].map(({ headers }) => Number(headers['x-ratelimit-remaining']));
    expect(remaining[0]! - remaining[1]!).toBe(1);
  });
});
