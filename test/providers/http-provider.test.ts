import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { systemClock } from '../../lambda/clock.ts';
import { createDeadline } from '../../lambda/deadline.ts';
import { createHttpClient } from '../../lambda/outgoing/http-client.ts';
import { createHttpProvider, type HttpProviderOptions } from '../../lambda/providers/http-provider.ts';
import type { Content } from '../../lambda/stream/content.ts';
import { type Handler, type Origin, startOrigin } from '../support/media-origin.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const fightClub: Content = { mediaType: 'movie', tmdbId: '550' };
const oneSource = JSON.stringify({ sources: [{ url: 'https://cdn.test/a.mp4' }] });

/** A provider at a real server. The waits between attempts are skipped, everything else takes real time. */
async function providerAt(handler: Handler, path = '/', options: Partial<HttpProviderOptions> = {}) {
  const server = await startOrigin(handler);
  const client = createHttpClient();
  closing.push(server.close, client.close);
  const clock = {
    ...systemClock,
    sleep: (ms: number, signal?: AbortSignal) => systemClock.sleep(ms >= 800 && ms <= 2_400 ? 0 : ms, signal),
  };
  const provider = createHttpProvider({
    name: 'primary',
    url: server.url + path,
    client,
    clock,
    random: () => 0.5,
    attemptTimeoutMs: 5_000,
    ...options,
  });
  const extract = async (content: Content = fightClub, ms = 20_000) => {
    const deadline = createDeadline(systemClock, systemClock.now() + ms);
    try {
      return await provider.extract(content, deadline, {});
    } finally {
      deadline.clear();
    }
  };
  return { server, extract };
}

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no failure',
    (error) => error.name,
  );
const answering =
  (status: number, body: string | Buffer, headers: Record<string, string> = {}): Handler =>
  (_, response) =>
    response.writeHead(status, headers).end(body);

describe('the question', () => {
  test.each<[Content, string]>([
    [fightClub, 'mediaType=movie&tmdbId=550'],
    [{ mediaType: 'tv', tmdbId: '1396', season: 0, episode: 0 }, 'mediaType=tv&tmdbId=1396&season=0&episode=0'],
  ])('has the content (%j) beside the query of the configured URL', async (content, query) => {
    const { server, extract } = await providerAt(answering(200, oneSource), '/v1/find?site=a%20b');
    await extract(content);
    expect(server.requests).toEqual([`/v1/find?site=a+b&${query}`]);
  });

  test('has no Authorization without a token', async () => {
    const { server, extract } = await providerAt(answering(200, oneSource), '/', { token: async () => undefined });
    await extract();
    expect(server.headers[0]).not.toHaveProperty('authorization');
  });

  test('is sent again once, with the token read again, when the token is refused', async () => {
    const handler: Handler = (request, response) => {
      response.statusCode = request.headers.authorization === 'Bearer new' ? 200 : 401;
      response.end(oneSource);
    };
    const token: HttpProviderOptions['token'] = async (how) => (how?.refresh ? 'new' : 'old');
    const { server, extract } = await providerAt(handler, '/', { token });
    expect((await extract()).sources).toHaveLength(1);
    expect(server.headers.map(({ authorization }) => authorization)).toEqual(['Bearer old', 'Bearer new']);
  });

  test('is not sent a third time when the new token is refused too', async () => {
    const { server, extract } = await providerAt(answering(401, ''), '/', { token: async () => 'bad' });
    expect(await failureOf(extract())).toBe('UnavailableError');
    expect(server.requests).toHaveLength(2);
  });

  test('is not waited for beyond the attempts when the token is not available', async () => {
    const token = () => new Promise<never>(() => {});
    const { server, extract } = await providerAt(answering(200, oneSource), '/', { token, attemptTimeoutMs: 20 });
    await expect(extract()).rejects.toMatchObject({ name: 'UnavailableError', timedOut: true });
    expect(server.requests).toEqual([]);
  });
});

describe('the answer', () => {
  test('comes as candidates: nulls are absent, unknown fields ignored', async () => {
    const body = JSON.stringify({
      sources: [{ url: 'https://cdn.test/a.m3u8', quality: 1080, label: null, height: null, expiresAt: 1, extra: {} }],
      subtitles: [{ url: 'https://cdn.test/en.vtt', label: 'English', language: null }],
      poster: null,
      duration: '1:30:00',
      success: true,
    });
    const { extract } = await providerAt(answering(200, body));
    expect(await extract()).toEqual({
      sources: [{ url: 'https://cdn.test/a.m3u8', quality: 1080, expiresAt: 1 }],
      subtitles: [{ url: 'https://cdn.test/en.vtt', label: 'English' }],
      duration: '1:30:00',
    });
  });

  test('is not refused for an odd fact beside a playable source', async () => {
    const body = JSON.stringify({
      sources: [
        { url: null },
        { url: 'https://cdn.test/a.mp4', quality: true, expiresAt: false, label: 'x'.repeat(2_500) },
      ],
      subtitles: [{ file: 'https://cdn.test/en.vtt', lang: 'en' }],
      poster: `data:image/png;base64,${'A'.repeat(9_000)}`,
      duration: {},
    });
    const { server, extract } = await providerAt(answering(200, body));
    expect((await extract()).sources.map(({ url }) => url)).toEqual(['', 'https://cdn.test/a.mp4']);
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ['404 with JSON', answering(404, oneSource)],
    ['404 with nothing', answering(404, '')],
    ['404 with a long page', answering(404, '<html>'.repeat(1_000_000))],
    ['404 compressed wrongly', answering(404, 'x', { 'content-encoding': 'gzip' })],
    ['200 with no sources', answering(200, '{"sources":[]}')],
  ])('%s means not found, at once', async (_, handler) => {
    const { server, extract } = await providerAt(handler);
    expect(await failureOf(extract())).toBe('NotFoundError');
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ['HTML', answering(200, '<!DOCTYPE html><title>Welcome</title>')],
    ['nothing', answering(200, '')],
    ['half of it', answering(200, oneSource.slice(0, -5))],
    ['a number', answering(200, '42')],
    ['null', answering(200, 'null')],
    ['no list', answering(200, '{"sources":{"url":"https://cdn.test/a.mp4"}}')],
    ['a source without URL', answering(200, '{"sources":[{"quality":"1080p"}]}')],
    ['only sources without a URL that is text', answering(200, '{"sources":[{"url":null},{"url":1},null,"a"]}')],
    ['an object without sources', answering(200, '{"subtitles":[]}')],
    ['sources that are null', answering(200, '{"sources":null}')],
    ['invalid UTF-8', answering(200, Buffer.from('{"sources":[{"url":"https://cdn.test/\xff"}]}', 'latin1'))],
    ['wrongly compressed JSON', answering(200, oneSource, { 'content-encoding': 'gzip' })],
    ['a gzip bomb', answering(200, gzipSync(Buffer.alloc(50_000_000, ' ')), { 'content-encoding': 'gzip' })],
    ['10 MB', answering(200, `{"sources":[]${' '.repeat(10_000_000)}}`)],
    ['a thousand brackets deep', answering(200, '['.repeat(100_000))],
  ])('%s is an invalid answer, and is not retried', async (_, handler) => {
    const { server, extract } = await providerAt(handler);
    expect(await failureOf(extract())).toBe('InvalidAnswerError');
    expect(server.requests).toHaveLength(1);
  });

  test('an error message never quotes the body', async () => {
    const { extract } = await providerAt(answering(200, '{"sources":[https://cdn.test/?token=secret'));
    const error = await extract().catch((reason) => reason);
    expect(String(error.stack)).not.toContain('secret');
    expect(error.cause).toBeUndefined();
  });
});

describe('failures', () => {
  test.each([500, 503, 429])('%d is attempted three times and is then unavailable', async (status) => {
    const { server, extract } = await providerAt(answering(status, ''));
    await expect(extract()).rejects.toMatchObject({ name: 'UnavailableError', timedOut: false });
    expect(server.requests).toHaveLength(3);
    expect(server.connections()).toBe(1);
  });

  test('other 4xx are unavailable at once', async () => {
    const { server, extract } = await providerAt(answering(403, ''));
    expect(await failureOf(extract())).toBe('UnavailableError');
    expect(server.requests).toHaveLength(1);
  });

  test('Retry-After is passed on in both its forms', async () => {
    const seconds = await providerAt(answering(503, '', { 'retry-after': '77' }));
    await expect(seconds.extract()).rejects.toMatchObject({ retryAfter: 77 });
    const date = new Date(Date.now() + 3_000_000).toUTCString();
    const dated = await providerAt(answering(503, '', { 'retry-after': date }));
    const { retryAfter } = await dated.extract().catch((error) => error);
    expect(retryAfter).toBeGreaterThan(2_900);
    expect(retryAfter).toBeLessThanOrEqual(3_000);
  });

  test('a server that resets every body is attempted three times', async () => {
    const { server, extract } = await providerAt((request, response) => {
      response.setHeader('content-length', 100);
      response.write('{"sources":');
      setImmediate(() => request.socket.resetAndDestroy());
    });
    await expect(extract()).rejects.toMatchObject({ name: 'UnavailableError', timedOut: false });
    expect(server.requests).toHaveLength(3);
  });

  test('a provider that never answers has timed out', async () => {
    const { server, extract } = await providerAt(() => {}, '/', { attemptTimeoutMs: 30 });
    await expect(extract()).rejects.toMatchObject({ name: 'UnavailableError', timedOut: true });
    expect(server.requests).toHaveLength(3);
  });

  test('the deadline ends a call that hangs in its body', async () => {
    const { server, extract } = await providerAt((_, response) => {
      response.write('{');
    });
    await expect(extract(fightClub, 100)).rejects.toMatchObject({ name: 'UnavailableError', timedOut: true });
    await emptied(server);
  });

  test('a closed port is unavailable', async () => {
    const { server, extract } = await providerAt(() => {});
    await server.close();
    await expect(extract()).rejects.toMatchObject({ name: 'UnavailableError', timedOut: false });
  });
});

async function emptied(server: Origin): Promise<void> {
  while (server.sockets.size > 0) await new Promise((resolve) => setTimeout(resolve, 2));
}
