import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { StreamRequest } from '../../../client/src/index.ts';
import type { PlayOptions, playTitle, StreamPlayerElement } from '../../../client/src/play/player.ts';
import { describeInChromium } from '../chromium.ts';
import { eventually } from '../eventually.ts';
import { playerStage, recordOf, sourceAt } from './player-page.ts';

/** Counts what the page holds on to: timers, listeners of the video and of the window, and object URLs. */
const COUNT = `(() => {
  const counts = { timers: new Set(), listeners: 0, urls: new Set() };
  const { setTimeout: set, clearTimeout: clear } = window;
  window.setTimeout = (run, ms, ...rest) => {
    const timer = set(() => { counts.timers.delete(timer); run(...rest); }, ms);
    counts.timers.add(timer);
    return timer;
  };
  window.clearTimeout = (timer) => { counts.timers.delete(timer); clear(timer); };
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  const isWatched = (target) => target instanceof HTMLMediaElement || target === window || target instanceof TextTrackList;
  const known = new Map();
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const target = this ?? window;
    if (isWatched(target) && listener) {
      const { signal, once } = typeof options === 'object' && options ? options : {};
      if (!signal?.aborted) {
        const list = known.get(target) ?? known.set(target, []).get(target);
        if (!list.some((each) => each.type === type && each.listener === listener)) {
          const entry = { type, listener };
          list.push(entry);
          const forget = () => list.includes(entry) && list.splice(list.indexOf(entry), 1);
          if (signal) add.call(signal, 'abort', forget, { once: true });
          if (once) add.call(target, type, forget, { once: true });
        }
      }
    }
    return add.call(target, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    const list = known.get(this ?? window) ?? [];
    const at = list.findIndex((each) => each.type === type && each.listener === listener);
    if (at >= 0) list.splice(at, 1);
    return remove.call(this ?? window, type, listener, options);
  };
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (of) => {
    const url = createObjectURL.call(URL, of);
    counts.urls.add(url);
    return url;
  };
  URL.revokeObjectURL = (url) => { counts.urls.delete(url); return revokeObjectURL.call(URL, url); };
  window.held = () => ({
    players: window.players,
    timers: counts.timers.size,
    listeners: [...known].flatMap(([target, list]) => list.map(({ type }) => target.constructor.name + ' ' + type)),
    urls: counts.urls.size,
    tracks: document.querySelectorAll('track').length,
  });
})()`;

interface PlayerPage {
  playTitle: typeof playTitle;
  request: StreamRequest;
  options: PlayOptions;
}

const NOTHING = { players: 0, timers: 0, listeners: [], urls: 0, tracks: 0 };

/** Libraries end some of their own work a moment later. */
const untilNothing = (page: Page) =>
  eventually(
    () => page.evaluate<typeof NOTHING>('held()'),
    (held) => JSON.stringify(held) === JSON.stringify(NOTHING),
  );

describeInChromium('a title that is left', () => {
  const stage = playerStage();
  const subtitle = () => ({ label: 'English', language: 'en', url: `${stage.origin.url}/subtitles.vtt` });
  const open = async (...paths: string[]) => {
    stage.origin.pages.set('/subtitles.vtt', (_, response) => {
      response.end('WEBVTT\n\n00:00.000 --> 00:50.000\nHello\n');
    });
    const sources = paths.map((path) => sourceAt(stage.origin, path));
    const page = await stage.open({ sources, subtitles: [subtitle()] });
    await page.evaluate(COUNT);
    return page;
  };

  /** Leaves the title this often: from at once to well into the film, now and then after a change of source. */
  const leaveOften = (page: Page, times: number) =>
    page.evaluate(
      async ([times, subtitle]) => {
        const { playTitle, request, options } = window as unknown as PlayerPage;
        const video = document.querySelector('video')!;
        for (let time = 0; time < times; time += 1) {
          const leaving = new AbortController();
          const playback = playTitle(video, request, { ...options, signal: leaving.signal });
          playback.showSubtitle(subtitle);
          await new Promise((resolve) => setTimeout(resolve, (time * 7) % 180));
          if (time % 3 === 0) playback.next('not the one');
          await new Promise((resolve) => setTimeout(resolve, time % 40));
          leaving.abort();
        }
      },
      [times, subtitle()] as const,
    );

  test('at any moment, a hundred times in a row, leaves nothing behind', async () => {
    const page = await open('one/hls/master.m3u8', 'two/clip.mp4');
    await leaveOften(page, 100);
    await untilNothing(page);
    expect(await page.evaluate(() => document.querySelector('video')!.currentTime)).toBe(0);
  });

  test('at any moment leaves nothing behind of DASH, but what dash.js forgets until the element loads again', async () => {
    const page = await open('one/dash/manifest.mpd', 'two/hls/master.m3u8');
    await leaveOften(page, 30);
    const left = await eventually(
      () => page.evaluate<typeof NOTHING>('held()'),
      ({ players, timers, urls, tracks }) => players + timers + urls + tracks === 0,
    );
    expect(new Set(left.listeners)).toEqual(
      new Set(left.listeners.length > 0 ? ['HTMLVideoElement loadedmetadata'] : []),
    );
  });

  test('by a second call for the same video ends the first, as under StrictMode', async () => {
    const page = await open('one/hls/master.m3u8', 'two/clip.mp4');
    await page.evaluate(async () => {
      const { begin } = window as unknown as { begin: () => void };
      begin();
      (window as unknown as { playback: { stop(): void } }).playback.stop();
      begin();
      begin();
    });
    await page.waitForFunction(`document.querySelector('video').currentTime > 1`);
    expect(await page.evaluate('players')).toBe(1);
    expect((await recordOf(page)).sources).toHaveLength(1);
    await page.evaluate('playback.stop()');
    await untilNothing(page);
  });

  test('by an element that is removed while it loads leaves nothing behind', async () => {
    const page = await open('one/hls/master.m3u8', 'two/clip.mp4');
    await page.evaluate('defineElement()');
    await page.evaluate(async () => {
      for (let time = 0; time < 30; time += 1) {
        const element = document.createElement('stream-player');
        element.setAttribute('tmdb-id', '550');
        element.setAttribute('autoplay', '');
        element.setAttribute('muted', '');
        document.body.append(element);
        await new Promise((resolve) => setTimeout(resolve, (time * 13) % 200));
        element.remove();
      }
    });
    await untilNothing(page);
  });
});

describeInChromium('the element stream-player', () => {
  const stage = playerStage();

  test('plays its title, another one when its attributes change, and announces its sources', async () => {
    const page = await stage.open({ sources: [sourceAt(stage.origin, 'one/hls/master.m3u8')] });
    const asked: string[] = [];
    page.on('request', (request) => request.url().includes('/extract') && asked.push(new URL(request.url()).search));
    await page.evaluate('defineElement()');
    await page.evaluate(() => {
      document.body.innerHTML =
        '<stream-player tmdb-id="550" media-type="movie" controls muted autoplay></stream-player>';
      const element = document.querySelector('stream-player')!;
      const heard: string[] = [];
      Object.assign(window, { heard });
      element.addEventListener('source', (event) => heard.push((event as CustomEvent).detail.type));
    });
    const plays = `document.querySelector('stream-player').video.currentTime > 1`;
    await page.waitForFunction(plays);
    await page.evaluate(() => {
      const element = document.querySelector('stream-player')!;
      for (const [name, value] of [
        ['tmdb-id', '1396'],
        ['media-type', 'tv'],
        ['season', '1'],
        ['episode', '2'],
      ]) {
        element.setAttribute(name!, value!);
      }
    });
    await eventually(
      async () => asked.length,
      (times) => times === 2,
    );
    await page.waitForFunction(plays);
    expect(asked).toEqual(['?tmdbId=550&mediaType=movie', '?tmdbId=1396&mediaType=tv&season=1&episode=2']);
    expect(await page.evaluate('heard')).toEqual(['hls', 'hls']);
    const video = await page.evaluate(() => {
      const { controls, muted } = (document.querySelector('stream-player') as StreamPlayerElement).video;
      return { controls, muted };
    });
    expect(video).toEqual({ controls: true, muted: true });
  });

  test('shares one client for each API with all others, whatever titles they play', async () => {
    const page = await stage.open({ sources: [sourceAt(stage.origin, 'one/hls/master.m3u8')] });
    const made = await page.evaluate(async () => {
      const { options } = window as unknown as PlayerPage;
      const { client } = options;
      const made: string[] = [];
      const factory = (baseUrl: string | undefined) => {
        made.push(baseUrl ?? '');
        return client;
      };
      Object.assign(options, { client: factory });
      (window as unknown as { defineElement(): void }).defineElement();
      document.body.innerHTML =
        '<stream-player tmdb-id="1"></stream-player><stream-player tmdb-id="2"></stream-player>';
      const [one, other] = document.querySelectorAll('stream-player');
      await new Promise((resolve) => setTimeout(resolve));
      one!.setAttribute('tmdb-id', '3');
      other!.setAttribute('base-url', 'https://other.example');
      await new Promise((resolve) => setTimeout(resolve));
      return made;
    });
    expect(made).toEqual(['', 'https://other.example']);
  });

  test('shows why nothing plays, with a button that tries again', async () => {
    const { origin } = stage;
    origin.faults.set('one', 404);
    const page = await stage.open({ sources: [sourceAt(origin, 'one/hls/master.m3u8')] });
    await page.evaluate('defineElement()');
    await page.evaluate(() => {
      document.body.innerHTML = '<stream-player tmdb-id="550" muted></stream-player>';
    });
    await page.getByRole('alert').getByText('HTTP 404').waitFor();
    origin.faults.delete('one');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.waitForFunction(`document.querySelector('stream-player').video.currentTime > 0.5`);
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});
