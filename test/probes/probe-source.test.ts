import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { systemClock } from '../../lambda/clock.ts';
import { createHttpClient, type HttpClient } from '../../lambda/outgoing/http-client.ts';
import type { Probe } from '../../lambda/probes/probe.ts';
import { type ProbeOptions, probeSource } from '../../lambda/probes/probe-source.ts';
import { type MediaHost, startMediaHost } from '../health/media-host.ts';
import { type Origin, startOrigin } from '../support/media-origin.ts';

const PAGE = 'https://site.example.org';

let host: MediaHost;
let client: HttpClient;
const origins: Origin[] = [];
beforeAll(async () => {
  host = await startMediaHost();
  client = createHttpClient({ trustedOrigins: [host.url] });
});
afterEach(() => {
  host.requests.length = 0;
  host.headers.length = 0;
  host.allow('*');
});
afterAll(async () => {
  client.close();
  await Promise.all([host, ...origins].map((each) => each.close()));
});

const probe = (
  path: string,
  type: 'hls' | 'dash' | 'mp4' | 'webm',
  options: Partial<ProbeOptions> = {},
): Promise<Probe> =>
  probeSource(
    { url: path.startsWith('http') ? path : `${host.url}${path}`, type },
    {
      client,
      clock: systemClock,
      requestMs: 5_000,
      signal: new AbortController().signal,
      origins: [PAGE],
      slowMs: 4_000,
      ...options,
    },
  );

describe('what is asked for', () => {
  test('of HLS: the master, its lowest rung, one byte of the first and of the last segment', async () => {
    expect(await probe('/a/master.m3u8', 'hls')).toMatchObject({ verdict: 'ok', notes: [] });
    expect(host.requests).toEqual(['/a/master.m3u8', '/a/low/index.m3u8', '/a/low/0.ts', '/a/low/2.ts']);
    expect(host.headers.map(({ range }) => range)).toEqual([undefined, undefined, 'bytes=0-0', 'bytes=0-0']);
  });

  test('of an HLS media playlist: its first and last segment', async () => {
    expect((await probe('/a/index.m3u8', 'hls')).verdict).toBe('ok');
    expect(host.requests).toEqual(['/a/index.m3u8', '/a/0.ts', '/a/2.ts']);
  });

  test('of DASH: the MPD and one byte of an initialisation segment', async () => {
    expect((await probe('/a/manifest.mpd', 'dash')).verdict).toBe('ok');
    expect(host.requests).toEqual(['/a/manifest.mpd', '/a/v720/init.mp4']);
    expect(host.headers[1]!.range).toBe('bytes=0-0');
  });

  test('of a file: one byte, and for a check its first 64 KiB', async () => {
    expect((await probe('/a/video.mp4', 'mp4')).steps).toMatchObject([{ what: 'file', status: 206, bytes: 1 }]);
    expect((await probe('/a/video.mp4', 'mp4', { readsFiles: true })).steps).toMatchObject([{ bytes: 65_536 }]);
    expect(host.headers.map(({ range }) => range)).toEqual(['bytes=0-0', 'bytes=0-65535']);
  });

  test('carries the site as Origin, and neither cookie nor authorization', async () => {
    await probe('/a/master.m3u8', 'hls');
    for (const headers of host.headers) {
      expect(headers).toMatchObject({ origin: PAGE });
      expect(headers).not.toHaveProperty('cookie');
      expect(headers).not.toHaveProperty('authorization');
      expect(headers).not.toHaveProperty('referer');
    }
  });

  test('of a server that answers no ranges no more than its first chunk: the connection is closed', async () => {
    let sent = 0;
    let response: ServerResponse | undefined;
    const endless = await startOrigin((_request, answer) => {
      response = answer;
      answer.setHeader('content-type', 'video/mp4');
      const send = (): void => {
        while (!answer.destroyed && answer.write(Buffer.alloc(16_384))) sent += 16_384;
        if (!answer.destroyed) answer.once('drain', send);
      };
      send();
    });
    origins.push(endless);
    const trusting = createHttpClient({ trustedOrigins: [endless.url] });
    const found = await probe(`${endless.url}/a.mp4`, 'mp4', { client: trusting });
    expect(found).toMatchObject({ verdict: 'ok', notes: [expect.stringContaining('no ranges')] });
    expect(found.steps[0]!.bytes).toBeLessThanOrEqual(65_536);
    if (!response!.destroyed) await once(response!, 'close');
    // What was in flight between the two sockets is all that was ever sent.
    expect(sent).toBeLessThan(16 * 1024 * 1024);
    trusting.close();
  });
});

describe('what is found', () => {
  test.each([
    [404, 'gone'],
    [410, 'gone'],
    [401, 'denied'],
    [403, 'denied'],
    [500, 'unreachable'],
    [503, 'unreachable'],
    [416, 'invalid'],
    [429, 'inconclusive'],
  ] as const)('%i is %s, wherever in the stream', async (status, verdict) => {
    for (const [path, type] of [
      ['/b/master.m3u8', 'hls'],
      ['/b/low/index.m3u8', 'hls'],
      ['/b/low/2.ts', 'hls'],
      ['/b/v720', 'dash'],
      ['/b/video.mp4', 'mp4'],
    ] as const) {
      host.fail(path, status);
      const link = { hls: '/b/master.m3u8', dash: '/b/manifest.mpd', mp4: '/b/video.mp4' }[type];
      expect((await probe(link, type)).verdict).toBe(verdict);
      host.fail(path, undefined);
    }
  });

  test('what does not answer in time is unreachable', async () => {
    host.fail('/c', 'hang');
    const found = await probe('/c/video.mp4', 'mp4', { requestMs: 50 });
    expect(found).toMatchObject({ verdict: 'unreachable', reason: 'the file is not answered in time' });
    host.fail('/c', undefined);
  });

  test('what is no manifest is invalid', async () => {
    expect((await probe('/a/video.mp4', 'hls')).verdict).toBe('invalid');
    expect((await probe('/a/master.m3u8', 'dash')).verdict).toBe('invalid');
  });

  test('a master playlist whose rung is a master playlist again is invalid', async () => {
    const circle = await startOrigin((_request, answer) => {
      answer.setHeader('access-control-allow-origin', '*');
      answer.end('#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1000\nmaster.m3u8\n');
    });
    origins.push(circle);
    const trusting = createHttpClient({ trustedOrigins: [circle.url] });
    const found = await probe(`${circle.url}/master.m3u8`, 'hls', { client: trusting });
    expect(found).toMatchObject({ verdict: 'invalid', reason: expect.stringContaining('a master playlist again') });
    trusting.close();
  });

  test('what takes longer than it should is slow', async () => {
    let now = 0;
    const clock = { ...systemClock, now: () => (now += 3_000) };
    const found = await probe('/a/video.mp4', 'mp4', { clock, slowMs: 2_000 });
    expect(found).toMatchObject({ verdict: 'slow', reason: expect.stringMatching(/^the file took \d+ ms$/) });
  });

  test('a run that ends meanwhile has found nothing out', async () => {
    expect((await probe('/a/video.mp4', 'mp4', { signal: AbortSignal.abort() })).verdict).toBe('inconclusive');
  });
});

describe('whether a page may read it', () => {
  test.each([
    ['*', 'ok'],
    [PAGE, 'ok'],
    ['https://other.example', 'no-cors'],
    ['https://', 'no-cors'],
    [undefined, 'no-cors'],
  ] as const)('allowed: %s', async (allowed, verdict) => {
    host.allow(allowed);
    expect((await probe('/a/master.m3u8', 'hls')).verdict).toBe(verdict);
    expect((await probe('/a/manifest.mpd', 'dash')).verdict).toBe(verdict);
    // A video element needs no permission.
    expect((await probe('/a/video.mp4', 'mp4')).verdict).toBe('ok');
    expect((await probe('/a/video.webm', 'webm')).verdict).toBe('ok');
  });

  test('each of several sites must be', async () => {
    host.allow(PAGE);
    expect((await probe('/a/master.m3u8', 'hls', { origins: [PAGE, 'https://second.example'] })).verdict).toBe(
      'no-cors',
    );
    host.allow('*');
    expect((await probe('/a/master.m3u8', 'hls', { origins: [PAGE, 'https://second.example'] })).verdict).toBe('ok');
  });

  test('a page of the host itself needs no permission', async () => {
    host.allow(undefined);
    expect((await probe('/a/master.m3u8', 'hls', { origins: [host.url] })).verdict).toBe('ok');
  });

  test('without a site nothing is said', async () => {
    host.allow(undefined);
    expect((await probe('/a/master.m3u8', 'hls', { origins: [] })).verdict).toBe('ok');
    expect(host.headers[0]).not.toHaveProperty('origin');
  });

  test('a segment of another host that allows nobody', async () => {
    const silent = await startOrigin((_request, response) => response.end('x'));
    const mixed = await startOrigin((_request, response) => {
      response.setHeader('access-control-allow-origin', '*');
      response.end(`#EXTM3U\n#EXTINF:4,\n${silent.url}/0.ts\n#EXT-X-ENDLIST\n`);
    });
    origins.push(silent, mixed);
    const trusting = createHttpClient({ trustedOrigins: [silent.url, mixed.url] });
    const found = await probe(`${mixed.url}/index.m3u8`, 'hls', { client: trusting });
    expect(found).toMatchObject({ verdict: 'no-cors', reason: expect.stringContaining('segment') });
    trusting.close();
  });
});

describe('the guard', () => {
  test('a private address is not connected to, and nothing is said of it', async () => {
    const guarded = createHttpClient();
    expect((await probe('/a/video.mp4', 'mp4', { client: guarded })).verdict).toBe('inconclusive');
    expect(host.requests).toEqual([]);
    guarded.close();
  });

  test('neither is one that a source redirects or refers to', async () => {
    const inner = await startOrigin((_request, response) => response.end('secret'));
    const outer = await startOrigin((request, response) => {
      if (request.url === '/moved.mp4') response.writeHead(302, { location: `${inner.url}/` }).end();
      else response.end(`#EXTM3U\n#EXTINF:4,\n${inner.url}/0.ts\n#EXT-X-ENDLIST\n`);
    });
    origins.push(inner, outer);
    const guarded = createHttpClient({ trustedOrigins: [outer.url] });
    for (const [path, type] of [
      ['/moved.mp4', 'mp4'],
      ['/index.m3u8', 'hls'],
    ] as const) {
      const found = await probe(`${outer.url}${path}`, type, { client: guarded });
      expect(found).toMatchObject({ verdict: 'inconclusive', reason: expect.stringContaining('not a public address') });
    }
    expect(inner.requests).toEqual([]);
    guarded.close();
  });
});
