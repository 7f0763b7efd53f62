import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startLocalStack } from '../../support/local-stack.ts';
import { type Origin, startOrigin } from '../../support/media-origin.ts';
import { json, type ProviderService, startProviderService } from '../../support/provider-service.ts';
import { runCommand } from '../run-command.ts';

/* `check` against a stack whose links lead through CDNs: one before its closed media, two of a host. */

const PLAYLIST = '#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nSEGMENT\n#EXT-X-ENDLIST\n';
const masterOf = (rung: string) => `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=640x360\n${rung}\n`;
const mpdOf = (base: string) =>
  `<MPD mediaPresentationDuration="PT12S"><Period>${base}<AdaptationSet mimeType="video/mp4">
  <SegmentTemplate initialization="init.mp4" media="$Number$.m4s"/><Representation id="1" height="720"/>
  </AdaptationSet></Period></MPD>`;

let host: Origin;
let provider: ProviderService;
let stack: Awaited<ReturnType<typeof startLocalStack>>;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stream-api-cdns-'));
  host = await startOrigin((request, response) => {
    const path = request.url ?? '';
    const body = FILES[path] ?? (/\.(ts|m4s|mp4)$/.test(path) ? 'media' : undefined);
    if (body === undefined) return void response.writeHead(404).end();
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('content-type', /\.mp4$/.test(path) ? 'video/mp4' : 'application/octet-stream');
    response.writeHead(request.headers.range ? 206 : 200).end(body.replaceAll('HOST', host.url));
  });
  provider = await startProviderService();
  const port = await freePort();
  const own = `http://localhost:${port}`;
  const sign = { type: 'path-hmac', secret: 'media-key', ttlSeconds: 300 };
  const cdns = [
    { name: 'own', match: `${own}/media/`, base: `${own}/`, scope: 1, sign },
    { name: 'main', match: `${host.url}/films/`, base: `${own}/cdn/`, scope: 2, sign },
    {
      name: 'files',
      match: `${host.url}/files/`,
      base: 'https://files.example/',
      sign: { type: 'cloudfront', secret: 'file-key', keyId: 'K2JCJMDEHXQW5F' },
    },
  ];
  const settings = [`cdns=${JSON.stringify(cdns)}`];
  stack = await startLocalStack({ port, containers: 1, trustedOrigins: [host.url, own], settings });
});
afterAll(async () => {
  await stack.stop();
  await Promise.all([host.close(), provider.stop(), rm(folder, { recursive: true, force: true })]);
});

const FILES: Readonly<Record<string, string>> = {
  '/films/a/well/master.m3u8': masterOf('low.m3u8'),
  '/films/a/well/low.m3u8': PLAYLIST.replace('SEGMENT', '0.ts'),
  '/films/flat/master.m3u8': masterOf('low.m3u8'),
  '/films/flat/low.m3u8': PLAYLIST.replace('SEGMENT', '0.ts'),
  '/films/a/absolute/master.m3u8': masterOf('HOST/films/a/absolute/low.m3u8'),
  '/films/a/absolute/low.m3u8': PLAYLIST.replace('SEGMENT', '0.ts'),
  '/films/a/out/master.m3u8': masterOf('low.m3u8'),
  '/films/a/out/low.m3u8': PLAYLIST.replace('SEGMENT', '../well/0.ts'),
  '/films/a/key/master.m3u8': `#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-KEY:METHOD=AES-128,URI="/films/a/key/k.ts"\n#EXTINF:4,\n0.ts\n`,
  '/films/a/elsewhere/master.m3u8': PLAYLIST.replace('SEGMENT', 'HOST/free/0.ts'),
  '/films/a/dash/manifest.mpd': mpdOf('<BaseURL>HOST/films/a/dash/</BaseURL>'),
  '/films/a/relative/manifest.mpd': mpdOf('<BaseURL>video/</BaseURL>'),
  '/files/a/master.m3u8': masterOf('low.m3u8'),
  '/files/a/low.m3u8': PLAYLIST.replace('SEGMENT', '0.ts'),
  '/free/master.m3u8': PLAYLIST.replace('SEGMENT', '0.ts'),
  '/films/film.mp4': 'a file that is in no folder',
  '/files/a/film.mp4': 'a file behind a CDN without folders',
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

interface Found {
  readonly url: string;
  readonly verdict: string;
  readonly reason?: string;
  readonly notes: string[];
}

const linkTo = (path: string) => `${host.url}${path}`;

test('catalogue check names what a CDN makes of each link, and ends with 1', async () => {
  const rows = Object.keys(FILES)
    .filter((path) => !path.endsWith('low.m3u8'))
    .map((path, index) => ({ tmdbId: String(9000 + index), mediaType: 'movie', sources: [{ url: linkTo(path) }] }));
  const file = join(folder, 'titles.jsonl');
  await writeFile(file, rows.map((row) => JSON.stringify(row)).join('\n'));
  const { err } = await runCommand('catalogue', ['import', file, '--endpoint', stack.url]);
  expect(err).toContain(`warning: ${linkTo('/films/flat/master.m3u8')} is left out of answers: `);
  expect(err).toContain(`No CDN of the stage leads to 1 link: ${new URL(host.url).host}\n`);

  const { code, out } = await runCommand('catalogue', ['check', '--endpoint', stack.url, '--json']);
  const { links } = JSON.parse(out) as { links: Found[] };
  const of = (path: string) => links.find(({ url }) => url === linkTo(path))!;
  expect(code).toBe(1);
  const found = Object.fromEntries(
    links.flatMap(({ url, verdict }) => (url.startsWith(host.url) ? [[url.slice(host.url.length), verdict]] : [])),
  );
  expect(found).toEqual({
    '/films/a/well/master.m3u8': 'open',
    '/films/flat/master.m3u8': 'left-out',
    '/films/a/absolute/master.m3u8': 'no-token',
    '/films/a/out/master.m3u8': 'no-token',
    '/films/a/key/master.m3u8': 'no-token',
    '/films/a/elsewhere/master.m3u8': 'open',
    '/films/a/dash/manifest.mpd': 'no-token',
    '/films/a/relative/manifest.mpd': 'open',
    '/files/a/master.m3u8': 'left-out',
    '/free/master.m3u8': 'ok',
    '/films/film.mp4': 'open',
    '/files/a/film.mp4': 'open',
  });
  expect(of('/films/a/well/master.m3u8').reason).toBe('it opens without a token, so nobody needs CDN main');
  expect(of('/films/flat/master.m3u8').reason).toContain(
    `below ${host.url}/films/ it has no folder of 2 path segments`,
  );
  expect(of('/files/a/master.m3u8').reason).toBe('CDN files signs single files, and not HLS or DASH');
  expect(of('/films/a/out/master.m3u8').reason).toMatch(/^the lowest rung's playlist has .*\/a\/well\/0\.ts/);
  expect(of('/free/master.m3u8').notes).toContain('no CDN of the stage leads to it');
  expect(of('/films/a/elsewhere/master.m3u8').notes.join()).toContain(`no CDN leads through: ${host.url}`);
  // Closed to everything that goes around their CDN: read with the keys of the stage.
  const own = links.filter(({ url }) => url.includes('/media/'));
  expect(own.length).toBeGreaterThan(5);
  expect(own.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
});

test('provider check does the same with --endpoint, and takes one stage only', async () => {
  provider.on('550', json({ sources: [{ url: linkTo('/films/a/dash/manifest.mpd') }] }));
  const check = (...more: string[]) =>
    runCommand('provider', ['check', provider.url, '--trust-origin', host.url, '--json', ...more]);
  const without = await check();
  expect(JSON.parse(without.out).links.map(({ verdict }: Found) => verdict)).toEqual(['ok']);
  const { code, out } = await check('--endpoint', stack.url);
  expect([code, JSON.parse(out).links.map(({ verdict }: Found) => verdict)]).toEqual([1, ['no-token']]);
  expect((await check('--endpoint', stack.url, '--stage', 'prod')).code).toBe(2);
});
