import http from 'node:http';
import { createServer } from 'node:net';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Source } from '../../contract/answer.ts';
import type { LocalStack } from '../../local/stack.ts';
import { exchange, moviePath } from '../support/http-exchange.ts';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { type StageVariants, serviceOnly, stageVariants } from '../support/stage-variants.ts';
import { folderToken, fuzzedPaths, isOfTitle } from './fuzzed-paths.ts';

/* The local stack whose own media are behind the function of the edge, closed to everything that goes around it. */

let stage: StageVariants;
let provider: ProviderService;
let stack: LocalStack;
let secrets: SecretsManagerClient;
let origin: string;

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

beforeAll(async () => {
  const port = await freePort();
  origin = `http://localhost:${port}`;
  const sign = (secret: string) => ({ type: 'path-hmac', secret, ttlSeconds: 300 });
  const cdns = [
    { name: 'main', match: `${origin}/media/`, base: `${origin}/`, scope: 1, sign: sign('media-key') },
    { name: 'second', match: `${origin}/media/`, base: `${origin}/two/`, scope: 1, sign: sign('other-key') },
  ];
  provider = await startProviderService();
  stage = await stageVariants();
  stack = await stage.start({
    options: { port },
    environment: {
      PROVIDERS: serviceOnly(provider.url),
      TRUSTED_ORIGINS: JSON.stringify([origin]),
      CDNS: JSON.stringify(cdns),
    },
  });
  secrets = new SecretsManagerClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const film = { url: `${origin}/media/sintel/cmaf/master.m3u8`, type: 'hls', id: 'film' };
  provider.on('1', json({ sources: [film] }));
});
afterAll(async () => {
  secrets.destroy();
  await stage.stop();
  await provider.stop();
});

const sources = async (): Promise<Source[]> => (await exchange(stack.port, moviePath(1))).json.data.sources;
const statusOf = async (url: string) => (await exchange(stack.port, url.replace(origin, ''))).status;

async function secretOf(name: string): Promise<{ current: string; keys: { id: string; secret: string }[] }> {
  const { SecretString: text } = await secrets.send(new GetSecretValueCommand({ SecretId: name }));
  return JSON.parse(text!);
}

describe('media behind the edge function', () => {
  test('the manifest is read through the CDN, and every link of the answer opens', async () => {
    const { json: answer, headers } = await exchange(stack.port, moviePath(1));
    const all = answer.data.sources as Source[];
    expect(all.find(({ id }) => id === 'film')?.variants?.length).toBeGreaterThan(1);
    expect(headers['cache-control']).toBe('private, max-age=180');
    const links = [...all, ...answer.data.subtitles].map(({ url }) => url);
    expect(links.every((url) => url.startsWith(`${origin}/t/`) || url.startsWith(`${origin}/two/t/`))).toBe(true);
    for (const url of links) expect([url, await statusOf(url)]).toEqual([url, 200]);
    expect(links.length).toBeGreaterThan(4);
  });

  test('without a token, by a foreign one, by one of another title and by an expired one it is a 403', async () => {
    const { url } = (await sources())[0]!;
    const { secret } = (await secretOf('media-key')).keys[0]!;
    const file = 'sintel/cmaf/master.m3u8';
    const link = (token: string) => `${origin}/t/${token}/${file}`;
    expect(await statusOf(link(folderToken('sintel', 2_000_000_000, secret)))).toBe(200);
    for (const wrong of [
      `${origin}/media/${file}`,
      url.replace('/t/', '/two/t/'),
      url.replace('sintel', 'big-buck-bunny'),
      link(folderToken('sintel', 1_700_000_000, secret)),
      link(folderToken('sintel', 2_000_000_000, 'x'.repeat(40))),
      link('none'),
    ]) {
      expect([wrong, await statusOf(wrong)]).toEqual([wrong, 403]);
    }
    // Without one under a CDN's own path, as at its edge; what the stack itself has is there.
    expect(await statusOf(`${origin}/two/sintel/master.m3u8`)).toBe(403);
    expect(await statusOf(`${origin}/api/stream/status`)).toBe(200);
  });

  test('10,000 fuzzed paths are refused and passed as the reference says', async () => {
    const { secret } = (await secretOf('media-key')).keys[0]!;
    const token = folderToken('movies/550', 2_000_000_000, secret);
    const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
    const ask = (path: string): Promise<number> =>
      new Promise((resolve, reject) => {
        const request = http.request({ port: stack.port, host: '127.0.0.1', path, agent }, (response) => {
          response.resume().on('end', () => resolve(response.statusCode!));
        });
        request.on('error', reject).end();
      });
    // Node's client sends no character beyond ASCII.
    const paths = [...fuzzedPaths(10_000, 3)].map((path) => path.replace(/[^\x21-\x7e]/g, encodeURIComponent));
    const wrong: string[] = [];
    for (let at = 0; at < paths.length; at += 100) {
      const some = paths.slice(at, at + 100);
      const statuses = await Promise.all(some.map((path) => ask(`/t/${token}/${path}`)));
      // What passes is not there.
      const expected = some.map((path) => (isOfTitle(path, 'movies/550') ? 404 : 403));
      wrong.push(...some.filter((_, index) => statuses[index] !== expected[index]));
    }
    agent.destroy();
    expect(wrong).toEqual([]);
  }, 60_000);

  test('the playlist has a pathway for each CDN, and steering signs anew without asking the provider', async () => {
    const { text, headers } = await exchange(stack.port, `${moviePath(1).replace('extract', 'playlist.m3u8')}`);
    expect(headers['cache-control']).toBe('private, max-age=180');
    const [, steering] = /SERVER-URI="([^"]+)"/.exec(text)!;
    const pathways = [...steering!.matchAll(/p=([^&]+)/g)].map(([, id]) => id!);
    expect(pathways).toHaveLength(2);
    const variants = text.split('\n').filter((line) => line.startsWith('http'));
    for (const url of variants) expect(await statusOf(url)).toBe(200);

    const calls = provider.calls('1');
    const soon = Math.floor(Date.now() / 1000) + 45;
    const [id, , ladder] = pathways[0]!.split('.');
    const asked = `/api/stream/${steering!.split('&p=')[0]}&p=${id}.${soon.toString(36)}.${ladder}`;
    const { json: manifest } = await exchange(stack.port, asked);
    const [clone] = manifest['PATHWAY-CLONES'];
    for (const url of Object.values(clone['URI-REPLACEMENT']['PER-VARIANT-URIS'])) {
      expect(await statusOf(url as string)).toBe(200);
    }
    expect(manifest['PATHWAY-PRIORITY'][0]).toBe(clone.ID);
    expect(provider.calls('1')).toBe(calls);

    // What a client says it has makes no link live for longer.
    const late = Math.floor(Date.now() / 1000) + 1_000_000;
    const { json: forged } = await exchange(stack.port, asked.replace(soon.toString(36), late.toString(36)));
    expect(JSON.stringify(forged['PATHWAY-CLONES'])).not.toContain(`/t/${late}`);
  });

  test('a client whose links live for long gets no new ones', async () => {
    const { text } = await exchange(stack.port, `${moviePath(1).replace('extract', 'playlist.m3u8')}`);
    const [, steering] = /SERVER-URI="([^"]+)"/.exec(text)!;
    const { json: manifest } = await exchange(stack.port, `/api/stream/${steering}`);
    expect(manifest['PATHWAY-CLONES']).toBeUndefined();
    expect(manifest['PATHWAY-PRIORITY']).toEqual([...steering!.matchAll(/p=([^&]+)/g)].map(([, id]) => id));
  });

  test('what a viewer would rather have is measured on what is sent', async () => {
    const file = (name: string, quality: string) => ({ url: `${origin}/media/sintel/${name}`, type: 'mp4', quality });
    provider.on('2', json({ sources: [file('a%252Fb.mp4', '2160p'), file('film.mp4', '720p')] }));
    const { json: answer } = await exchange(stack.port, `${moviePath(2)}&prefer=res`);
    expect(answer.metadata).toMatchObject({ sourceCount: 2, bestQuality: '720p', preferredQuality: '720p' });
    const line = stack.logs().find(({ tmdbId, message }) => tmdbId === '2' && message === 'request');
    expect(line).toMatchObject({
      leftOut: [
        { cdn: 'main', problems: '1 not-signable' },
        { cdn: 'second', problems: '1 not-signable' },
      ],
    });
  });

  test('the source of another CDN can be named', async () => {
    const second = (await sources()).find(({ url, variants }) => url.includes('/two/') && variants)!;
    const path = `${moviePath(1).replace('extract', 'playlist.m3u8')}&source=${second.id}`;
    const { text } = await exchange(stack.port, path);
    expect(text.split('\n').find((line) => line.startsWith('http'))).toContain('/two/t/');
  });

  test('a key is rotated while links of the former one go on to open', async () => {
    const before = (await sources())[0]!.url;
    const former = await secretOf('media-key');
    const next = { id: 'k2', secret: 'n'.repeat(43) };
    const put = (value: object) =>
      secrets.send(new PutSecretValueCommand({ SecretId: 'media-key', SecretString: JSON.stringify(value) }));
    await put({ current: 'k2', keys: [...former.keys, next] });
    const renewed = before.replace(/\/t\/[^/]+/, `/t/${folderToken('sintel', 2_000_000_000, next.secret)}`);
    expect([await statusOf(before), await statusOf(renewed)]).toEqual([200, 200]);
    await put({ current: 'k2', keys: [next] });
    expect([await statusOf(before), await statusOf(renewed)]).toEqual([403, 200]);
    await put(former);
    await expect(
      secrets.send(new PutSecretValueCommand({ SecretId: 'something', SecretString: 'else' })),
    ).rejects.toThrow('no such secret');
  });

  test('no token is written to a log', async () => {
    const logged = JSON.stringify(stack.logs());
    expect(logged).not.toMatch(/\/t\/\d{10}\./);
    expect(logged).toContain('"tmdbId":"1"');
  });
});
