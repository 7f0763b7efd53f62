import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { build } from 'esbuild';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Source } from '../../../client/src/index.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from '../chromium.ts';
import { startThrottledOrigin, type ThrottledOrigin } from './throttled-origin.ts';

/** What the page sees of the title. */
export interface Seen {
  readonly time: number;
  readonly lines: number;
  /** The paths of the sources that began to load, and why. */
  readonly sources: readonly { path: string; reason: string }[];
  readonly errors: readonly string[];
  /** The lines of each picture after which another size was shown, and the present one. */
  readonly sizes: readonly number[];
  /** The longest time, in milliseconds, that the element waited for media after its first picture. */
  readonly stall: number;
  /** Milliseconds until the first picture. */
  readonly firstPicture: number | undefined;
  readonly why: string;
}

export interface QualityStage {
  readonly origin: ThrottledOrigin;
  /** A viewer's browser, with its own storage. */
  viewer(): Promise<BrowserContext>;
  /** Opens a page with the player, whose API has this title. */
  open(viewer: BrowserContext, sources: readonly Source[], more?: { prepare?: string }): Promise<Page>;
}

export function qualityStage({ seconds }: { readonly seconds: number }): QualityStage {
  let origin: ThrottledOrigin;
  let browser: Browser;
  let script: string;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    [origin, script] = await Promise.all([startThrottledOrigin(seconds), bundled()]);
    browser = await chromium.launch({
      executablePath: CHROMIUM!,
      args: [...CHROMIUM_FLAGS, '--autoplay-policy=no-user-gesture-required'],
    });
    origin.pages.set('/', (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end('<!doctype html><link rel="icon" href="data:,"><title>Player</title><video muted></video>');
    });
  }, 120_000);
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    origin.asked.length = 0;
  });
  afterAll(async () => {
    await browser?.close();
    await origin?.close();
  });
  return {
    get origin() {
      return origin;
    },
    viewer: async () => {
      const context = await browser.newContext();
      contexts.push(context);
      return context;
    },
    open: async (viewer, sources, { prepare } = {}) => {
      const page = await viewer.newPage();
      if (prepare) await page.addInitScript(prepare);
      await page.route('**/api/stream/extract*', (route) =>
        route.fulfill({
          headers: { 'cache-control': 'no-store' },
          json: { success: true, data: { sources, subtitles: [] }, metadata: {} },
        }),
      );
      await page.goto(origin.url);
      await page.addScriptTag({ content: script });
      return page;
    },
  };
}

export const seenIn = (page: Page): Promise<Seen> => page.evaluate<Seen>('seen()');

/** The rungs of segments that were asked for, in order: `720p`. */
export const segmentsOf = (asked: readonly string[]): string[] =>
  asked.flatMap((path) => /^\/hls\/(\d+p)\/\d+\.m4s$/.exec(path)?.[1] ?? []);

async function bundled(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: PAGE, resolveDir: import.meta.dirname, loader: 'js' },
    bundle: true,
    write: false,
    format: 'iife',
  });
  return outputFiles[0]!.text;
}

const PAGE = `
  import Hls from 'hls.js';
  import { createStreamClient } from '../../../client/src/index.ts';
  import { playTitle } from '../../../client/src/play/player.ts';

  const video = document.querySelector('video');
  const sources = [];
  const errors = [];
  const sizes = [];
  let [begun, firstPicture, waitingSince, stall] = [0, undefined, undefined, 0];

  window.newClient = (options) => createStreamClient({ attempts: 1, ...options });
  window.client = window.newClient({});
  window.client.invalidate();
  window.begin = (more = {}, request = { tmdbId: '550', mediaType: 'movie' }) => {
    begun = performance.now();
    window.playback = playTitle(video, request, {
      client: window.client,
      hls: async () => ({ default: Hls }),
      hlsConfig: { enableWorker: false, maxBufferLength: 10, maxMaxBufferLength: 10 },
      onSource: ({ url }, { reason }) => sources.push({ path: new URL(url).pathname, reason }),
      onError: ({ message }) => errors.push(message),
      ...more,
    });
  };
  /** The player of hls.js without ours. */
  window.beginAlone = (url) => {
    const hls = new Hls({ enableWorker: false });
    hls.loadSource(url);
    hls.attachMedia(video);
    video.play();
  };
  const noted = () => {
    if (video.videoHeight > 0 && sizes.at(-1) !== video.videoHeight) sizes.push(video.videoHeight);
  };
  video.addEventListener('resize', noted);
  video.addEventListener('loadeddata', () => {
    firstPicture ??= performance.now() - begun;
    noted();
  });
  const ended = () => {
    if (waitingSince !== undefined) stall = Math.max(stall, performance.now() - waitingSince);
    waitingSince = undefined;
  };
  video.addEventListener('waiting', () => {
    if (firstPicture !== undefined && !video.seeking && video.currentTime > 0) waitingSince ??= performance.now();
  });
  video.addEventListener('playing', ended);
  video.addEventListener('timeupdate', () => video.readyState >= 3 && ended());

  window.seen = () => ({
    time: video.currentTime,
    lines: video.videoHeight,
    sources,
    errors,
    sizes,
    stall: Math.max(stall, waitingSince === undefined ? 0 : performance.now() - waitingSince),
    firstPicture,
    why: window.playback?.quality?.why ?? '',
  });
`;
