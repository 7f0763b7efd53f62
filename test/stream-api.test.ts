import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { successAnswer } from '../contract/answer.ts';
import { errorAnswer } from '../contract/errors/error-answer.ts';
import { startLocalStack } from './support/local-stack.ts';
import { json, type ProviderService, startProviderService } from './support/provider-service.ts';

/*
 * The whole API over HTTP, on the local stack: the bundle that would be deployed, behind the gateway that its template
 * describes, with DynamoDB tables, a provider service and the sample catalogue.
 */

type Stack = Awaited<ReturnType<typeof startLocalStack>>;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into whatever came
  readonly body: any;
}

let stack: Stack;
let provider: ProviderService;

const extract = async (query: string, init: RequestInit = {}): Promise<Answer> => {
  const response = await fetch(`${stack.url}/api/stream/extract${query}`, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
};
const movie = (tmdbId: string, init?: RequestInit) => extract(`?tmdbId=${tmdbId}&mediaType=movie`, init);
const episode = (tmdbId: string, season: number, number: number) =>
  extract(`?tmdbId=${tmdbId}&mediaType=tv&season=${season}&episode=${number}`);

beforeAll(async () => {
  provider = await startProviderService();
  stack = await startLocalStack({ providerUrls: [provider.url] });
});

afterAll(async () => {
  await stack.stop();
  await provider.stop();
});

describe("the specification's four requests", () => {
  test('a movie has sources that answer with a playlist or media', async () => {
    const { status, headers, body } = await movie('550');
    expect(status).toBe(200);
    expect(successAnswer.safeParse(body).error).toBeUndefined();
    expect(body).toMatchObject({ success: true, metadata: { tmdbId: '550', mediaType: 'movie' } });
    expect(headers.get('cache-control')).toBe('private, max-age=1800, stale-while-revalidate=3600');
    expect(headers.get('x-response-time')).toMatch(/^\d+ms$/);
    for (const source of body.data.sources) {
      const media = await fetch(source.url);
      expect(media.status).toBe(200);
      expect(media.headers.get('content-type')).toMatch(/mpegurl|dash\+xml|video\//);
      await media.arrayBuffer();
    }
  });

  test('so has a TV episode', async () => {
    const { status, body } = await episode('1396', 1, 1);
    expect(status).toBe(200);
    expect(successAnswer.safeParse(body).error).toBeUndefined();
    expect(body.metadata).toMatchObject({ tmdbId: '1396', mediaType: 'tv' });
    expect(Object.keys(body.metadata)).toEqual([
      'tmdbId',
      'mediaType',
      'sourceCount',
      'subtitleCount',
      'bestQuality',
      'responseTime',
    ]);
  });

  test('a request without mediaType is refused, with the reason', async () => {
    const { status, headers, body } = await extract('?tmdbId=550');
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: 'Validation error', retryable: false });
    expect(body.details).toEqual([{ field: 'mediaType', message: 'is required' }]);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('a TV request without season and episode is refused, with the reason', async () => {
    const { status, body } = await extract('?tmdbId=1396&mediaType=tv');
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: 'Validation error', retryable: false });
    expect(body.details.map(({ field }: { field: string }) => field)).toEqual(['season', 'episode']);
  });
});

describe('an answer', () => {
  test('lists 1080p first and the adaptive stream last, and its metadata agrees with its data', async () => {
    const { body } = await movie('10378');
    const { sources, subtitles } = body.data;
    expect(sources[0].quality).toBe('1080p');
    expect(sources.at(-1).quality).toBe('auto');
    expect(sources.at(-1).variants.map((each: { quality: string }) => each.quality)).toEqual([
      '1080p',
      '720p',
      '480p',
      '360p',
    ]);
    expect(body.metadata).toMatchObject({
      sourceCount: sources.length,
      subtitleCount: subtitles.length,
      bestQuality: '1080p',
    });
  });

  test('with only an adaptive source names the top of its ladder as the best quality', async () => {
    const { body } = await movie('45745');
    expect(body.data.sources.map((each: { quality: string }) => each.quality)).toEqual(['auto']);
    expect(body.metadata.bestQuality).toBe(body.data.sources[0].variants[0].quality);
  });

  test('comes for season 0 and for episode 0 too', async () => {
    expect((await episode('1396', 0, 1)).status).toBe(200);
    provider.on('7100', json({ sources: [{ url: 'https://media.example/pilot-720p.mp4' }] }));
    const { status, body } = await episode('7100', 0, 0);
    expect(status).toBe(200);
    expect(body.data.sources[0].quality).toBe('720p');
  });

  test('is requested from the provider once, whatever else is in the query', async () => {
    provider.on('7101', json({ sources: [{ url: 'https://media.example/a.mp4' }] }));
    const first = await movie('7101');
    expect(first.headers.get('cache-status')).toContain('fwd=miss');
    for (const rest of ['', '&season=3', '&episode=x', '&cb=1', '&CB=2&tmdbid=9']) {
      const { status, headers } = await extract(`?mediaType=movie&tmdbId=7101${rest}`);
      expect(status).toBe(200);
      expect(headers.get('cache-status')).toContain('hit');
    }
    expect(provider.calls('7101')).toBe(1);
  });

  test('is not sent again to a client that has it', async () => {
    const { headers } = await movie('550');
    const again = await movie('550', { headers: { 'if-none-match': headers.get('etag')! } });
    expect(again.status).toBe(304);
    expect(again.body).toBeUndefined();
    expect(again.headers.get('etag')).toBe(headers.get('etag'));
  });

  test('is compressed for those who accept it', async () => {
    const { headers } = await movie('10378', { headers: { 'accept-encoding': 'gzip' } });
    expect(headers.get('content-encoding')).toBe('gzip');
  });
});

describe('quality labels', () => {
  const cases: [string, object, string][] = [
    ['a codec in the path is no quality', { url: 'https://m.example/x264-hdr/film.m3u8' }, 'auto'],
    ['an expiry in the query is no quality', { url: 'https://m.example/film.mp4?expires=1720480360' }, 'auto'],
    ['a wide picture is full HD', { url: 'https://m.example/1920x800/film.mp4' }, '1080p'],
    ['UHD is 2160p', { url: 'https://m.example/film.mp4', label: 'UHD' }, '2160p'],
    ["a title's number is no quality", { url: 'https://m.example/title/720/file.mp4' }, 'auto'],
    ['a bare number in the file name is', { url: 'https://m.example/movie-1080.mp4' }, '1080p'],
    ['no hint at all is auto', { url: 'https://m.example/film' }, 'auto'],
    ['a declared number is', { url: 'https://m.example/film.mp4', quality: 480 }, '480p'],
    ['a declared height written as text is', { url: 'https://m.example/film.mp4', height: '1440' }, '1440p'],
  ];
  test.each(cases.map((each, index) => [...each, String(7200 + index)] as const))(
    '%s',
    async (_name, source, label, id) => {
      provider.on(id, json({ sources: [source] }));
      const { body } = await movie(id);
      expect(body.data.sources[0].quality).toBe(label);
    },
  );
});

describe('a refused request', () => {
  test.each([
    'tmdbId=0550&mediaType=movie',
    'tmdbId=1e3&mediaType=movie',
    'tmdbId=550-fight-club&mediaType=movie',
    'tmdbId=&mediaType=movie',
    'tmdbId=550&tmdbId=551&mediaType=movie',
    'tmdbId=550&mediaType=',
    'tmdbId=550&mediaType=film',
    'tmdbId=2147483648&mediaType=movie',
    'tmdbId=1396&mediaType=tv&season=1&episode=',
    'tmdbId=1396&mediaType=tv&season=01&episode=1',
    'tmdbId=%00&mediaType=movie',
    '',
  ])('with %s is a 400 that names the field', async (query) => {
    const { status, body } = await extract(query && `?${query}`);
    expect(status).toBe(400);
    expect(errorAnswer.safeParse(body).error).toBeUndefined();
    expect(body).toMatchObject({ error: 'Validation error', retryable: false });
    expect(body.details.length).toBeGreaterThan(0);
  });

  test('by an unknown route is a 404', async () => {
    const response = await fetch(`${stack.url}/api/stream/nothing`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: 'Not found', retryable: false });
  });

  test('by a method other than GET, HEAD and OPTIONS is a 405', async () => {
    const { status, headers, body } = await movie('550', { method: 'POST' });
    expect(status).toBe(405);
    expect(headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    expect(body).toMatchObject({ error: 'Method not allowed', retryable: false });
  });

  test('HEAD is answered like GET, without a body', async () => {
    const { status, headers, body } = await movie('550', { method: 'HEAD' });
    expect(status).toBe(200);
    expect(headers.get('etag')).toMatch(/^W\//);
    expect(body).toBeUndefined();
  });

  test.each([
    ['a title', 'tmdbId=550&mediaType=movie'],
    ['no title', 'tmdbId=404&mediaType=movie'],
    ['a bad request', 'tmdbId=0'],
  ])('HEAD for %s carries the Content-Length of GET', async (_, query) => {
    const ask = (method: string) =>
      fetch(`${stack.url}/api/stream/extract?${query}`, { method, headers: { 'accept-encoding': 'identity' } });
    // Times taken differ in their number of digits.
    const body = (await (await ask('GET')).text()).replace(/"\d+ms"/, '"ms"');
    const timed = body.includes('"ms"') ? 6 : 0;
    const length = Number((await ask('HEAD')).headers.get('content-length'));
    expect(length).toBeGreaterThanOrEqual(body.length + Math.min(timed, 1));
    expect(length).toBeLessThanOrEqual(body.length + timed);
  });

  test('OPTIONS allows no other origin where the stage lists none', async () => {
    const { status, headers } = await movie('550', { method: 'OPTIONS', headers: { origin: 'https://other.example' } });
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('provider trouble', () => {
  test('a service that fails three times gives 503 with Retry-After, and nothing is cached', async () => {
    provider.on('7301', json({ error: 'down' }, 500));
    const { status, headers, body } = await movie('7301');
    expect(status).toBe(503);
    expect(body).toMatchObject({ error: 'Service unavailable', retryable: true });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(provider.calls('7301')).toBe(3);
    provider.on('7301', json({ sources: [{ url: 'https://media.example/b.mp4' }] }));
    // Until then the failure is remembered: the service is not asked.
    expect((await movie('7301')).status).toBe(503);
    expect(provider.calls('7301')).toBe(3);
    await delay(Number(headers.get('retry-after')) * 1000);
    expect((await movie('7301')).status).toBe(200);
  });

  test('an answer that is none gives 503, and is asked for once', async () => {
    provider.on('7302', json({ sources: 'many' }));
    expect((await movie('7302')).status).toBe(503);
    provider.on('7305', (response) => response.writeHead(200).end('<html>'));
    expect((await movie('7305')).status).toBe(503);
    expect((await movie('7305')).status).toBe(503);
    expect([provider.calls('7302'), provider.calls('7305')]).toEqual([1, 1]);
  });

  test('what no provider has is a 404, remembered for a minute', async () => {
    const { status, headers, body } = await movie('7303');
    expect(status).toBe(404);
    expect(body).toMatchObject({ error: 'Extraction failed', retryable: false });
    expect(headers.get('cache-control')).toBe('private, max-age=60');
    expect((await movie('7303')).status).toBe(404);
    expect(provider.calls('7303')).toBe(1);
  });

  test('a service without sources for it is a 404 too', async () => {
    provider.on('7304', json({ sources: [] }));
    expect((await movie('7304')).status).toBe(404);
  });

  test('a failing service in front does not hide the catalogue', async () => {
    provider.on('9761', json({}, 500));
    expect((await movie('9761')).status).toBe(200);
  });
});

describe('after a restart with the same data', () => {
  test('the shared cache still answers', async () => {
    provider.on('7400', json({ sources: [{ url: 'https://media.example/c.mp4' }] }));
    const options = { providerUrls: [provider.url], port: 0 };
    const first = await startLocalStack(options);
    try {
      await (await fetch(`${first.url}/api/stream/extract?tmdbId=7400&mediaType=movie`)).json();
    } finally {
      // Stopped without removing its folder: the same port and folder are used again.
      await first.stopKeeping();
    }
    const second = await startLocalStack({ ...options, port: first.port, dataDir: first.dataDir });
    try {
      const response = await fetch(`${second.url}/api/stream/extract?tmdbId=7400&mediaType=movie`);
      expect(response.headers.get('cache-status')).toContain('detail=table');
      expect(provider.calls('7400')).toBe(1);
    } finally {
      await second.stop();
    }
  });
});

describe('a stage that asks for a key', () => {
  let keyed: Stack;
  beforeAll(async () => {
    keyed = await startLocalStack({ stage: 'prod' });
  });
  afterAll(() => keyed.stop());

  test('refuses a call without one, answers a call with one, and knows no other route', async () => {
    const url = `${keyed.url}/api/stream/extract?tmdbId=550&mediaType=movie`;
    const without = await fetch(url);
    expect(without.status).toBe(403);
    expect(await without.json()).toMatchObject({ error: 'Forbidden', retryable: false });
    const [key] = [...keyed.apiKeys.values()];
    expect((await fetch(url, { headers: { 'x-api-key': key! } })).status).toBe(200);
    const nowhere = await fetch(`${keyed.url}/api/nothing`, { headers: { 'x-api-key': key! } });
    expect(nowhere.status).toBe(404);
    expect(await nowhere.json()).toMatchObject({ error: 'Not found' });
  });
});
