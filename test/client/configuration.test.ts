import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createStreamClient } from '../../client/src/index.ts';
import { type StreamServer, startStreamServer, videoData } from './stream-server.ts';

const movie = { tmdbId: '550', mediaType: 'movie' } as const;

let server: StreamServer;
beforeAll(async () => {
  server = await startStreamServer();
});
afterAll(() => server.close());

describe('a baseUrl is refused when the client is created, with the right one', () => {
  test.each([
    ['localhost:4300', 'http://localhost:4300'],
    ['localhost', 'http://localhost'],
    ['127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['[::1]:3000', 'http://[::1]:3000'],
    ['api.example.com', 'https://api.example.com'],
    ['api.example.com:8443/v1', 'https://api.example.com:8443/v1'],
    ['http:/localhost:4300', 'http://localhost:4300'],
    ['http:localhost:4300', 'http://localhost:4300'],
    ['localhost:4300/api/stream/extract', 'http://localhost:4300'],
    ['https://api.example.com/api/stream/extract', 'https://api.example.com'],
    ['https://api.example.com/prod/api/stream/extract/', 'https://api.example.com/prod'],
    ['https://api.example.com/api/stream/extract?tmdbId=550&mediaType=movie', 'https://api.example.com'],
    ['https://api.example.com?v=1', 'https://api.example.com'],
    ['https://api.example.com/v1#top', 'https://api.example.com/v1'],
    ['/streams/api/stream/extract', '/streams'],
    ['/api/stream/extract', ''],
  ])('%s', (baseUrl, right) => {
    expect(() => createStreamClient({ baseUrl })).toThrow(TypeError);
    expect(() => createStreamClient({ baseUrl })).toThrow(`Did you mean '${right}'?`);
    expect(() => createStreamClient({ baseUrl: right })).not.toThrow();
  });

  test.each([
    'ftp://api.example.com',
    'ws://localhost:3000',
    'file:///srv/api',
    'https://',
    'https:',
    'https://a b.example',
  ])('or without one, where nobody can know it: %s', (baseUrl) => {
    expect(() => createStreamClient({ baseUrl })).toThrow(/^baseUrl must be .*\/api\/stream\/extract\.$/);
  });

  test('without repeating a password in it', () => {
    const create = () => createStreamClient({ baseUrl: 'https://user:hunter2@api.example.com' });
    expect(create).toThrow(TypeError);
    expect(create).not.toThrow(/hunter2/);
  });
});

describe('a baseUrl may be', () => {
  const requested = async (baseUrl: string | undefined): Promise<string> => {
    const urls: string[] = [];
    const asked: typeof fetch = (url) => {
      urls.push(String(url));
      return Promise.resolve(Response.json({ success: true, data: videoData() }));
    };
    await createStreamClient({ baseUrl, storage: null, fetch: asked }).getStream(movie);
    return urls[0]!.replace('?tmdbId=550&mediaType=movie', '');
  };

  test.each([
    [undefined, '/api/stream/extract'],
    ['', '/api/stream/extract'],
    ['/', '/api/stream/extract'],
    ['/streams', '/streams/api/stream/extract'],
    ['./streams/', './streams/api/stream/extract'],
    ['../v1.2/streams', '../v1.2/streams/api/stream/extract'],
    ['streams', 'streams/api/stream/extract'],
    ['//api.example.com', '//api.example.com/api/stream/extract'],
    ['https://api.example.com/', 'https://api.example.com/api/stream/extract'],
    ['HTTPS://api.example.com/prod', 'HTTPS://api.example.com/prod/api/stream/extract'],
    [' http://[::1]:3000\n', 'http://[::1]:3000/api/stream/extract'],
    ['https://example.com/api', 'https://example.com/api/api/stream/extract'],
  ])('%j', async (baseUrl, url) => {
    expect(await requested(baseUrl)).toBe(url);
    expect(`${createStreamClient({ baseUrl }).baseUrl}/api/stream/extract`).toBe(url);
  });
});

describe('numbers with which no request could succeed are refused', () => {
  test.each([0, -1, 0.5, Number.NaN])('attempts: %d', (attempts) => {
    expect(() => createStreamClient({ attempts })).toThrow(
      new RangeError(`attempts must be at least 1, not ${attempts}.`),
    );
  });

  test.each([0, -1, Number.NaN])('timeout: %d', (timeout) => {
    expect(() => createStreamClient({ timeout })).toThrow(RangeError);
  });

  test('one attempt is one request', async () => {
    server.answers((_, response) => response.writeHead(503).end());
    const client = createStreamClient({ baseUrl: server.url, storage: null, attempts: 1 });
    await expect(client.getStream(movie)).rejects.toMatchObject({ status: 503 });
    expect(server.calls).toHaveLength(1);
  });
});
