import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LocalStack } from '../../local/stack.ts';
import { dynamoClient } from '../../local/tables/tables.ts';
import { exchange, moviePath } from '../support/http-exchange.ts';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { proxyEvent } from '../support/proxy-event.ts';
import { type StageVariants, stageVariants } from '../support/stage-variants.ts';

/*
 * Everything that a run leaves behind is searched for what must not stay: raw addresses, API keys, bearer tokens, and
 * the tokens of links. Links themselves may be in cache entries, the catalogue and answers, and nowhere else.
 */

const BEARER = 'bearer-7d1f0c55e2';
const PROVIDER_KEY = 'providerkey-94be31';
/** In the query of every link. */
const SIGNATURE = 'signature-c0ffee42';
/** In the path of some links. */
const PATH_TOKEN = 'pathtoken-5ca1ab1e';
const UNKNOWN_PARAMETER = 'unknownvalue-31337';
const ADDRESSES = ['203.0.113.77', '2001:db8:77:77::77', '198.51.100.23', '192.0.2.99'];
const AGENT = `curl (from 192.0.2.99, key ${SIGNATURE})`;

const link = (name: string) => `https://media.example/__token__/${PATH_TOKEN}/${name}?token=${SIGNATURE}`;

let provider: ProviderService;
let malformed: Server;
let stage: StageVariants;
let stack: LocalStack;
let folder: string;
let log: string;
let apiKey: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stream-api-sweep-'));
  provider = await startProviderService();
  malformed = createServer((socket) => {
    socket.on('error', () => undefined).end(`HTTP/1.1 200 OK\r\nBroken header ${link('header')}\r\n\r\n`);
  }).listen(0, '127.0.0.1');
  await once(malformed, 'listening');
  const rawOrigin = `http://127.0.0.1:${(malformed.address() as AddressInfo).port}`;
  const service = `${provider.url}?apikey=${PROVIDER_KEY}`;
  stage = await stageVariants('prod', {
    providers: [
      { type: 'http', name: 'service', url: service, tokenSecret: 'local-provider-token' },
      { type: 'catalogue', name: 'catalogue' },
    ],
    trustedOrigins: [rawOrigin, new URL(provider.url).origin],
    lifetimes: { freshSeconds: 1 },
  });
  stack = await stage.start({
    environment: { RATE_LIMIT: '60', RATE_WINDOW_SECONDS: '86400', DEADLINE_MS: '5000', ATTEMPT_TIMEOUT_MS: '500' },
    options: { providerToken: BEARER, logFile: join(folder, 'log.jsonl') },
  });
  apiKey = [...stack.apiKeys.values()][0]!;
  providerAnswers(rawOrigin);
  await run();
  await stack.stop();
  log = await readFile(join(folder, 'log.jsonl'), 'utf8');
});
afterAll(async () => {
  await stage.stop();
  await provider.stop();
  malformed.close();
  await rm(folder, { recursive: true, force: true });
});

function providerAnswers(rawOrigin: string): void {
  const found = {
    sources: [{ url: link('a.m3u8') }, { url: link('b-720p.mp4') }, { url: `${rawOrigin}/m.m3u8?token=${SIGNATURE}` }],
    subtitles: [{ url: link('en.vtt'), label: 'English' }],
    poster: link('poster.jpg'),
  };
  const redirect =
    (location: string): Parameters<ProviderService['on']>[1] =>
    (response) =>
      response.writeHead(302, { location }).end();
  provider.on('1', json(found));
  provider.on('2', json({ error: `cannot open ${link('x')}`, authorization: `Bearer ${BEARER}` }, 400));
  provider.on('3', (response) => response.writeHead(200).end(`<html>${link('page')}</html>`));
  provider.on('4', redirect(`http://10.0.0.1/?token=${SIGNATURE}`));
  const { origin } = new URL(provider.url);
  provider.on('5', redirect(`${origin}/__token__/${PATH_TOKEN}/?tmdbId=reset&token=${SIGNATURE}`));
  provider.on('reset', (response) => response.destroy());
  provider.on('6', redirect(`${rawOrigin}/?token=${SIGNATURE}`));
  provider.on('7', redirect(`http://user:${SIGNATURE}@media.example/`));
  provider.on('8', () => undefined);
  provider.on('9', json({ sources: [{ url: 5, token: link('odd') }] }));
}

async function run(): Promise<void> {
  const headers = { 'X-API-Key': apiKey, 'User-Agent': AGENT, 'X-Forwarded-For': '198.51.100.23', Cookie: BEARER };
  const get = (path: string, more = {}) => exchange(stack.port, path, { headers: { ...headers, ...more } });
  // What nobody has is a success of the service, which keeps its breaker closed.
  for (const id of ['1', '1', '404', '2', '3', '4', '405', '9', '7', '406', '6', '5', '407', '8'])
    await get(moviePath(id));
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await get(moviePath('1'), { 'CloudFront-Viewer-Address': '198.51.100.23:443' });
  await get(`${moviePath(1)}&secret=${UNKNOWN_PARAMETER}`);
  await get(`/api/stream/extract?tmdbId=${encodeURIComponent(link('asked'))}&mediaType=movie`);
  await get(`/api/stream/nothing?token=${SIGNATURE}`);
  await exchange(stack.port, moviePath(1), { headers: { ...headers, 'X-API-Key': `${apiKey}x` } });
  await exchange(stack.port, moviePath(1), { method: 'POST', headers, body: BEARER });
  await exchange(stack.port, moviePath(1), { headers, host: '::1' }).catch(() => undefined);
  for (const sourceIp of ADDRESSES) {
    const facts = { sourceIp, headers, apiKeyId: 'partner' };
    for (const tmdbId of ['1', '404', 'x'])
      await stack.invoke('extract', proxyEvent({ tmdbId, mediaType: 'movie' }, facts));
  }
  for (let time = 0; time < 60; time += 1) await get(moviePath(1));
  await stack.invoke('cache', { action: 'show', content: { mediaType: 'movie', tmdbId: '1' } });
  await stack.invoke('cache', { action: 'purge', scope: { all: true } });
  // The extraction that ran out of time goes on in the refresh function.
  while (!stack.logs().some(({ message }) => message === 'refresh')) await pause();
  // A refresh that succeeds takes the failures before it out of the table, and a slow table is not waited for.
  do {
    await pause();
    for (const sourceIp of ADDRESSES)
      await stack.invoke('extract', proxyEvent({ tmdbId: '9', mediaType: 'movie' }, { sourceIp, headers }));
    await get(moviePath('9'));
    items = await readTables();
  } while (!items.some(isBreaker) || items.filter(isCount).length <= ADDRESSES.length);
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 100));

type Item = Record<string, unknown> & { pk: string };
type StoredItem = Item & { readonly table: string };
let items: StoredItem[] = [];
const isBreaker = ({ pk }: Item): boolean => pk.includes('#breaker#');
const isCount = ({ table, pk }: StoredItem): boolean => table === 'limits' && pk.startsWith('rate#');

async function readTables(): Promise<StoredItem[]> {
  const read: StoredItem[] = [];
  const plain = dynamoClient(stack.description.endpoints.dynamodb);
  const client = DynamoDBDocumentClient.from(plain);
  for (const [table, TableName] of Object.entries(stack.description.tables)) {
    for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
      read.push(...Items.map((item) => ({ ...(item as Item), table })));
    }
  }
  plain.destroy();
  return read;
}

/** The item as text, bytes read as text too, and the body of an entry unpacked. */
const textOf = (item: Item): string =>
  JSON.stringify(item, (_name, value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value));
const bodyOf = ({ body }: Item): string =>
  body instanceof Uint8Array ? brotliDecompressSync(body as Uint8Array<ArrayBuffer>).toString() : '';

const lines = () =>
  log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const never = () => [
  ['an API key', apiKey],
  ['the bearer token', BEARER],
  ["a provider's own query", PROVIDER_KEY],
  ["a link's query", SIGNATURE],
  ["a link's path", PATH_TOKEN],
  ['a parameter that nobody knows', UNKNOWN_PARAMETER],
  ...ADDRESSES.map((address) => ['an address', address] as const),
  ['the cut address', '2001:db8:77:77'],
  ['the address of a connection', '::1'],
  ['the user agent', 'curl'],
];

describe('after a run', () => {
  test('the run was one that had something to leave behind', () => {
    const statuses = new Set(lines().map(({ status }) => status));
    for (const status of [200, 400, 404, 405, 429, 503, 504]) expect(statuses).toContain(status);
    expect(lines().some(({ message }) => message === 'refresh')).toBe(true);
    expect(new Set(items.map(({ table }) => table))).toEqual(new Set(['cache', 'limits']));
    expect(items.some(isBreaker)).toBe(true);
    expect(items.some(({ note }) => note !== undefined)).toBe(true);
  });

  test('nothing that the functions printed holds an address, a key or a token', () => {
    for (const [what, secret] of never()) expect([what, log.includes(secret!)]).toEqual([what, false]);
    // Ports and lengths are no addresses: only what a log line would call one.
    expect(log).not.toMatch(/"(sourceIp|ip|userAgent|apiKey|authorization|cookie)"/i);
  });

  test('nothing in the tables does, and links are in entries only', () => {
    for (const item of items) {
      for (const [what, secret] of never()) {
        expect([item.pk, what, textOf(item).includes(secret!)]).toEqual([item.pk, what, false]);
      }
    }
    const withLinks = items.filter((item) => bodyOf(item).includes(SIGNATURE));
    expect(withLinks.map(({ kind }) => kind)).toEqual(['answer']);
    expect(withLinks[0]!.table).toBe('cache');
  });

  test('clients are known by hashes of the day alone', () => {
    const counters = items.filter(isCount);
    expect(counters.length).toBeGreaterThanOrEqual(ADDRESSES.length + 1);
    for (const { pk } of counters) expect(pk).toMatch(/^rate#\d+#[\w-]{22}$/);
    const logged = lines().flatMap(({ client }) => (client === undefined ? [] : [String(client)]));
    for (const client of logged) expect(client).toMatch(/^[\w-]{22}$/);
  });

  test('every error is logged with its time, parameters, type, message, response time and client', () => {
    const errors = lines().filter(({ message, status }) => message === 'request' && Number(status) >= 400);
    expect(errors.length).toBeGreaterThan(10);
    for (const line of errors) {
      expect(line).toMatchObject({
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        requestId: expect.any(String),
        error: expect.any(String),
        errorMessage: expect.any(String),
        responseTime: expect.any(Number),
        client: expect.any(String),
      });
      expect(line.tmdbId ?? line.parameters).toBeDefined();
    }
  });

  test('a provider failure is logged with its name, attempt and cause', () => {
    const [failed] = lines().filter(({ status, tmdbId }) => status === 503 && tmdbId === '5');
    const attempts = (failed!.attempts as Record<string, unknown>[]).filter(({ provider }) => provider === 'service');
    // Whether there is time for a third is a matter of the waits before it, which are random.
    expect(attempts.length).toBeGreaterThan(1);
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3].slice(0, attempts.length));
    for (const attempt of attempts) {
      expect(attempt).toMatchObject({
        provider: 'service',
        outcome: 'failed',
        cause: 'ECONNRESET',
      });
    }
  });
});
