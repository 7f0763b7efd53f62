import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { errorAnswer } from '../../contract/errors/error-answer.ts';
import { ERROR_OCCASIONS, type ErrorOccasion, type OccasionName } from '../../contract/errors/error-occasions.ts';
import { ERRORS } from '../../contract/errors/error-table.ts';
import { EdgeFirewall } from '../../lib/edge/firewall.ts';
import type { LocalStack } from '../../local/stack.ts';
import type { ApiDefinition } from '../../local/template/rest-api.ts';
import { onlyResource } from '../lib/template-resources.ts';
import { headerGaps } from '../support/documented-headers.ts';
import { exchange, type HttpAnswer, moviePath } from '../support/http-exchange.ts';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { type StageVariants, serviceOnly, stageVariants, type Variant } from '../support/stage-variants.ts';

const RECORDS_PATH = '/api/stream/cmcd?tmdbId=550&mediaType=movie';
const HANGING = '504';
const DOWN = '503';
const FOUND = '200';

let provider: ProviderService;
let open: StageVariants;
let keyed: StageVariants;

beforeAll(async () => {
  provider = await startProviderService();
  provider.on(FOUND, json({ sources: [{ url: 'https://media.example/a.mp4' }] }));
  provider.on(DOWN, json({}, 400));
  provider.on(HANGING, () => undefined);
  open = await stageVariants('dev');
  keyed = await stageVariants('prod');
});
afterAll(async () => {
  await open.stop();
  await keyed.stop();
  await provider.stop();
});

async function startOpen({ environment = {}, ...variant }: Variant = {}): Promise<LocalStack> {
  return open.start({ ...variant, environment: { PROVIDERS: serviceOnly(provider.url), ...environment } });
}

/** One stack for all that leave it as it was. */
let unvaried: Promise<LocalStack> | undefined;
const shared = (): Promise<LocalStack> => {
  unvaried ??= startOpen();
  return unvaried;
};

const ask = (stack: LocalStack, path: string, method = 'GET', body?: Buffer) =>
  exchange(stack.port, path, { method, ...(body && { body }) });

/** The second of two requests to a stack that takes only one. */
async function secondOf(stack: LocalStack, headers: Record<string, string> = {}): Promise<HttpAnswer> {
  expect((await exchange(stack.port, moviePath(FOUND), { headers })).status).toBe(200);
  return exchange(stack.port, moviePath(FOUND), { headers });
}

const withRouteTimeout =
  (timeoutMs: number) =>
  (api: ApiDefinition): ApiDefinition => ({
    ...api,
    routes: api.routes.map((route) => ({ ...route, timeoutMs })),
  });

async function afterContainerIsKilled(): Promise<HttpAnswer> {
  const stack = await startOpen();
  const calls = provider.calls(HANGING);
  const answer = ask(stack, moviePath(HANGING));
  while (provider.calls(HANGING) === calls) await new Promise((resolve) => setTimeout(resolve, 10));
  for (const pid of stack.pids('extract')) process.kill(pid, 'SIGKILL');
  return answer;
}

/** Provokes each occasion over HTTP. What no request to a local stack can provoke is checked in the template. */
const PROVOCATIONS: Record<OccasionName, (() => Promise<HttpAnswer>) | 'template'> = {
  invalidQuery: async () => ask(await shared(), '/api/stream/extract?tmdbId=0'),
  malformedRequest: 'template',
  requestTooLarge: async () => ask(await shared(), moviePath(FOUND), 'POST', Buffer.alloc(10 * 1024 * 1024 + 1)),
  noApiKey: async () => ask(await keyed.start(), moviePath(FOUND)),
  noToken: async () => {
    const preferences = { tokenSecret: 'token' };
    const stage = await stageVariants('dev', { preferences });
    const stack = await stage.start();
    const answer = await ask(stack, '/api/stream/preferences');
    await stage.stop();
    return answer;
  },
  noSources: async () => ask(await shared(), moviePath(404)),
  removedTitle: async () => {
    const stack = await shared();
    await ask(stack, moviePath(404));
    return ask(stack, `/api/stream/steering.json?mediaType=movie&tmdbId=404&p=a.1.abcdef`);
  },
  noSuchRoute: async () => ask(await shared(), '/api/stream/extract/more'),
  otherMethod: async () => ask(await shared(), moviePath(FOUND), 'PUT'),
  unreadableRecords: async () => ask(await shared(), RECORDS_PATH, 'POST', Buffer.from('no record')),
  tooManyRecords: async () => ask(await shared(), RECORDS_PATH, 'POST', Buffer.alloc(32 * 1024 + 1, 'a')),
  clientOverLimit: async () =>
    secondOf(await startOpen({ environment: { RATE_LIMIT: '1', RATE_WINDOW_SECONDS: '86400' } })),
  throttled: async () => secondOf(await startOpen({ api: (api) => ({ ...api, throttle: { rate: 0.001, burst: 1 } }) })),
  quotaUsedUp: async () => {
    const stack = await keyed.start({
      environment: { PROVIDERS: serviceOnly(provider.url) },
      api: (api) => ({ ...api, keys: api.keys.map((key) => ({ ...key, dailyQuota: 1 })) }),
    });
    return secondOf(stack, { 'X-API-Key': [...stack.apiKeys.values()][0]! });
  },
  unexpected: async () => ask(await startOpen({ environment: { TRUSTED_ORIGINS: '["no origin"]' } }), moviePath(FOUND)),
  gatewayFault: 'template',
  providerDown: async () => ask(await shared(), moviePath(DOWN)),
  functionCrashed: afterContainerIsKilled,
  storeDown: async () => {
    const stack = await startOpen({ environment: { USAGE_TABLE: 'no-such-table' } });
    return ask(stack, RECORDS_PATH, 'POST', Buffer.from('cid="main",e=ps,sid="s",sn=0,sta=s,ts=1780000000000,v=2'));
  },
  extractionTooLong: async () =>
    ask(await startOpen({ environment: { DEADLINE_MS: '1500', ATTEMPT_TIMEOUT_MS: '1000' } }), moviePath(HANGING)),
  flood: 'template',
  functionTooLong: async () => ask(await startOpen({ api: withRouteTimeout(500) }), moviePath(HANGING)),
};

const occasions = Object.entries(ERROR_OCCASIONS) as [OccasionName, ErrorOccasion][];

describe('every error of the table', () => {
  test.each(Object.keys(ERRORS))('%s has an occasion', (name) => {
    expect(occasions.map(([, { error }]) => error)).toContain(name);
  });

  test.each(occasions.filter(([name]) => PROVOCATIONS[name] !== 'template'))(
    'reaches the client as it is there, when provoked: %s',
    async (name, { error, from, retryAfter }) => {
      const { status, headers, json: body, text } = await (PROVOCATIONS[name] as () => Promise<HttpAnswer>)();
      const row = ERRORS[error];
      expect([status, body.error, body.retryable]).toEqual([row.status, row.error, row.retryable]);
      expect(errorAnswer.strict().safeParse(body).error).toBeUndefined();
      if (error !== 'validation') expect(body.message).toBe(row.message);
      expect(body.requestId).toBe(headers['x-amzn-requestid']);
      expect(headers['content-type']).toBe('application/json');
      expect(headers['cache-control']).toBe(error === 'notAvailable' ? 'private, max-age=60' : 'no-store');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headerGaps('GET', status, headers)).toEqual([]);
      expect(headers['retry-after'] !== undefined).toBe(retryAfter !== undefined);
      if (typeof retryAfter === 'number') expect(headers['retry-after']).toBe(String(retryAfter));
      expect(Number(headers['retry-after'] ?? 1)).toBeGreaterThan(0);
      // Only the function measures itself.
      expect('x-response-time' in headers).toBe(from === 'function');
      expect(text).not.toMatch(/node:|\/var\/task|at \w+ \(|127\.0\.0\.1/);
    },
  );
});

describe('the gateway of the template', () => {
  const byType = new Map(
    occasions.flatMap(([, occasion]) => (occasion.gatewayTypes ?? []).map((type) => [type, occasion])),
  );

  test('answers every type of error as the table has it, and no other', () => {
    const { gatewayResponses } = open.definition.api;
    expect([...gatewayResponses.keys()].sort()).toEqual([...byType.keys()].sort());
    for (const [type, { status, headers, template }] of gatewayResponses) {
      const { error, retryAfter } = byType.get(type)!;
      const { status: expected, ...body } = ERRORS[error];
      expect([type, status, JSON.parse(template!)]).toEqual([
        type,
        expected,
        { ...body, requestId: '$context.requestId' },
      ]);
      expect([type, headers['Retry-After']]).toEqual([type, retryAfter === undefined ? undefined : String(retryAfter)]);
    }
  });
});

describe('the firewall of the edge', () => {
  test('answers a flood as the table has it', () => {
    const stack = new Stack(new App(), 'Edge');
    new EdgeFirewall(stack, 'Firewall', { floodLimit: 5_000 });
    const [, { Properties }] = onlyResource(Template.fromStack(stack), 'AWS::WAFv2::WebACL');
    const { CustomResponseBodies: bodies, Rules: rules } = Properties as Record<string, ReturnType<typeof JSON.parse>>;
    const { status, ...body } = ERRORS[ERROR_OCCASIONS.flood.error];
    const answers = rules.map(({ Action }: { Action: unknown }) => Action);
    expect(answers).toEqual([
      {
        Block: {
          CustomResponse: {
            ResponseCode: status,
            CustomResponseBodyKey: 'tooManyRequests',
            ResponseHeaders: expect.arrayContaining([
              { Name: 'Retry-After', Value: String(ERROR_OCCASIONS.flood.retryAfter) },
              { Name: 'Cache-Control', Value: 'no-store' },
            ]),
          },
        },
      },
    ]);
    expect(bodies.tooManyRequests.ContentType).toBe('APPLICATION_JSON');
    expect(JSON.parse(bodies.tooManyRequests.Content)).toEqual(body);
  });
});
