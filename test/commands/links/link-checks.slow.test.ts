import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { HealthView } from '../../../lambda/health/health-view.ts';
import { type MediaHost, startMediaHost } from '../../health/media-host.ts';
import { startLocalStack } from '../../support/local-stack.ts';
import { type Origin, startOrigin } from '../../support/media-origin.ts';
import { json, type ProviderService, startProviderService } from '../../support/provider-service.ts';
import { runCommand } from '../run-command.ts';

let host: MediaHost;
let odd: Origin;
let provider: ProviderService;
let folder: string;
beforeAll(async () => {
  host = await startMediaHost();
  odd = await startOrigin((request, response) => {
    const body = ODD[request.url ?? ''];
    if (body === undefined) return void response.writeHead(404).end();
    response.setHeader('access-control-allow-origin', 'https://other.example');
    response.end(body);
  });
  provider = await startProviderService();
  folder = await mkdtemp(join(tmpdir(), 'stream-api-links-'));
});
afterAll(async () => {
  await Promise.all([host.close(), odd.close(), provider.stop()]);
  await rm(folder, { recursive: true, force: true });
});

const box = (type: string, size: number): Buffer => {
  const bytes = Buffer.alloc(size);
  bytes.writeUInt32BE(size);
  bytes.write(type, 4, 'latin1');
  return bytes;
};

const ODD: Readonly<Record<string, Buffer | string>> = {
  '/late.mp4': Buffer.concat([box('ftyp', 24), box('free', 64), box('mdat', 500_000), box('moov', 2000)]),
  '/en.vtt': 'WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n',
  '/de.vtt': '1\n00:00:00,000 --> 00:00:01,000\nHallo\n',
  '/absolute.mpd': `<MPD><Period><BaseURL>https://cdn.example/films/</BaseURL><AdaptationSet mimeType="video/mp4">
    <Representation id="1" height="720"/></AdaptationSet></Period></MPD>`,
};

const run = (command: string, ...args: string[]) => runCommand(command, args);

interface Found {
  readonly url: string;
  readonly verdict: string;
  readonly reason?: string;
  readonly notes: string[];
}

const trust = () => ['--trust-origin', host.url, '--trust-origin', odd.url];

async function fileOf(...rows: object[]): Promise<string> {
  const path = join(folder, 'titles.jsonl');
  await writeFile(path, rows.map((row) => JSON.stringify(row)).join('\n'));
  return path;
}

describe('npm run catalogue -- check --file', () => {
  const title = (tmdbId: string, urls: string[], subtitles: object[] = []) => ({
    tmdbId,
    mediaType: 'movie',
    sources: urls.map((url) => ({ url })),
    subtitles,
  });

  test('ends with 0 where every link is well', async () => {
    const file = await fileOf(title('1', [`${host.url}/a/master.m3u8`, `${host.url}/a/video.mp4`]));
    const { code, out } = await run('catalogue', 'check', '--file', file, ...trust());
    expect([code, out]).toEqual([0, '1 title, 2 links: 2 ok\n']);
  });

  test("reads Jellyfin's items with the address that their files are served at", async () => {
    const source = { Path: '/mnt/films/a/video.mp4' };
    const file = await fileOf({
      Items: [{ Id: 'a', Name: 'A', Type: 'Movie', ProviderIds: { Tmdb: '1' }, MediaSources: [source] }],
    });
    const where = ['--base-url', host.url, '--base-path', '/mnt/films'];
    const { code, out } = await run('catalogue', 'check', '--file', file, ...where, ...trust());
    expect([code, out]).toEqual([0, '1 title, 1 link: 1 ok\n']);
  });

  test('names what would go wrong, and ends with 1', async () => {
    const file = await fileOf(
      title('1', [`${host.url}/a/master.m3u8`]),
      title('2', [`${host.url}/gone/none`, `${odd.url}/late.mp4`]),
      title(
        '3',
        [`${odd.url}/absolute.mpd`],
        [
          { url: `${odd.url}/en.vtt`, language: 'en' },
          { url: `${odd.url}/de.vtt`, language: 'de' },
        ],
      ),
    );
    const { code, out } = await run('catalogue', 'check', '--file', file, '--json', ...trust());
    const { well, links } = JSON.parse(out) as { well: boolean; links: Found[] };
    expect([code, well]).toEqual([1, false]);
    const of = (path: string) => links.find(({ url }) => url.endsWith(path))!;
    expect(of('master.m3u8')).toMatchObject({ title: 'movie:1', kind: 'source', type: 'hls', verdict: 'ok' });
    expect(of('/none')).toMatchObject({ verdict: 'gone', reason: 'the file is answered 404' });
    expect(of('late.mp4')).toMatchObject({ verdict: 'slow', reason: expect.stringContaining('moov') });
    expect(of('late.mp4').notes).toEqual([expect.stringContaining('no ranges')]);
    expect(of('en.vtt')).toMatchObject({ kind: 'subtitle', type: 'en', verdict: 'ok' });
    expect(of('de.vtt')).toMatchObject({ verdict: 'invalid', reason: expect.stringContaining('SubRip') });
    expect(of('absolute.mpd').notes).toContainEqual(expect.stringContaining('https://cdn.example'));

    const { out: table } = await run('catalogue', 'check', '--file', file, ...trust());
    expect(table).toMatch(/^title +link +found +host +why\n/);
    expect(table).toMatch(/\nmovie:2 +auto mp4 +gone +127\.0\.0\.1:\d+ +the file is answered 404\n/);
  });

  test('names what pages may not read; a page of the named site may', async () => {
    host.allow('https://site.example.org');
    const file = await fileOf(title('1', [`${host.url}/a/master.m3u8`, `${host.url}/a/video.mp4`]));
    const verdicts = async (...more: string[]) => {
      const { out } = await run('catalogue', 'check', '--file', file, '--json', ...trust(), ...more);
      return (JSON.parse(out) as { links: Found[] }).links.map(({ verdict }) => verdict).sort();
    };
    expect(await verdicts('--origin', 'https://site.example.org')).toEqual(['ok', 'ok']);
    expect(await verdicts('--origin', 'https://another.example')).toEqual(['no-cors', 'ok']);
    host.allow(undefined);
    expect(await verdicts()).toEqual(['no-cors', 'ok']);
    host.allow('*');
  });

  test('asks no private address that is not trusted', async () => {
    const before = host.requests.length;
    const file = await fileOf(title('1', [`${host.url}/a/master.m3u8`]));
    const { code, out } = await run('catalogue', 'check', '--file', file);
    expect([code, host.requests.length]).toEqual([1, before]);
    expect(out).toContain('not a public address');
    expect(out).toContain(`1 title, 1 link: 1 inconclusive\nnot checked: add --trust-origin ${host.url}\n`);
    const { code: other, out: data } = await run('catalogue', 'check', '--file', file, '--json');
    expect([other, JSON.parse(data).well]).toEqual([1, false]);
  });

  test.each([
    ['neither file nor table', []],
    ['both', ['--file', 'x', '--table', 'y']],
    ['an unknown option', ['--fast']],
  ])('ends with 2 for %s', async (_what, args) => {
    expect((await run('catalogue', 'check', ...args)).code).toBe(2);
  });
});

describe('npm run provider -- check', () => {
  test('probes the sources of the answer', async () => {
    provider.on('550', json({ sources: [{ url: `${odd.url}/late.mp4` }, { url: `${host.url}/a/video.mp4` }] }));
    const { code, out } = await run('provider', 'check', provider.url, '--json', ...trust());
    const { conforms, links } = JSON.parse(out) as { conforms: boolean; links: Found[] };
    expect([code, conforms]).toEqual([1, true]);
    expect(links.map(({ verdict }) => verdict).sort()).toEqual(['ok', 'slow']);
  });
});

describe('on a local stack', () => {
  let stack: Awaited<ReturnType<typeof startLocalStack>>;
  beforeAll(async () => {
    stack = await startLocalStack({ containers: 1, trustedOrigins: [host.url] });
  });
  afterAll(() => stack.stop());

  test('every link of the sample catalogue is well', async () => {
    const { code, out } = await run('catalogue', 'check', '--endpoint', stack.url);
    expect([code, out]).toEqual([0, expect.stringMatching(/^\d+ titles, \d+ links: \d+ ok\n$/)]);
  });

  test('npm run health -- check has a run, and shows that all is well', async () => {
    const shown = await run('health', 'show', '--endpoint', stack.url);
    expect([shown.code, shown.out]).toEqual([0, 'No run so far\n']);
    const { code, out } = await run('health', 'check', '--endpoint', stack.url, '--json');
    const view = JSON.parse(out) as HealthView;
    expect([code, view.unwell, view.lastRun?.blocked]).toEqual([0, 0, false]);
    expect(view.lastRun!.probed).toBeGreaterThan(5);
    expect(view.lastRun!.verdicts).toEqual({ ok: view.lastRun!.probed });
  });

  test('what it trusts is asked for without more options', async () => {
    const row = { tmdbId: '77', mediaType: 'movie', sources: [{ url: `${host.url}/a/master.m3u8` }] };
    expect((await run('catalogue', 'import', await fileOf(row), '--endpoint', stack.url)).code).toBe(0);
    const { code, out } = await run('catalogue', 'check', '--endpoint', stack.url);
    expect([code, out]).toEqual([0, expect.stringMatching(/^\d+ titles, \d+ links: \d+ ok\n$/)]);
  });

  test('ends with 2 without a stage', async () => {
    expect((await run('health', 'show')).code).toBe(2);
  });
});
