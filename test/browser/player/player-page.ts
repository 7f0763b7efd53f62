import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Source, VideoData } from '../../../client/src/index.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from '../chromium.ts';
import { PATIENCE_MS } from '../eventually.ts';
import { bundledPage } from '../support/bundled-page.ts';
import { type MediaOrigin, startMediaOrigin } from './media-origin.ts';

/** What the page records of a title that plays. */
export interface Record {
  /** Each source that began to load, and why. */
  sources: { url: string; reason: string }[];
  errors: { message: string; tried: { url: string; reason: string }[]; after: number }[];
  /** The longest time that the picture did not move while it was to play, in milliseconds, after its first move. */
  stall: number;
  /** How far the position went back at most, in seconds. */
  back: number;
  time: number;
  paused: boolean;
  src: string;
  height: number;
}

export interface PlayerStage {
  readonly origin: MediaOrigin;
  /** Opens a page with a video, the player and the two libraries, whose API has this one title. */
  open(data: Partial<VideoData> & { sources: Source[] }): Promise<Page>;
}

/** Starts one host and one browser for all tests of a file. */
export function playerStage(): PlayerStage {
  let origin: MediaOrigin;
  let browser: Browser;
  let script: string;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    [origin, browser, script] = await Promise.all([
      startMediaOrigin(),
      chromium.launch({
        executablePath: CHROMIUM!,
        args: [...CHROMIUM_FLAGS, '--autoplay-policy=no-user-gesture-required'],
      }),
      bundledPage(PAGE, import.meta.dirname),
    ]);
    origin.pages.set('/', (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end('<!doctype html><link rel="icon" href="data:,"><title>Player</title><video muted></video>');
    });
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    origin.faults.clear();
  });
  afterAll(async () => {
    await browser?.close();
    await origin?.close();
  });

  return {
    get origin() {
      return origin;
    },
    open: async (data) => {
      const context = await browser.newContext();
      context.setDefaultTimeout(PATIENCE_MS);
      contexts.push(context);
      const page = await context.newPage();
      await page.route('**/api/stream/extract*', (route) =>
        route.fulfill({
          headers: { 'cache-control': 'no-store' },
          json: { success: true, data: { subtitles: [], ...data }, metadata: {} },
        }),
      );
      await page.goto(origin.url);
      await page.addScriptTag({ content: script });
      return page;
    },
  };
}

/** A source of the origin. */
export const sourceAt = (origin: MediaOrigin, path: string, facts: Partial<Source> = {}): Source => {
  const type = path.endsWith('.m3u8') ? 'hls' : path.endsWith('.mpd') ? 'dash' : 'mp4';
  const id = path.replaceAll(/\W/g, '-');
  return { url: `${origin.url}/${path}`, type, quality: type === 'mp4' ? '360p' : 'auto', id, ...facts } as Source;
};

export const recordOf = (page: Page): Promise<Record> => page.evaluate<Record>('look()');

const PAGE = `
  import dashjs from 'dashjs';
  import Hls from 'hls.js';
  import { createStreamClient } from '../../../client/src/index.ts';
  import { defineStreamPlayer, playTitle } from '../../../client/src/play/player.ts';

  const video = document.querySelector('video');
  const request = { tmdbId: '550', mediaType: 'movie' };
  const client = createStreamClient({ storage: null, attempts: 1 });
  const sources = [];
  const errors = [];
  let begun = 0;
  let stall = 0;
  let back = 0;

  /** Players that have been made and not destroyed. */
  window.players = 0;
  class Counted extends Hls {
    constructor(config) {
      super(config);
      window.players += 1;
    }
    destroy() {
      window.players -= 1;
      super.destroy();
    }
  }

  const options = {
    client,
    hls: async () => ({ default: Counted }),
    dash: async () => ({ default: dashjs }),
    hlsConfig: { enableWorker: false, maxBufferLength: 15, maxMaxBufferLength: 15 },
  };

  window.options = options;
  window.playTitle = playTitle;
  window.request = request;
  window.defineElement = () => defineStreamPlayer(options);

  window.begin = (more = {}) => {
    begun = performance.now();
    window.playback = playTitle(video, request, {
      ...options,
      onSource: ({ url }, { reason }) => sources.push({ url, reason }),
      onError: ({ message, tried }) =>
        errors.push({
          message,
          tried: tried.map(({ source, reason }) => ({ url: source.url, reason })),
          after: performance.now() - begun,
        }),
      ...more,
    });
    watch();
  };

  /** Records the longest stall and the furthest step back from the first move on. */
  function watch() {
    let [position, movedAt, hasMoved] = [video.currentTime, performance.now(), false];
    setInterval(() => {
      const now = performance.now();
      const { currentTime, ended } = video;
      if (hasMoved) back = Math.max(back, position - currentTime);
      if (currentTime > position) {
        if (hasMoved) stall = Math.max(stall, now - movedAt);
        hasMoved = true;
      }
      if (currentTime !== position || ended) movedAt = now;
      position = Math.max(position, currentTime);
    }, 20);
  }

  window.ahead = () => {
    const { buffered, currentTime } = video;
    return buffered.length === 0 ? 0 : buffered.end(buffered.length - 1) - currentTime;
  };

  window.look = () => {
    const { currentTime: time, paused, currentSrc: src, videoHeight: height } = video;
    return { sources, errors, stall, back, time, paused, src, height };
  };
`;
