import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { json as asJson } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { LocalStack } from '../../../local/stack.ts';
import { REALISTIC_RENDITIONS } from '../../../samples/realistic-media.ts';
import { startLocalStack } from '../../support/local-stack.ts';
import { ROOT } from '../../support/project-files.ts';
import { json, type ProviderService, startProviderService } from '../../support/provider-service.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from '../chromium.ts';
import { PATIENCE_MS } from '../eventually.ts';
import { sharedClip } from '../quality/shared-clip.ts';
import { startThrottledOrigin, type ThrottledOrigin } from '../quality/throttled-origin.ts';
import { bundledPage } from '../support/bundled-page.ts';
import { PAGE } from './player-page.ts';
import { type RecordingApi, startRecordingApi } from './recording-api.ts';

/** Bits per second, unless a test sets another. */
const LINE = 50_000_000;

/** What the page itself saw of its playing. */
export interface Seen {
  readonly time: number;
  readonly startMs: number | undefined;
  readonly stallMs: number;
  /** By the page's clock. A busy machine shows somewhat less of the film in that time. */
  readonly playedMs: number;
  readonly stalls: number;
  readonly paused: boolean;
  readonly errors: readonly string[];
}

/** A local stack that measures, a site of another origin with the player pages and the media, and a browser. */
export interface UsageStage {
  readonly stack: LocalStack;
  readonly origin: ThrottledOrigin;
  /** The API as the pages see it. */
  readonly api: RecordingApi;
  /** Addresses of media that pages of this test asked for. */
  readonly asked: string[];
  /** What each page of this test saw last, as it was left. */
  readonly left: Seen[];
  open(options?: { prepare?: string }): Promise<Page>;
}

export function usageStage(): UsageStage {
  let stack: LocalStack;
  let origin: ThrottledOrigin;
  let api: RecordingApi;
  let provider: ProviderService;
  let browser: Browser;
  let script: string;
  const contexts: BrowserContext[] = [];
  const asked: string[] = [];
  const left: Seen[] = [];

  beforeAll(async () => {
    origin = await startThrottledOrigin(await sharedClip(), LINE);
    [provider, script] = await Promise.all([startProviderService(), bundledPage(PAGE, import.meta.dirname)]);
    const stream = { url: `${origin.url}/hls/master.m3u8?token=secret-of-the-link` };
    const files = REALISTIC_RENDITIONS.map(({ label }) => ({ url: `${origin.url}/${label}.mp4`, quality: label }));
    for (const id of ['1', '2', '3', '4', '5', '6', '550']) provider.on(id, json({ sources: [stream] }));
    provider.on('7', json({ sources: files }));
    stack = await startLocalStack({
      providerUrls: [provider.url],
      trustedOrigins: [origin.url],
      corsOrigins: [origin.url],
    });
    api = await startRecordingApi(() => Number(new URL(stack.url).port));
    browser = await chromium.launch({
      executablePath: CHROMIUM!,
      args: [...CHROMIUM_FLAGS, '--autoplay-policy=no-user-gesture-required'],
    });
    origin.bitsPerSecond = LINE;
    origin.pages.set('/', (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end('<!doctype html><link rel="icon" href="data:,"><title>Player</title><video muted></video>');
    });
    origin.pages.set('/seen', async (request, response) => {
      left.push((await asJson(request)) as Seen);
      response.end();
    });
    const shaka = await readFile(join(ROOT, 'node_modules/shaka-player/dist/shaka-player.compiled.js'));
    origin.pages.set('/shaka.js', (_, response) => response.end(shaka));
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    api.reports.length = 0;
    asked.length = 0;
    left.length = 0;
    origin.bitsPerSecond = LINE;
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
    await api?.close();
    await provider?.stop();
    await origin?.close();
  });

  return {
    get stack() {
      return stack;
    },
    get origin() {
      return origin;
    },
    get api() {
      return api;
    },
    asked,
    left,
    open: async ({ prepare } = {}) => {
      const context = await browser.newContext();
      context.setDefaultTimeout(PATIENCE_MS);
      contexts.push(context);
      context.on('request', (request) => {
        if (/\.(m4s|mp4|m3u8)/.test(request.url())) asked.push(request.url());
      });
      const page = await context.newPage();
      if (prepare) await page.addInitScript(prepare);
      await page.goto(origin.url);
      await page.evaluate(`window.api = '${api.url}'`);
      await page.addScriptTag({ content: script });
      await page.addScriptTag({ url: '/shaka.js' });
      return page;
    },
  };
}

export const seenIn = (page: Page): Promise<Seen> => page.evaluate<Seen>('seen()');
