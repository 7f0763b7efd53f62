import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ProviderSettings } from '../../contract/provider-settings.ts';
import { systemClock } from '../../lambda/clock.ts';
import { createDeadline } from '../../lambda/deadline.ts';
import { Breaker, TITLES_TO_OPEN } from '../../lambda/providers/breaker.ts';
import { catalogueTable } from '../../lambda/providers/catalogue-reader.ts';
import type { ExtractionObserver } from '../../lambda/providers/events.ts';
import { createProviders, type ProvidersOptions } from '../../lambda/providers/providers.ts';
import { type Content, contentKey } from '../../lambda/stream/content.ts';
import { type DynamoDb, startDynamoDb } from '../../local/tables/dynamodb.ts';
import { createTable } from '../../local/tables/tables.ts';
import { MemoryStores } from '../cache/memory-stores.ts';
import { files, type Handler, type Origin, startOrigin } from '../support/media-origin.ts';
import { pkTable } from '../support/pk-table.ts';

const table = 'catalogue';
const film: Content = { mediaType: 'movie', tmdbId: '10378' };
const closing: (() => unknown)[] = [];
let database: DynamoDb;
let documents: DynamoDBDocumentClient;

beforeAll(async () => {
  database = await startDynamoDb();
  const client = new DynamoDBClient({
    endpoint: database.endpoint,
    region: 'local',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    maxAttempts: 1,
  });
  documents = DynamoDBDocumentClient.from(client);
  await createTable(client, pkTable(table));
});
afterAll(async () => {
  documents.destroy();
  await database.stop();
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function origin(handler: Handler): Promise<Origin> {
  const server = await startOrigin(handler);
  closing.push(server.close);
  return server;
}

const store = (content: Content, row: unknown) =>
  documents.send(new PutCommand({ TableName: table, Item: { pk: contentKey(content), row } }));

async function extract(
  providers: ProviderSettings[],
  options: Partial<ProvidersOptions> = {},
  content = film,
  ms = 20_000,
) {
  const events: unknown[] = [];
  const provideSources = createProviders({
    providers,
    readCatalogue: catalogueTable(documents, table),
    readToken: async (secret) => `token of ${secret}`,
    trustedOrigins: [],
    attemptTimeoutMs: 5_000,
    inspectBudgetMs: 2_000,
    clock: systemClock,
    random: () => 0.5,
    ...options,
  });
  const observer: ExtractionObserver = {
    onAttempt: ({ provider, outcome }) => events.push(['attempt', provider, outcome]),
    onProvider: ({ provider, outcome }) => events.push(['provider', provider, outcome]),
    onManifests: ({ provider, read, gone }) => events.push(['manifests', provider, { read, gone }]),
    onUnplayable: ({ provider, sources }) => events.push(['unplayable', provider, sources]),
  };
  const deadline = createDeadline(systemClock, systemClock.now() + ms);
  try {
    return { ...(await provideSources(content, deadline, observer)), events };
  } finally {
    deadline.clear();
  }
}

const catalogue: ProviderSettings = { type: 'catalogue', name: 'catalogue' };
const httpProvider = (url: string): ProviderSettings => ({
  type: 'http',
  name: 'primary',
  url,
  tokenSecret: 'secret-name',
});
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no failure',
    (error) => error.name,
  );

describe('the providers of a stage', () => {
  test('asks the provider with its token, inspects its sources, and reports each step', async () => {
    const media = await origin(files({ '/m.m3u8': '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nv.m3u8' }));
    const server = await origin((_, response) => response.end(`{"sources":[{"url":"${media.url}/m.m3u8"}]}`));
    const result = await extract([httpProvider(server.url), catalogue], { trustedOrigins: [media.url] });
    expect(result.sources.map(({ url }) => url)).toEqual([`${media.url}/m.m3u8`, `${media.url}/v.m3u8`]);
    expect(server.headers[0]?.authorization).toBe('Bearer token of secret-name');
    expect(result.events).toEqual([
      ['attempt', 'primary', 'answered'],
      ['manifests', 'primary', { read: 1, gone: 0 }],
      ['provider', 'primary', 'found'],
    ]);
  });

  test("a provider's own private URL trusts nothing that it lists", async () => {
    const server: Origin = await origin((_, response) =>
      response.end(`{"sources":[{"url":"http://127.0.0.1:${server.port}/internal.m3u8"}]}`),
    );
    const { sources } = await extract([httpProvider(server.url)]);
    expect(sources[0]).not.toHaveProperty('inspected');
    expect(server.requests).toHaveLength(1);
  });

  test("the catalogue's titles are found behind a provider that is down, or hangs", async () => {
    await store(
      film,
      JSON.stringify({ ...film, title: 'Big Buck Bunny', sources: [{ url: 'https://cdn.test/bbb.mp4' }] }),
    );
    const broken = await origin((_, response) => response.writeHead(403).end());
    expect((await extract([httpProvider(broken.url), catalogue])).sources).toEqual([
      { url: 'https://cdn.test/bbb.mp4', provider: 'catalogue' },
    ]);
    const hanging = await origin(() => {});
    const { events } = await extract([httpProvider(hanging.url), catalogue], {}, film, 1_000);
    expect(events).toContainEqual(['provider', 'primary', 'unavailable']);
    expect(events).toContainEqual(['provider', 'catalogue', 'found']);
  });

  test.each<[string, string, number | null]>([
    ['a relative link', '/hls/x.m3u8', null],
    ['no web URL', 'magnet:?xt=urn:btih:0', null],
    ['an expired link', 'https://cdn.test/a.mp4', Date.now() / 1000 - 3_600],
  ])('a provider that lists nothing but %s is skipped, and alone is unavailable', async (_what, url, expiresAt) => {
    await store(film, JSON.stringify({ ...film, sources: [{ url: 'https://cdn.test/bbb.mp4' }] }));
    const server = await origin((_, response) => response.end(JSON.stringify({ sources: [{ url, expiresAt }] })));
    const { sources, events } = await extract([httpProvider(server.url), catalogue]);
    expect(sources).toEqual([{ url: 'https://cdn.test/bbb.mp4', provider: 'catalogue' }]);
    expect(events).toContainEqual(['unplayable', 'primary', 1]);
    expect(await failureOf(extract([httpProvider(server.url)]))).toBe('UnavailableError');
    await store(film, JSON.stringify({ ...film, sources: [{ url, expiresAt }] }));
    expect(await failureOf(extract([catalogue]))).toBe('NotFoundError');
  });

  test.each([
    ['lists nothing that plays', 200, JSON.stringify({ sources: [{ url: 'ftp://cdn.test/a.mp4' }] }), true],
    [
      'lists expired links',
      200,
      JSON.stringify({ sources: [{ url: 'https://cdn.test/a.mp4', expiresAt: Date.now() / 1000 - 3_600 }] }),
      true,
    ],
    ['refuses', 451, '', true],
    ['fails', 403, '', false],
    ['answers with HTML', 200, '<html>', false],
    ['answers in another form', 200, '{"sources":null}', false],
  ])('five titles for which a provider %s open its breaker or not', async (_what, status, answer, staysOpen) => {
    const good = JSON.stringify({ sources: [{ url: 'https://cdn.test/good.mp4' }] });
    const server = await origin((request, response) => {
      const isGood = request.url?.includes('tmdbId=550');
      response.writeHead(isGood ? 200 : status).end(isGood ? good : answer);
    });
    const breaker = new Breaker(new MemoryStores().breakers, systemClock);
    const isAnswered = (tmdbId: string) =>
      extract([httpProvider(server.url)], { breaker }, { mediaType: 'movie', tmdbId }).then(
        () => true,
        () => false,
      );
    for (let time = 0; time < 2 * TITLES_TO_OPEN; time++) expect(await isAnswered('1')).toBe(false);
    expect(await isAnswered('550')).toBe(true);
    for (let id = 1; id <= TITLES_TO_OPEN; id++) expect(await isAnswered(String(id))).toBe(false);
    expect(await isAnswered('550')).toBe(staysOpen);
  });

  test.each<[string, string[], string]>([
    ['audio alone', ['/radio.m3u8', '/a.mp3'], 'NotFoundError'],
    ['audio and something that plays', ['/radio.m3u8', '/a.mp4'], 'no failure'],
    ['audio and a link that no answer may have', ['/radio.m3u8', 'ftp://cdn.test/a.mp4'], 'UnavailableError'],
  ])('a provider that lists %s: %j is %s', async (_what, urls, expected) => {
    const radio = '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=5,RESOLUTION=0x0,CODECS="mp4a.40.2"\nr.m3u8';
    const media = await origin(files({ '/radio.m3u8': radio }));
    const sources = urls.map((url) => ({ url: new URL(url, media.url).href }));
    const server = await origin((_, response) => response.end(JSON.stringify({ sources })));
    expect(await failureOf(extract([httpProvider(server.url)], { trustedOrigins: [media.url] }))).toBe(expected);
    expect(server.requests).toHaveLength(1);
  });

  test.each([404, 410, 204])('a provider that answers %s does not have the title', async (status) => {
    const server = await origin((_, response) => response.writeHead(status).end());
    expect(await failureOf(extract([httpProvider(server.url)]))).toBe('NotFoundError');
    expect(server.requests).toHaveLength(1);
  });

  test('the catalogue drops sources that are gone; with nothing left it does not have the title', async () => {
    const media = await origin(files({ '/here.m3u8': '#EXTM3U\n' }));
    const trustedOrigins = [media.url];
    const sources = [{ url: `${media.url}/gone.m3u8` }, { url: `${media.url}/here.m3u8` }];
    await store(film, JSON.stringify({ ...film, sources }));
    expect((await extract([catalogue], { trustedOrigins })).sources).toMatchObject([sources[1]]);
    await store(film, JSON.stringify({ ...film, sources: [sources[0]] }));
    expect(await failureOf(extract([catalogue], { trustedOrigins }))).toBe('NotFoundError');
  });

  test('a title that the catalogue does not have is not found', async () => {
    expect(await failureOf(extract([catalogue], {}, { mediaType: 'movie', tmdbId: '1' }))).toBe('NotFoundError');
  });

  test('an episode is found by its season and number, zero included', async () => {
    const special: Content = { mediaType: 'tv', tmdbId: '1396', season: 0, episode: 0 };
    await store(special, JSON.stringify({ ...special, sources: [{ url: 'https://cdn.test/s0.mp4' }] }));
    expect((await extract([catalogue], {}, special)).sources).toHaveLength(1);
    expect(await failureOf(extract([catalogue], {}, { ...special, episode: 1 }))).toBe('NotFoundError');
  });

  test('a row without a source is not found', async () => {
    await store(film, JSON.stringify({ ...film, sources: [] }));
    expect(await failureOf(extract([catalogue]))).toBe('NotFoundError');
  });

  test.each([['not JSON'], ['{"sources":"many"}'], [42]])(
    'a stored row of %p makes the catalogue unavailable',
    async (row) => {
      await store(film, row);
      expect(await failureOf(extract([catalogue]))).toBe('UnavailableError');
    },
  );

  test('a table that cannot be read makes it unavailable, one that hangs timed out', async () => {
    const failing = extract([catalogue], { readCatalogue: catalogueTable(documents, 'no-such-table') });
    await expect(failing).rejects.toMatchObject({ name: 'UnavailableError', timedOut: false });
    const hanging = extract([catalogue], { readCatalogue: () => new Promise(() => {}) }, film, 30);
    await expect(hanging).rejects.toMatchObject({ name: 'UnavailableError', timedOut: true });
  });
});
