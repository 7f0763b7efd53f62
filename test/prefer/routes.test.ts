import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LocalStack } from '../../local/stack.ts';
import { type DynamodbProxy, startDynamodbProxy } from '../support/dynamodb-proxy.ts';
import { exchange } from '../support/http-exchange.ts';
import { files, type Origin, startOrigin } from '../support/media-origin.ts';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { type StageVariants, serviceOnly, stageVariants } from '../support/stage-variants.ts';

/* What a viewer would rather have, on the local stack: its gateway, the deployed bundles, its tables. */

const MASTER = `#EXTM3U
#EXT-X-STREAM-INF:BANDWIDTH=5000000,RESOLUTION=1920x1080,CODECS="avc1.640028,mp4a.40.2"
1080p.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360,CODECS="avc1.42c01e,mp4a.40.2"
360p.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=2400000,RESOLUTION=1280x720,CODECS="avc1.64001f,mp4a.40.2"
720p.m3u8
`;
const ORIGIN = 'https://www.example.com';

let stage: StageVariants;
let provider: ProviderService;
let media: Origin;
let proxy: DynamodbProxy;
let stack: LocalStack;

const ask = async (query: string, headers: Record<string, string> = {}, method = 'GET', file = 'extract') => {
  const { text: body, ...answer } = await exchange(stack.port, `/api/stream/${file}?mediaType=movie&tmdbId=1${query}`, {
    headers,
    method,
  });
  return { ...answer, body };
};
const heightsOf = (body: string) =>
  (JSON.parse(body).data.sources as { height?: number }[]).map(({ height }) => height);

beforeAll(async () => {
  provider = await startProviderService();
  media = await startOrigin(files({ '/film/master.m3u8': MASTER }));
  const file = (height: number) => ({
    url: `${media.url}/${height}.mp4`,
    height,
    width: Math.round((height * 16) / 9),
  });
  provider.on(
    '1',
    json({
      sources: [file(1080), file(720), file(480), { url: `${media.url}/film/master.m3u8` }],
      subtitles: ['en', 'de'].map((language) => ({ url: `${media.url}/${language}.vtt`, language, label: language })),
    }),
  );
  stage = await stageVariants();
  proxy = await startDynamodbProxy();
  stack = await stage.start({
    environment: { PROVIDERS: serviceOnly(provider.url), TRUSTED_ORIGINS: JSON.stringify([media.url]) },
    extractEnvironment: { CORS_ORIGINS: JSON.stringify([ORIGIN]) },
    options: { containers: 1 },
    parts: { dynamodbEndpoint: proxy.endpointFor },
  });
  await ask('');
}, 120_000);
afterAll(async () => {
  await stage.stop();
  await Promise.all([proxy.stop(), provider.stop(), media.close()]);
});

describe('a wish', () => {
  test('orders the answer, says so, and leaves the answer without it as it was', async () => {
    const plain = await ask('');
    const { status, headers, body } = await ask('&prefer=res:720,lang:de');
    expect([status, headers['preference-applied']]).toEqual([200, 'res=720, lang=de']);
    const { data, metadata } = JSON.parse(body);
    expect([heightsOf(body)[0], data.subtitles[0].language]).toEqual([720, 'de']);
    expect(metadata).toMatchObject({ bestQuality: '1080p', preferredQuality: '720p' });
    expect(JSON.parse(plain.body).metadata).not.toHaveProperty('preferredQuality');
    expect(plain.headers).not.toHaveProperty('preference-applied');
    expect(JSON.parse((await ask('')).body).data).toEqual(JSON.parse(plain.body).data);
  });

  test('has its own tag, which is answered by a 304 and to HEAD', async () => {
    const tags = new Set<string | undefined>();
    for (const wish of ['', '&prefer=res:720', '&prefer=res:480', '&maxBandwidth=1000000']) {
      const { headers } = await ask(wish);
      tags.add(headers.etag as string);
      expect(headers.vary).toContain('Save-Data');
    }
    expect(tags.size).toBe(4);
    const etag = (await ask('&prefer=res:720')).headers.etag as string;
    const again = await ask('&prefer=res:720', { 'If-None-Match': etag });
    expect([again.status, again.headers['preference-applied'], again.body]).toEqual([304, 'res=720', '']);
    const head = await ask('&prefer=res:720', {}, 'HEAD');
    expect([head.status, head.headers.etag, head.body]).toEqual([200, etag, '']);
    expect((await ask('', { 'If-None-Match': etag })).status).toBe(200);
  });

  test('may be read by pages of the stage', async () => {
    const { headers } = await ask('&prefer=res:720', { Origin: ORIGIN });
    expect(headers['access-control-expose-headers']).toContain('Preference-Applied');
    expect(headers.vary).toBe('Save-Data, Origin');
  });

  test('asks no provider and no table more than the same hit without it', async () => {
    const calls = async (query: string, headers = {}) => {
      proxy.calls.length = 0;
      for (let hit = 0; hit < 10; hit += 1) expect((await ask(query, headers)).status).toBe(200);
      return proxy.calls.filter(({ operation }) => operation !== 'GetItem').map(({ operation }) => operation);
    };
    const before = provider.calls('1');
    const plain = await calls('');
    expect(await calls('&prefer=res:720,lang:de')).toEqual(plain);
    expect(await calls('&maxBandwidth=900000')).toEqual(plain);
    expect(await calls('', { 'Save-Data': 'on' })).toEqual(plain);
    expect(provider.calls('1')).toBe(before);
  });

  test('that is empty is none, and a comma at its end counts for nothing', async () => {
    const plain = await ask('');
    const empty = await ask('&prefer=');
    expect([empty.status, empty.headers.etag, empty.headers['preference-applied']]).toEqual([
      200,
      plain.headers.etag,
      undefined,
    ]);
    expect((await ask('&prefer=res:720,')).headers['preference-applied']).toBe('res=720');
  });

  test.each([
    ['&prefer=fps:60', 'prefer', 'fps:60'],
    ['&prefer=,', 'prefer', 'res'],
    ['&prefer=res:720&prefer=res:480', 'prefer', 'once'],
    ['&maxBandwidth=12', 'maxBandwidth', '50000'],
  ])('that cannot be read (%s) is a 400 that names it, and counts for nothing', async (query, field, text) => {
    for (const file of ['extract', 'playlist.m3u8']) {
      const { status, body, headers } = await ask(query, {}, 'GET', file);
      const { error, details } = JSON.parse(body);
      expect([status, error, details[0].field]).toEqual([400, 'Validation error', field]);
      expect(details[0].message).toContain(text);
      expect(headers).not.toHaveProperty('x-ratelimit-limit');
    }
  });

  test('of a title that is not available is still a 404', async () => {
    const path = '/api/stream/extract?mediaType=movie&tmdbId=2&prefer=res:720';
    const { status, headers } = await exchange(stack.port, path, {});
    expect([status, headers['preference-applied']]).toEqual([404, undefined]);
  });
});

describe('a viewer who saves data', () => {
  test('gets first what needs little, unless a bandwidth is named', async () => {
    expect(heightsOf((await ask('', { 'Save-Data': 'on' })).body)[0]).toBe(480);
    expect(heightsOf((await ask('&maxBandwidth=90000000', { 'Save-Data': 'on' })).body)[0]).toBe(1080);
    expect(heightsOf((await ask('', { 'Save-Data': 'off' })).body)[0]).toBe(1080);
  });
});

describe('the playlist', () => {
  const variants = (body: string) => body.match(/\d+p(?=\.m3u8$)/gm);

  test('begins with the preferred rung, and leaves out what the line does not carry', async () => {
    const preferred = await ask('&prefer=res:720', {}, 'GET', 'playlist.m3u8');
    expect(preferred.headers['preference-applied']).toBe('res=720');
    expect(variants(preferred.body)).toEqual(['720p', '360p', '1080p']);
    const unheard = await ask('&prefer=type:mp4,lang:de,res:720', {}, 'GET', 'playlist.m3u8');
    expect(unheard.headers['preference-applied']).toBe('res=720');
    const none = await ask('&prefer=type:mp4', {}, 'GET', 'playlist.m3u8');
    expect([none.status, none.headers['preference-applied']]).toEqual([200, undefined]);
    expect(variants((await ask('&maxBandwidth=2400000', {}, 'GET', 'playlist.m3u8')).body)).toEqual(['360p', '720p']);
    expect(variants((await ask('', { 'Save-Data': 'on' }, 'GET', 'playlist.m3u8')).body)).toEqual(['360p']);
    const plain = await ask('', {}, 'GET', 'playlist.m3u8');
    expect(variants(plain.body)).toEqual(['1080p', '360p', '720p']);
    expect(plain.headers.etag).not.toBe(preferred.headers.etag);
  });
});
