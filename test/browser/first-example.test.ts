import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { type Browser, chromium } from 'playwright-core';
import type { LocalStack } from '../../local/stack.ts';
import { startLocalStack } from '../support/local-stack.ts';
import { CHROMIUM, CHROMIUM_FLAGS, describeInChromium } from './chromium.ts';
import { eventually } from './eventually.ts';

const ROOT = join(import.meta.dirname, '../..');

/** A site on another port than the API: the SDK's first example as its README has it, and a video. */
async function startSite(): Promise<{ server: Server; origin: string; show(api: string): Promise<void> }> {
  const files: Record<string, [type: string, body: string]> = {};
  const server = createServer(({ url = '' }, response) => {
    const [type, body] = files[url] ?? [];
    response.writeHead(body === undefined ? 404 : 200, { 'Content-Type': type ?? 'text/plain' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {
    server,
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    show: async (api) => {
      files['/'] = ['text/html', '<video muted></video><p></p><script type="module" src="/site.js"></script>'];
      files['/site.js'] = ['text/javascript', await siteOf(api)];
    },
  };
}

async function siteOf(api: string): Promise<string> {
  const readme = await readFile(join(ROOT, 'client/README.md'), 'utf8');
  const example = /^## Start\n[\s\S]*?^```ts\n([\s\S]*?)^```/m.exec(readme)?.[1] ?? '';
  const contents = `${example.replace('https://api.example.com', api)}
    watch(document.querySelector('video')!).catch((error) => {
      document.querySelector('p')!.textContent = error.message;
    });`;
  const { outputFiles } = await build({
    stdin: { contents, loader: 'ts', resolveDir: ROOT },
    alias: { '@stream-api/client': join(ROOT, 'client/src/index.ts') },
    bundle: true,
    write: false,
    format: 'esm',
  });
  return outputFiles[0]?.text ?? '';
}

describeInChromium("the SDK's first example, on a page of another origin than the API", () => {
  let site: Awaited<ReturnType<typeof startSite>>;
  let stack: LocalStack;
  let browser: Browser;
  beforeAll(async () => {
    site = await startSite();
    stack = await startLocalStack({ settings: [`corsOrigins=${JSON.stringify([site.origin])}`] });
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: CHROMIUM_FLAGS });
    await site.show(stack.url);
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
    site?.server.close();
  });

  test('plays movie 550, with its English subtitles shown', async () => {
    const page = await browser.newPage();
    await page.goto(site.origin);
    const look = () =>
      page.evaluate(() => {
        const video = document.querySelector('video')!;
        if (video.paused) video.play().catch(() => undefined);
        const shown = [...video.textTracks].filter(({ mode }) => mode === 'showing');
        const cues = shown.map(({ language, cues }) => [language, (cues?.length ?? 0) > 0]);
        return { plays: video.currentTime > 1, cues, error: document.querySelector('p')!.textContent };
      });
    const seen = await eventually(
      look,
      ({ plays, cues, error }) => (plays && cues[0]?.[1] === true) || !!error,
      30_000,
    );
    expect(seen).toEqual({ plays: true, cues: [['en', true]], error: '' });
    await page.close();
  });

  test('shows why it cannot, where the API does not list the origin of the page', async () => {
    const page = await browser.newPage();
    // The same site by another name is another origin.
    const origin = site.origin.replace('localhost', '127.0.0.1');
    await page.route(`${origin}/**`, async (route) => {
      const response = await route.fetch({ url: route.request().url().replace('127.0.0.1', 'localhost') });
      await route.fulfill({ response });
    });
    // Without the waits between the client's attempts.
    await page.clock.install();
    await page.goto(origin);
    const message = await eventually(
      async () => {
        await page.clock.runFor(5000);
        return page.locator('p').textContent();
      },
      (text) => text !== '',
      30_000,
    );
    expect(message).toContain('CORS');
    expect(message).toContain(`--cors-origin ${origin}`);
    await page.close();
  });
});
