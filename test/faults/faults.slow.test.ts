import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LocalStack } from '../../local/stack.ts';
import { type DynamodbProxy, startDynamodbProxy, type TableFault } from '../support/dynamodb-proxy.ts';
import { exchange, type HttpAnswer, moviePath } from '../support/http-exchange.ts';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { type StageVariants, serviceOnly, stageVariants, type Variant } from '../support/stage-variants.ts';
import { askAtOnce, type FaultRow, faultTable } from './fault-run.ts';
import { HOSTILE_PROVIDERS, type HostileProvider, stopProviders } from './hostile-providers.ts';

/** No answer may come later than the gateway's own time-out. */
const LADDER_MS = 29_000;
/** A container of the local stack starts at some 80 MiB; the function has 1,024. */
const MEMORY_MIB = 400;

const rows: FaultRow[] = [];
let stage: StageVariants;
let healthy: ProviderService;

beforeAll(async () => {
  healthy = await startProviderService();
  for (let id = 1; id <= 60; id += 1) {
    healthy.on(String(id), json({ sources: [{ url: `https://media.example/${id}-1080p.mp4` }] }));
  }
  stage = await stageVariants();
});
afterAll(async () => {
  process.stdout.write(`\n${faultTable(rows)}\n`);
  await stage.stop();
  stopProviders();
  await healthy.stop();
});

const startWith = (url: string, { environment = {}, ...variant }: Variant = {}) =>
  stage.start({ ...variant, environment: { PROVIDERS: serviceOnly(url), ...environment } });

/** What holds whatever is broken: every request is answered, in time, by containers that stay as they are. */
function check(row: FaultRow, allowed: readonly number[]): void {
  rows.push(row);
  expect(row).toMatchObject({ lost: 0, lostBecause: [] });
  expect(allowed).toEqual(expect.arrayContaining(Object.keys(row.answers).map(Number)));
  expect(row.slowestMs).toBeLessThan(LADDER_MS);
  expect(row.peakMib).toBeLessThan(MEMORY_MIB);
}

describe('a provider that', () => {
  const running = new Map<string, Promise<{ row: FaultRow; survived: boolean }>>();

  async function run({ fault, start, isSlow = false }: HostileProvider) {
    const containers = isSlow ? 2 : 1;
    const stack = await startWith(await start(), { options: { containers } });
    const row = await askAtOnce(fault, stack, [101, 102]);
    const pids = stack.pids('extract');
    const after = await exchange(stack.port, '/api/stream/extract');
    return { row, survived: after.status === 400 && pids.length === containers && same(pids, stack.pids('extract')) };
  }

  let hanging: Promise<HttpAnswer>;
  async function askHanging(): Promise<HttpAnswer> {
    healthy.on('900', () => undefined);
    return exchange((await startWith(healthy.url)).port, moviePath(900));
  }

  // All at once: most of their time is waiting.
  beforeAll(() => {
    hanging = askHanging();
    for (const provider of HOSTILE_PROVIDERS) running.set(provider.fault, run(provider));
    return Promise.allSettled([hanging, ...running.values()]).then(() => undefined);
  });

  test.each(HOSTILE_PROVIDERS.map(({ fault, answers }) => [fault, answers] as const))(
    '%s costs its own titles a documented answer, and the containers nothing',
    async (fault, answers) => {
      const { row, survived } = await running.get(fault)!;
      check(row, answers);
      expect(survived).toBe(true);
    },
  );

  test('hangs gives 504 in our own form, inside the ladder', async () => {
    const { status, headers, json: body, ms } = await hanging;
    expect(status).toBe(504);
    expect(body).toMatchObject({ error: 'Request timeout', retryable: true });
    expect(headers['x-response-time']).toMatch(/^\d+ms$/);
    expect(ms).toBeLessThan(LADDER_MS);
  });
});

const same = (a: readonly number[], b: readonly number[]) => a.toSorted().join() === b.toSorted().join();

describe('a hanging provider', () => {
  test('does not slow titles that are cached while a container is free, and its breaker frees the others', async () => {
    const stack = await startWith(healthy.url, {
      options: { containers: 4 },
      environment: { ATTEMPT_TIMEOUT_MS: '1000', DEADLINE_MS: '3000' },
    });
    await exchange(stack.port, moviePath(1));
    // Every container but one waits for the provider.
    const hanging = ['901', '902', '903'].map((id) => {
      healthy.on(id, () => undefined);
      return exchange(stack.port, moviePath(id));
    });
    const during: number[] = [];
    for (let time = 0; time < 50; time += 1) {
      const { status, ms } = await exchange(stack.port, moviePath(1));
      expect(status).toBe(200);
      during.push(ms);
    }
    expect(during.toSorted((a, b) => a - b)[25]).toBeLessThan(200);
    expect((await Promise.all(hanging)).map(({ status }) => status)).toEqual([504, 504, 504]);

    // Two more failures open the breaker: from then on nobody waits for the provider at all.
    for (const id of ['904', '905']) healthy.on(id, () => undefined);
    await Promise.all([904, 905].map((id) => exchange(stack.port, moviePath(id))));
    const calls = healthy.calls('906');
    healthy.on('906', () => undefined);
    const row = await askAtOnce('provider hangs, breaker open', stack, Array(20).fill(906));
    // One that waited for the provider would be a 504.
    check(row, [503]);
    expect(healthy.calls('906')).toBe(calls);
  });
});

describe('DynamoDB', () => {
  const FAULTS: [TableFault, number][] = [
    ['slow', 10],
    ['hanging', 20],
    ['throttling', 30],
    ['unreachable', 40],
  ];
  const running = new Map<TableFault, Promise<{ row: FaultRow; survived: boolean; after: string }>>();
  const proxies: DynamodbProxy[] = [];

  async function startBehindProxy(): Promise<{ proxy: DynamodbProxy; stack: LocalStack }> {
    const proxy = await startDynamodbProxy();
    proxies.push(proxy);
    const parts = { dynamodbEndpoint: proxy.endpointFor };
    return { proxy, stack: await startWith(healthy.url, { options: { containers: 2 }, parts }) };
  }

  async function run(fault: TableFault, first: number) {
    const { proxy, stack } = await startBehindProxy();
    await askAtOnce('', stack, [1, 2, 1, 2]);
    const pids = stack.pids('extract');
    proxy.fault = fault;
    for (let id = first * 100 + 1; id <= first * 100 + 20; id += 1) {
      healthy.on(String(id), json({ sources: [{ url: `https://media.example/${id}-1080p.mp4` }] }));
    }
    const row = await askAtOnce(`DynamoDB ${fault}`, stack, [1, 1, 2, 2, first, first + 1, first + 2]);
    proxy.fault = 'none';
    const survived = same(pids, stack.pids('extract'));
    let after = '';
    // Past the pause after a failure; on a busy machine the first write may still be too slow.
    for (let tries = 1; tries <= 20 && !after.includes('stored'); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      const { headers } = await exchange(stack.port, moviePath(first * 100 + tries));
      after = String(headers['cache-status']);
    }
    return { row, survived, after };
  }

  // All at once, as above.
  beforeAll(() => {
    for (const [fault, first] of FAULTS) running.set(fault, run(fault, first));
    return Promise.allSettled(running.values()).then(() => undefined);
  });
  afterAll(() => Promise.all(proxies.map((proxy) => proxy.stop())));

  test.each(FAULTS)(
    '%s: cached and uncached titles are answered, and the shared cache is used again afterwards',
    async (fault) => {
      const { row, survived, after } = await running.get(fault)!;
      check(row, [200]);
      expect(survived).toBe(true);
      expect(after).toContain('stored');
    },
  );

  test('unreachable while a container starts: it starts, and answers', async () => {
    const { proxy, stack } = await startBehindProxy();
    proxy.fault = 'unreachable';
    const row = await askAtOnce('DynamoDB gone from the start', stack, [1, 2, 404]);
    // What the provider does not have might be in the catalogue, which cannot be read.
    check(row, [200, 503]);
  });
});

describe('a container', () => {
  test('killed in the middle of requests costs those a documented answer, and no other', async () => {
    const stack = await startWith(healthy.url, { options: { containers: 4 } });
    await exchange(stack.port, moviePath(1));
    healthy.on('907', () => undefined);
    const calls = healthy.calls('907');
    const cached = askAtOnce('', stack, Array(200).fill(1));
    const hanging = askAtOnce('container killed', stack, [907]);
    while (healthy.calls('907') === calls) await new Promise((resolve) => setTimeout(resolve, 10));
    const killed = new Set(stack.pids('extract'));
    for (const pid of killed) process.kill(pid, 'SIGKILL');
    // One that went on waiting for the provider would be a 504.
    check(await hanging, [503]);
    check({ ...(await cached), fault: 'cached titles meanwhile' }, [200, 503]);
    // Until its exit is reported, a dead container may still be handed a request: that one was in the middle, too.
    while (stack.pids('extract').some((pid) => killed.has(pid)))
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect((await exchange(stack.port, moviePath(1))).status).toBe(200);
  });
});

describe('2,000 requests at once', () => {
  test('for 50 titles are all answered, with one call of the provider for each title', async () => {
    const provider = await startProviderService();
    const ids = Array.from({ length: 2_000 }, (_, index) => 5_000 + (index % 50));
    for (const id of new Set(ids))
      provider.on(String(id), json({ sources: [{ url: `https://media.example/${id}.mp4` }] }));
    const stack = await startWith(provider.url, {
      options: { containers: 4 },
      api: (api) => ({ ...api, throttle: { rate: 10_000, burst: 10_000 } }),
    });
    const row = await askAtOnce('2,000 requests at once', stack, ids);
    const calls = [...new Set(ids)].map((id) => provider.calls(String(id)));
    await provider.stop();
    check(row, [200]);
    expect(new Set(calls)).toEqual(new Set([1]));
  });
});
