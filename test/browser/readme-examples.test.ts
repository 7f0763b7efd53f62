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

/** A site on another port than the API. The path of a page is the heading of the README's example that it runs. */
interface Site {
  readonly server: Server;
  readonly origin: string;
}

/** What calls each example, in a page with a video and a place for a message. */
const CALLS: Record<string, string> = {
  Start: `watch(document.querySelector('video')!).catch((error) => {
    document.querySelector('p')!.textContent = error.message;
  });`,
  React: `import { StrictMode } from 'react';
    import { createRoot } from 'react-dom/client';
    document.querySelector('video')!.remove();
    createRoot(document.querySelector('div')!).render(<StrictMode><Watch tmdbId="550" /></StrictMode>);`,
};

async function startSite(apiUrl: () => string): Promise<Site> {
  const server = createServer(async ({ url = '' }, response) => {
    const [, heading = '', isScript] = /^\/(\w+)(\.js)?$/.exec(url) ?? [];
    if (!(heading in CALLS)) return response.writeHead(404).end();
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? await scriptOf(heading, apiUrl()) : pageOf(heading));
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return { server, origin: `http://localhost:${(server.address() as AddressInfo).port}` };
}

const pageOf = (heading: string): string =>
  `<video></video><p></p><div></div><script type="module" src="/${heading}.js"></script>`;

async function scriptOf(heading: string, apiUrl: string): Promise<string> {
  const readme = await readFile(join(ROOT, 'client/README.md'), 'utf8');
  const example = new RegExp(`^## ${heading}\n[\\s\\S]*?^\`\`\`tsx?\n([\\s\\S]*?)^\`\`\``, 'm').exec(readme)?.[1] ?? '';
  const { outputFiles } = await build({
    stdin: {
      contents: `${example.replace('https://api.example.com', apiUrl)}\n${CALLS[heading]}`,
      loader: 'tsx',
      resolveDir: ROOT,
    },
    alias: {
      '@stream-api/client/react': join(ROOT, 'client/src/react/index.ts'),
      '@stream-api/client': join(ROOT, 'client/src/index.ts'),
    },
    define: { 'process.env.NODE_ENV': '"development"' },
    jsx: 'automatic',
    bundle: true,
    write: false,
    format: 'esm',
  });
  return outputFiles[0]?.text ?? '';
}

describeInChromium("an example of the SDK's README, on a page of another origin than the API", () => {
  let site: Site;
  let stack: LocalStack;
  let browser: Browser;
  beforeAll(async () => {
    site = await startSite(() => stack.url);
    stack = await startLocalStack({ settings: [`corsOrigins=${JSON.stringify([site.origin])}`] });
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: CHROMIUM_FLAGS });
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
    site?.server.close();
  });

  test.each(Object.keys(CALLS))('plays movie 550, with its English subtitles shown: %s', async (heading) => {
    const page = await browser.newPage();
    const wrong: string[] = [];
    page.on('pageerror', ({ message }) => wrong.push(message));
    page.on(
      'console',
      (line) => line.type() === 'error' && !/favicon/.test(line.location().url) && wrong.push(line.text()),
    );
    await page.goto(`${site.origin}/${heading}`);
    const look = () =>
      page.evaluate(() => {
        const video = document.querySelector('video') ?? document.createElement('video');
        video.muted = true;
        if (video.paused) video.play().catch(() => undefined);
        const shown = [...video.textTracks].filter(({ mode }) => mode === 'showing');
        const cues = shown.map(({ language, cues }) => [language, (cues?.length ?? 0) > 0]);
        return { plays: video.currentTime > 1, cues, error: document.querySelector('p')!.textContent };
      });
    const seen = await eventually(look, ({ plays, cues, error }) => (plays && cues[0]?.[1] === true) || !!error);
    expect(seen).toEqual({ plays: true, cues: [['en', true]], error: '' });
    expect(wrong).toEqual([]);
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
    await page.goto(`${origin}/Start`);
    const message = await eventually(
      async () => {
        await page.clock.runFor(5000);
        return page.locator('p').textContent();
      },
      (text) => text !== '',
    );
    expect(message).toContain('CORS');
    expect(message).toContain(`--cors-origin ${origin}`);
    await page.close();
  });
});
