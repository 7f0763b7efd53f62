import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pathwaysOf } from '../../lambda/playback/playlist.ts';
import type { LocalStack } from '../../local/stack.ts';
import { type DynamodbProxy, startDynamodbProxy } from '../support/dynamodb-proxy.ts';
import { exchange, moviePath } from '../support/http-exchange.ts';
import { files, type Origin, startOrigin } from '../support/media-origin.ts';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { type StageVariants, serviceOnly, stageVariants } from '../support/stage-variants.ts';

/* The two routes on the local stack: its gateway, the deployed bundles, its tables. */

const MASTER = `#EXTM3U
#EXT-X-VERSION:6
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",NAME="English",DEFAULT=YES,URI="audio/en.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360,CODECS="avc1.42c01e,mp4a.40.2",AUDIO="aac"
360p.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=2400000,RESOLUTION=1280x720,CODECS="avc1.64001f,mp4a.40.2",AUDIO="aac"
720p.m3u8
`;

/** With a value that would end its quotes. */
const UNWRITABLE = `${MASTER}#EXT-X-DEFINE:QUERYPARAM="t"\n`;

let stage: StageVariants;
let provider: ProviderService;
let media: Origin;
let proxy: DynamodbProxy;
let stack: LocalStack;

const seconds = () => Math.floor(Date.now() / 1000);
const playlist = (id: number, more = '') => exchange(stack.port, `${pathOf('playlist.m3u8', id)}${more}`);
const pathOf = (file: string, id: number) => `/api/stream/${file}?mediaType=movie&tmdbId=${id}`;
const steering = (id: number, pathways: readonly string[], on = stack, more = '') =>
  exchange(on.port, `${pathOf('steering.json', id)}${pathways.map((each) => `&p=${each}`).join('')}${more}`);
const master = (expires: number, path = 'film') => `${media.url}/${path}/master.m3u8?expires=${expires}`;

/** The PATHWAY-ID of a title's playlist whose link expires then. */
function held(id: string, expires: number): string {
  const sources = [{ id, url: master(expires), expiresAt: expires * 1000 }] as const;
  return pathwaysOf({ text: MASTER, sources, storedAt: Date.now(), provider: 'service' }).pathways[0]!.id;
}

beforeAll(async () => {
  provider = await startProviderService();
  media = await startOrigin(
    files({ '/film/master.m3u8': MASTER, '/twin/master.m3u8': MASTER, '/unwritable/master.m3u8': UNWRITABLE }),
  );
  stage = await stageVariants();
  proxy = await startDynamodbProxy();
  stack = await start();
});
afterAll(async () => {
  await stage.stop();
  await proxy.stop();
  await provider.stop();
  await media.close();
});

const start = (environment: Record<string, string> = {}) =>
  stage.start({
    environment: { PROVIDERS: serviceOnly(provider.url), TRUSTED_ORIGINS: JSON.stringify([media.url]), ...environment },
    options: { containers: 4 },
    parts: { dynamodbEndpoint: proxy.endpointFor },
  });

/** Gives a title links that expire in these seconds, another number for each call; the last one for all that follow. */
function links(id: number, ...lives: number[]): void {
  let calls = 0;
  provider.on(String(id), (response) => {
    const life = lives[Math.min(calls, lives.length - 1)]!;
    calls += 1;
    json({ sources: [{ id: 'film', url: master(seconds() + life), type: 'hls' }] })(response, undefined as never);
  });
}

async function until<T>(look: () => Promise<T>, isThere: (value: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const value = await look();
    if (isThere(value)) return value;
    if (tries === 800) throw new Error(`never there: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('GET /api/stream/playlist.m3u8', () => {
  test('is the master with absolute addresses, stable ids and a steering server where links expire', async () => {
    links(1, 3600);
    const { status, headers, text } = await playlist(1);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/vnd.apple.mpegurl',
      'referrer-policy': 'no-referrer',
      'cache-control': expect.stringMatching(/^private, max-age=\d+/),
      'x-ratelimit-limit': expect.any(String),
      etag: expect.stringMatching(/^W\/"/),
    });
    expect(text).toContain(`\n${media.url}/film/720p.m3u8\n`);
    expect(text).toMatch(/URI="http:\/\/127\.0\.0\.1:\d+\/film\/audio\/en\.m3u8",STABLE-RENDITION-ID="[^"]+"/);
    const [, id] = /SERVER-URI="steering\.json\?mediaType=movie&tmdbId=1&p=([^"&]+)",PATHWAY-ID="\1"/.exec(text)!;
    expect(text.match(new RegExp(`,PATHWAY-ID="${id}"`, 'g'))).toHaveLength(3);
    const again = { 'If-None-Match': headers.etag! };
    expect(await exchange(stack.port, pathOf('playlist.m3u8', 1), { headers: again })).toMatchObject({
      status: 304,
      text: '',
    });
    const head = await exchange(stack.port, pathOf('playlist.m3u8', 1), { method: 'HEAD' });
    expect([head.status, head.text, head.headers.etag]).toEqual([200, '', headers.etag]);
  });

  test('has a pathway for each mirror, and the one that is named first', async () => {
    const mirrors = [{ url: `${media.url}/twin/master.m3u8` }];
    provider.on('2', json({ sources: [{ id: 'film', url: `${media.url}/film/master.m3u8`, mirrors }] }));
    const { text } = await playlist(2);
    const ids = [...text.matchAll(/STREAM-INF:.*PATHWAY-ID="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(2);
    expect(text).toContain(`${media.url}/twin/720p.m3u8`);
    expect(text.match(/TYPE=AUDIO,GROUP-ID="([^"]+)"/g)).toHaveLength(2);
    const { data } = (await exchange(stack.port, moviePath(2))).json;
    const mirror = data.sources.find(({ url }: { url: string }) => url.includes('/twin/master')).id;
    const named = await playlist(2, `&source=${mirror}`);
    expect(named.text).toContain(`,PATHWAY-ID="${mirror}.`);
    expect(named.text.indexOf('/twin/720p')).toBeLessThan(named.text.indexOf('/film/720p'));
  });

  test('names no steering server where nothing expires and no mirror exists', async () => {
    provider.on('3', json({ sources: [{ url: `${media.url}/film/master.m3u8` }] }));
    const { status, text } = await playlist(3);
    expect([status, /STEERING|PATHWAY/.test(text)]).toEqual([200, false]);
  });

  test('is a 404 for a title without HLS, for another source, and the error of /extract for an unknown title', async () => {
    provider.on('4', json({ sources: [{ url: 'https://media.example/a.mp4' }] }));
    const none = { error: 'Extraction failed', message: 'This title has no HLS source.', retryable: false };
    const headers = { 'cache-control': 'no-store', 'cache-status': expect.any(String) };
    expect(await playlist(4)).toMatchObject({ status: 404, json: none, headers });
    links(5, 3600);
    const unknown = {
      ...none,
      message: expect.stringMatching(/^No HLS source of this title has the id in source, .* 64 KB\.$/),
    };
    expect(await playlist(5, '&source=other')).toMatchObject({ status: 404, json: unknown, headers });
    expect((await playlist(5)).status).toBe(200);
    expect(await playlist(404)).toMatchObject({
      status: 404,
      json: { message: 'No sources are available for this title.' },
    });
    const refused = await playlist(5, '&source=a%22b');
    expect(refused).toMatchObject({ status: 400, json: { details: [{ field: 'source' }] } });
  });

  test('of one title costs 200 viewers one provider call', async () => {
    links(6, 3600);
    const answers = await Promise.all(Array.from({ length: 200 }, () => playlist(6)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(provider.calls('6')).toBe(1);
  });

  test('is that of the next source where a master cannot be rewritten, or is not there', async () => {
    const fine = { url: `${media.url}/film/master.m3u8` };
    provider.on('8', json({ sources: [{ url: `${media.url}/unwritable/master.m3u8?t=%22x` }, fine] }));
    provider.on('9', json({ sources: [{ url: `${media.url}/missing/master.m3u8` }, fine] }));
    for (const id of [8, 9]) {
      const { status, text } = await playlist(id);
      expect([status, text.includes(`${media.url}/film/720p.m3u8`)]).toEqual([200, true]);
    }
  });

  test('is read from its host where the entry is too large to keep the master', async () => {
    const noise = Array.from({ length: 60 }, (_, index) => ({
      url: `https://media.example/${index}-${Buffer.from(crypto.getRandomValues(new Uint8Array(60))).toString('hex')}.mp4`,
    }));
    provider.on('7', json({ sources: [{ url: `${media.url}/film/master.m3u8` }, ...noise] }));
    expect((await exchange(stack.port, moviePath(7))).status).toBe(200);
    // Each of four containers, of which one has the extraction's own entry in memory.
    const answers = await Promise.all(Array.from({ length: 12 }, () => playlist(7)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]!.text).toContain(`${media.url}/film/720p.m3u8`);
  });
});

describe('GET /api/stream/steering.json', () => {
  test('renews links for 50 viewers with the one provider call that one viewer costs', async () => {
    links(20, 110, 3600);
    const { data } = (await exchange(stack.port, moviePath(20))).json;
    const before = held('film', Date.parse(data.sources[0].expiresAt) / 1000);
    const viewers = Array.from({ length: 50 }, async () => {
      const first = await steering(20, [before]);
      const renewed = await until(
        () => steering(20, [before], stack, '&_HLS_pathway=x&_HLS_throughput=%22'),
        ({ json: body }) => body['PATHWAY-CLONES'] !== undefined,
      );
      return { first, renewed };
    });
    for (const { first, renewed } of await Promise.all(viewers)) {
      expect(first.status).toBe(200);
      expect(first.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
      expect(renewed.json).toMatchObject({ VERSION: 1, 'PATHWAY-CLONES': [{ 'BASE-ID': before }] });
      const [{ ID, 'URI-REPLACEMENT': uris }] = renewed.json['PATHWAY-CLONES'];
      expect(renewed.json['PATHWAY-PRIORITY']).toEqual([ID, before]);
      expect(renewed.json['RELOAD-URI']).toBe(`steering.json?mediaType=movie&tmdbId=20&p=${before}&p=${ID}`);
      expect(renewed.json.TTL).toBeLessThanOrEqual(300);
      expect(Object.values(uris['PER-VARIANT-URIS'])).toEqual([
        `${media.url}/film/360p.m3u8`,
        `${media.url}/film/720p.m3u8`,
      ]);
      expect(Object.values(uris['PER-RENDITION-URIS'])).toEqual([`${media.url}/film/audio/en.m3u8`]);
    }
    expect(provider.calls('20')).toBe(2);
  });

  test('of a client over its limit starts no refresh, and is answered', async () => {
    const limited = await start({ RATE_LIMIT: '1', RATE_WINDOW_SECONDS: '86400' });
    links(21, 110, 3600);
    const { data } = (await exchange(limited.port, moviePath(21))).json;
    const before = held('film', Date.parse(data.sources[0].expiresAt) / 1000);
    const answers = await Promise.all(Array.from({ length: 5 }, () => steering(21, [before], limited)));
    for (const { status, json: body } of answers) {
      expect([status, body['PATHWAY-PRIORITY']]).toEqual([200, [before]]);
      expect(body.TTL).toBeLessThanOrEqual(60);
    }
    expect(provider.calls('21')).toBe(1);
  });

  test.each(['hanging', 'unreachable', 'throttling'] as const)(
    'with the tables %s has what the player holds',
    async (fault) => {
      links(22, 3600);
      const far = held('film', seconds() + 100);
      await steering(22, [far]);
      proxy.fault = fault;
      try {
        const { status, json: body } = await steering(99, [far]);
        expect([status, body]).toEqual([
          200,
          { VERSION: 1, TTL: 60, 'RELOAD-URI': expect.stringContaining(`p=${far}`), 'PATHWAY-PRIORITY': [far] },
        ]);
      } finally {
        proxy.fault = 'none';
      }
    },
  );

  test('with a provider that hangs is answered, and renews when it no longer does', async () => {
    links(23, 110);
    const { data } = (await exchange(stack.port, moviePath(23))).json;
    const before = held('film', Date.parse(data.sources[0].expiresAt) / 1000);
    let isHanging = true;
    const waiting: (() => void)[] = [];
    provider.on('23', (response) => {
      const answer = () =>
        json({ sources: [{ id: 'film', url: master(seconds() + 3600), type: 'hls' }] })(response, undefined as never);
      if (isHanging) waiting.push(answer);
      else answer();
    });
    expect(await steering(23, [before])).toMatchObject({ status: 200, json: { 'PATHWAY-PRIORITY': [before] } });
    expect((await steering(23, [before])).json['PATHWAY-PRIORITY']).toEqual([before]);
    await until(
      async () => waiting.length,
      (count) => count > 0,
    );
    isHanging = false;
    for (const answer of waiting) answer();
    const renewed = await until(
      () => steering(23, [before]),
      ({ json: body }) => body['PATHWAY-CLONES'] !== undefined,
    );
    expect(renewed.json['PATHWAY-PRIORITY'][1]).toBe(before);
  });

  test('from containers that have just started begins a renewal, and has it', async () => {
    links(24, 110, 3600);
    const { data } = (await exchange(stack.port, moviePath(24))).json;
    const before = held('film', Date.parse(data.sources[0].expiresAt) / 1000);
    const afresh = async () => {
      for (const pid of stack.pids('extract')) process.kill(pid, 'SIGKILL');
      await until(
        async () => stack.pids('extract').length,
        (count) => count === 0,
      );
      return steering(24, [before]);
    };
    expect(await afresh()).toMatchObject({ status: 200, json: { TTL: 5, 'PATHWAY-PRIORITY': [before] } });
    const renewed = await until(afresh, ({ json: body }) => body['PATHWAY-CLONES'] !== undefined);
    expect(renewed.json['PATHWAY-PRIORITY'][1]).toBe(before);
    expect(provider.calls('24')).toBe(2);
  });

  test('is a 410 for a title that is not available any more only when the links have expired', async () => {
    expect((await exchange(stack.port, moviePath(404))).status).toBe(404);
    const [alive, expired] = [held('film', seconds() + 60), held('film', seconds() - 60)];
    expect(await steering(404, [alive])).toMatchObject({ status: 200, json: { 'PATHWAY-PRIORITY': [alive] } });
    expect(await steering(404, [expired, alive])).toMatchObject({ status: 200, json: { 'PATHWAY-PRIORITY': [alive] } });
    expect(await steering(404, [expired])).toMatchObject({ status: 410, json: { error: 'Gone', retryable: false } });
  });

  test('asks media hosts for three masters at most, however many sources its query names', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `s${index}`);
    provider.on(
      '30',
      json({ sources: ids.map((id) => ({ id, url: `${media.url}/missing-${id}/master.m3u8`, type: 'hls' })) }),
    );
    await exchange(stack.port, moviePath(30));
    const asked = () => media.requests.filter((path) => path.startsWith('/missing-')).length;
    const before = asked();
    const { status } = await steering(
      30,
      ids.map((id) => `${id}.zzzzzz.AAAAAA`),
    );
    expect(status).toBe(200);
    expect(asked() - before).toBeLessThanOrEqual(3);
  });

  test('refuses a query that is none of ours', async () => {
    for (const query of ['', '&p=x', '&p=a.1.abcdef%22', `${'&p=a.1.abcdef'.repeat(41)}`]) {
      const { status, json: body } = await exchange(stack.port, `${pathOf('steering.json', 1)}${query}`);
      expect([query.slice(0, 20), status, body.details?.[0].field]).toEqual([query.slice(0, 20), 400, 'p']);
    }
  });
});
