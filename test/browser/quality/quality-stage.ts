import { afterAll, beforeAll } from '@jest/globals';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Source } from '../../../client/src/index.ts';
import { REALISTIC_RENDITIONS } from '../../../samples/realistic-media.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from '../chromium.ts';
import { eventually, PATIENCE_MS } from '../eventually.ts';
import { bundledPage } from '../support/bundled-page.ts';
import { sharedClip } from './shared-clip.ts';
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
  /** How far the position moved at most, in seconds, when another source took over. */
  readonly moved: number;
}

/** One browser and one clip, for any number of viewers at the same time, each on another line. */
export interface QualityStage {
  /** A host of the clip on a further line. */
  line(bitsPerSecond: number): Promise<ThrottledOrigin>;
  /** A viewer's browser, with its own storage. */
  viewer(): Promise<BrowserContext>;
  /**
   * Opens a page of the host with the player, whose API has this title. A page without an API, whose answer the test
   * passes, has a cache, which a browser turns off where its requests are answered by a test.
   */
  open(
    viewer: BrowserContext,
    origin: ThrottledOrigin,
    sources: readonly Source[],
    more?: { prepare?: string; data?: object; hasApi?: boolean },
  ): Promise<Page>;
}

export const streamOf = ({ url }: ThrottledOrigin): Source[] => [
  { url: `${url}/hls/master.m3u8`, id: 'stream', type: 'hls', quality: 'auto' },
];

export function fileOf({ url }: ThrottledOrigin, label: string, facts: Partial<Source> = {}): Source {
  const { width, height, bandwidth } = REALISTIC_RENDITIONS.find((each) => each.label === label)!;
  const quality = label as Source['quality'];
  return { url: `${url}/${label}.mp4`, id: label, type: 'mp4', quality, width, height, bandwidth, ...facts };
}

/** What an earlier visit has measured. */
export const knowsLine = (page: Page, bitsPerSecond: number): Promise<void> =>
  page.evaluate(`client.memory.write('bandwidth',
    { unknown: { rate: ${bitsPerSecond}, weight: 6, at: Date.now() } })`);

/** Waits until the video has come to a position, in seconds. */
export const playedUntil = (page: Page, seconds: number, timeout = PATIENCE_MS): Promise<Seen> =>
  eventually(
    () => seenIn(page),
    ({ time }) => time > seconds,
    timeout,
  );

export function qualityStage(): QualityStage {
  let folder: string;
  let browser: Browser;
  let script: string;
  const origins: ThrottledOrigin[] = [];
  beforeAll(async () => {
    folder = await sharedClip();
    script = await bundledPage(PAGE, import.meta.dirname);
    browser = await chromium.launch({
      executablePath: CHROMIUM!,
      args: [...CHROMIUM_FLAGS, '--autoplay-policy=no-user-gesture-required'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all(origins.map((origin) => origin.close()));
  });
  return {
    line: async (bitsPerSecond) => {
      const origin = await startThrottledOrigin(folder, bitsPerSecond);
      origins.push(origin);
      origin.pages.set('/', (_, response) => {
        response.writeHead(200, { 'Content-Type': 'text/html' });
        response.end('<!doctype html><link rel="icon" href="data:,"><title>Player</title><video muted></video>');
      });
      return origin;
    },
    viewer: async () => {
      const viewer = await browser.newContext();
      viewer.setDefaultTimeout(PATIENCE_MS);
      return viewer;
    },
    open: async (viewer, origin, sources, { prepare, data, hasApi = true } = {}) => {
      const page = await viewer.newPage();
      if (prepare) await page.addInitScript(prepare);
      if (hasApi)
        await page.route('**/api/stream/extract*', (route) =>
          route.fulfill({
            headers: { 'cache-control': 'no-store' },
            json: { success: true, data: { sources, subtitles: [], ...data }, metadata: {} },
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

const PAGE = `
  import dashjs from 'dashjs';
  import Hls from 'hls.js';
  import { createStreamClient } from '../../../client/src/index.ts';
  import { defineStreamPlayer, playTitle } from '../../../client/src/play/player.ts';

  const video = document.querySelector('video');
  const sources = [];
  const errors = [];
  const sizes = [];
  let [begun, firstPicture, waitingSince, stall] = [0, undefined, undefined, 0];
  let [last, leftAt, moved] = [0, undefined, 0];

  window.newClient = (options) => createStreamClient({ attempts: 1, ...options });
  window.client = window.newClient({});
  window.client.invalidate();
  const libraries = {
    hls: async () => ({ default: Hls }),
    dash: async () => ({ default: dashjs }),
    hlsConfig: { enableWorker: false, maxBufferLength: 10, maxMaxBufferLength: 10 },
  };
  window.defineElement = () => defineStreamPlayer({ client: window.client, ...libraries });
  window.begin = (more = {}, request = { tmdbId: '550', mediaType: 'movie' }) => {
    begun = performance.now();
    window.playback = playTitle(video, request, {
      client: window.client,
      ...libraries,
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
  video.addEventListener('timeupdate', () => {
    if (video.readyState < 3 || video.seeking) return;
    ended();
    if (leftAt !== undefined) moved = Math.max(moved, Math.abs(video.currentTime - leftAt));
    leftAt = undefined;
    last = video.currentTime;
  });
  video.addEventListener('emptied', () => (leftAt = last || undefined));

  window.seen = () => ({
    time: video.currentTime,
    lines: video.videoHeight,
    sources,
    errors,
    sizes,
    stall: Math.max(stall, waitingSince === undefined ? 0 : performance.now() - waitingSince),
    firstPicture,
    moved,
    why: window.playback?.quality?.why ?? '',
  });
`;
