import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { chromium } from 'playwright-core';
import { z } from 'zod';
import { providerAnswer, providerSource } from '../contract/provider-answer.ts';
import { run, start } from './commands.ts';

/*
 * `npm run test:examples`: the stack and every example, each started by the line of its README and asked over HTTP; the
 * sites also in a Chromium, where there is one.
 */

const PROVIDERS = [
  { example: 'provider-node', movie: 'tmdbId=603', episode: 'tmdbId=1399&season=1&episode=1' },
  { example: 'provider-python', movie: 'tmdbId=604', episode: 'tmdbId=1399&season=1&episode=2' },
];
const SITES = ['site-html', 'site-react-vite', 'site-next'];

const CHROMIUM = [process.env.CHROMIUM_PATH ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
const NO_CHROMIUM = 'there is no Chromium: install it (apt-get install chromium), or name it in CHROMIUM_PATH';
const NO_PYTHON = 'there is no python3';
const hasPython = spawnSync('python3', ['--version']).status === 0;
const TOKEN = 'a token for this check';

/** What a provider should answer. The API reads more than that; these two are to be copied. */
const exactAnswer = providerAnswer.extend({ sources: z.array(providerSource).min(1) });

/** The line that starts an example: the first code block of its README. */
async function startLine(example: string): Promise<string> {
  const readme = await readFile(join(import.meta.dirname, example, 'README.md'), 'utf8');
  return /```sh\n(.+)\n```/.exec(readme)?.[1] ?? assert.fail(`the README of ${example} does not begin with a line`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const stops: (() => Promise<unknown>)[] = [];
const data = await mkdtemp(join(tmpdir(), 'examples-'));
const stackPort = await freePort();
const stack = `http://localhost:${stackPort}`;
const providers = await Promise.all(
  PROVIDERS.map(async (provider) => {
    const port = await freePort();
    return { ...provider, port, url: `http://localhost:${port}/extract` };
  }),
);

before(async () => {
  const urls = providers.map(({ url }) => `--extractor-url ${url}`).join(' ');
  const line = `npm start -- --port ${stackPort} --data-dir ${data} ${urls}`;
  stops.push(await start(line, stack, { EXTRACTOR_TOKEN: TOKEN }));
});

after(async () => {
  await Promise.all(stops.map((stop) => stop()));
  await rm(data, { recursive: true });
});

for (const { example, port, url, movie, episode } of providers) {
  const titles = [`mediaType=movie&${movie}`, `mediaType=tv&${episode}`];
  const ask = (title: string, authorization = `Bearer ${TOKEN}`) =>
    fetch(`${url}?${title}`, { headers: authorization ? { authorization } : {} });

  const skip = example === 'provider-python' && !hasPython && NO_PYTHON;
  describe(example, { skip }, () => {
    before(async () => {
      const variables = { PORT: String(port), PROVIDER_TOKEN: TOKEN, MEDIA_BASE: `${stack}/media` };
      stops.push(await start(await startLine(example), url, variables));
    });

    test('answers as the contract says', async () => {
      for (const title of titles) {
        const response = await ask(title);
        assert.equal(response.status, 200);
        exactAnswer.parse(await response.json());
      }
    });

    test('has no other titles', async () => {
      const others = ['mediaType=movie&tmdbId=1', `mediaType=tv&${movie}`, `mediaType=movie&${episode}`, ''];
      for (const title of others) assert.equal((await ask(title)).status, 404, title);
    });

    test('wants its token', async () => {
      for (const wrong of ['', 'Bearer another', TOKEN]) assert.equal((await ask(titles[0]!, wrong)).status, 401);
    });

    test('serves the stack, with media that are there', async () => {
      for (const title of titles) {
        const response = await fetch(`${stack}/api/stream/extract?${title}`);
        assert.equal(response.status, 200, title);
        const { data } = (await response.json()) as { data: Record<'sources' | 'subtitles', { url: string }[]> };
        assert.notEqual(data.subtitles.length, 0);
        for (const { url } of [...data.sources, ...data.subtitles]) assert.equal((await fetch(url)).status, 200, url);
      }
    });
  });
}

for (const example of SITES) {
  describe(example, () => {
    let site: string;

    before(async () => {
      const port = await freePort();
      site = `http://localhost:${port}`;
      // npm does not copy an SDK anew whose version is the same.
      await rm(join(import.meta.dirname, example, 'node_modules/@stream-api'), { recursive: true, force: true });
      const line = (await startLine(example)).replace(/--port \d+/, `--port ${port}`);
      stops.push(await start(line, site, { PORT: String(port), STREAM_API: stack }));
    });

    test('serves its page, and the API beside it', async () => {
      const page = await fetch(site);
      assert.equal(page.status, 200);
      assert.match(await page.text(), /<title>Stream API: a site in /);
      assert.equal((await fetch(`${site}/api/stream/extract?tmdbId=550&mediaType=movie`)).status, 200);
      assert.equal((await fetch(`${site}/api/stream/extract?tmdbId=550`)).status, 400);
    });

    test('plays a movie and an episode, with subtitles', { skip: CHROMIUM ? false : NO_CHROMIUM }, async () => {
      const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];
      const browser = await chromium.launch({ executablePath: CHROMIUM!, args });
      try {
        const page = await browser.newPage();
        page.setDefaultTimeout(60_000);
        const wrong: string[] = [];
        const asked: string[] = [];
        page.on('pageerror', ({ message }) => wrong.push(message));
        page.on('request', (request) => asked.push(request.url()));
        await page.goto(site);
        for (const [name, query] of [
          ['A movie', '?tmdbId=550&'],
          ['An episode', '?tmdbId=1396&'],
        ] as const) {
          await page.getByText(name).click();
          await page.waitForFunction(() => {
            const video = document.querySelector<HTMLVideoElement>('video:not([data-seen])');
            if (!video) return false;
            video.muted = true;
            if (video.paused) video.play().catch(() => undefined);
            return video.currentTime > 1 && video.textTracks.length === 2 && video.textTracks[0]!.cues!.length > 0;
          });
          assert.ok(
            asked.some((url) => url.startsWith(site) && url.includes(query)),
            asked.join('\n'),
          );
          await page.evaluate(() => document.querySelector('video')!.setAttribute('data-seen', ''));
        }
        assert.deepEqual(wrong, []);
      } finally {
        await browser.close();
      }
    });
  });
}

test('the React site is typed, and the bundled ones build', async () => {
  await run('npx tsc --noEmit -p examples/site-react-vite');
  await run('npm run build --prefix examples/site-react-vite');
  await run('npm run build --prefix examples/site-next');
});
