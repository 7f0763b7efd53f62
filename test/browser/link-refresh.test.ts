import { expect, test } from '@jest/globals';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { describeInChromium } from './chromium.ts';
import { consoleStage } from './console-stage.ts';
import { eventually } from './eventually.ts';

const MASTER = '**/big-buck-bunny/hls/master.m3u8*';

/** Seconds from which the titles play: further than one that begins anew is before a test has looked. */
const FROM = 4;

/** The titles last 12 s only: this slow, they outlast a test. */
const SPEED = 0.25;

/** The first answer's links die while the title plays, and every later one's in an hour; each is signed anew. */
async function signLinks(page: Page, firstLifeMs = 36_000): Promise<void> {
  let answers = 0;
  await page.route('**/api/stream/extract*', async (route) => {
    answers += 1;
    const response = await route.fetch();
    const answer = await response.json();
    const expiresAt = new Date(Date.now() + (answers === 1 ? firstLifeMs : 3_600_000)).toISOString();
    for (const source of answer.data.sources) {
      Object.assign(source, { url: `${source.url}?sig=${answers}`, expiresAt, label: `Answer ${answers}` });
    }
    await route.fulfill({ response, json: answer, headers: { ...response.headers(), 'cache-control': 'no-store' } });
  });
}

/** Has the manifests of these signatures not found. @returns the signatures asked for so far */
async function loseManifests(page: Page, isLost: (signature: string) => boolean): Promise<string[]> {
  const asked: string[] = [];
  await page.route(MASTER, (route) => {
    const [, signature = ''] = route.request().url().split('?sig=');
    asked.push(signature);
    return isLost(signature) ? route.fulfill({ status: 404, body: '' }) : route.continue();
  });
  return asked;
}

const untilAsked = (asked: readonly string[], order: string) =>
  eventually(
    async () => asked.join(),
    (seen) => seen.startsWith(order),
    30_000,
  );

/** In the page: sets place and speed, and writes down where the title starts, which one that begins anew cannot hide. */
function watchStarts([from, speed]: readonly [number, number]): void {
  const video = document.querySelector('video')!;
  const starts: number[] = [];
  video.addEventListener('playing', () => starts.push(video.currentTime));
  Object.assign(window, { starts });
  Object.assign(video, { currentTime: from, playbackRate: speed });
}

/** The place of each start so far, in seconds. */
const starts = (page: Page): Promise<number[]> =>
  page.evaluate(() => [...(window as unknown as { starts: number[] }).starts]);

/** Begins a title in the bare player. @returns its starts so far, and how many listeners the player has */
async function begin(page: Page): Promise<{ before: number[]; listeners: unknown }> {
  const listeners = await page.evaluate('begin()');
  await page.evaluate(watchStarts, [FROM, SPEED] as const);
  await page.evaluate(`document.querySelector('video').play()`);
  const before = await eventually(
    () => starts(page),
    ({ length }) => length > 0,
  );
  return { before, listeners };
}

/** The title has started again since, from where it was, goes on as fast as before, and shows the same quality. */
async function expectPlaysOn(page: Page, before: readonly number[]): Promise<void> {
  const all = await eventually(
    () => starts(page),
    ({ length }) => length > before.length,
  );
  expect(Math.min(...all)).toBeGreaterThanOrEqual(FROM);
  await eventually(
    () => page.evaluate<{ currentTime: number }>('look()'),
    ({ currentTime }) => currentTime > all.at(-1)!,
  );
  expect(await page.evaluate('look()')).toMatchObject({ paused: false, playbackRate: SPEED, videoHeight: 360 });
  expect(await page.evaluate('settings()')).toEqual({ height: 360, cap: 480, startPosition: -1 });
}

const untilNothingIsArmed = (page: Page, listeners: unknown) =>
  eventually(
    () => page.evaluate('listeners()'),
    (now) => now === listeners,
  );

describeInChromium('links that die while a title plays', () => {
  const stage = consoleStage();

  test('are replaced with the title going on, in the quality that was chosen', async () => {
    const page = await stage.open('#try');
    await signLinks(page);
    const asked = await loseManifests(page, () => false);
    await openBarePage(page, stage.stack.url);
    const { before, listeners } = await begin(page);
    await untilAsked(asked, '1,2');
    await expectPlaysOn(page, before);
    await untilNothingIsArmed(page, listeners);
    expect(await page.evaluate('refreshes')).toBe(1);
    expect(asked).toEqual(['1', '2']);
  });

  test('play on where the fresh ones cannot be loaded, and leave nothing that the next title would meet', async () => {
    const page = await stage.open('#try');
    await signLinks(page);
    const asked = await loseManifests(page, (signature) => signature !== '1');
    await openBarePage(page, stage.stack.url);
    const { before, listeners } = await begin(page);
    await untilAsked(asked, '1,2,1');
    await expectPlaysOn(page, before);
    await untilNothingIsArmed(page, listeners);
    expect(await page.evaluate('refreshes')).toBe(0);
    expect(await page.evaluate('next()')).toMatchObject({ currentTime: 0, paused: true });
  });
});

describeInChromium('links that die on the console page', () => {
  const stage = consoleStage();

  test('are renewed by the player and in the list, and the title goes on as it was', async () => {
    const page = await stage.open('#try');
    await signLinks(page, 50_000);
    const asked = await loseManifests(page, () => false);
    await page.goto(`${stage.stack.url}/#watch/movie/10378`);
    await page.getByText(/^Showing/).waitFor();
    await page.getByLabel('Video').focus();
    await page.keyboard.press('Space');
    await page.getByLabel('Quality').selectOption('360p');
    await page.getByText('Showing 640 × 360').waitFor();
    await page.evaluate(watchStarts, [FROM, SPEED] as const);
    const before = await eventually(
      () => starts(page),
      ({ length }) => length > 0,
    );
    expect(asked).toEqual(['1']);
    // One answer for the player, and one for the page: in either order.
    await page.getByText('Answer 3').first().waitFor();
    await eventually(
      async () => asked.length,
      (times) => times === 2,
    );
    const all = await eventually(
      () => starts(page),
      ({ length }) => length > before.length,
    );
    await page.waitForFunction((last) => (document.querySelector('video')?.currentTime ?? 0) > last, all.at(-1)!);
    const video = await page.evaluate(() => {
      const { paused, playbackRate } = document.querySelector('video')!;
      return { paused, playbackRate };
    });
    expect(video).toEqual({ paused: false, playbackRate: SPEED });
    expect(Math.min(...all)).toBeGreaterThanOrEqual(FROM);
    await page.getByText('Showing 640 × 360').waitFor();
    expect(await page.getByRole('radio', { name: /^auto HLS/ }).isChecked()).toBe(true);
    expect(asked).toHaveLength(2);
  });

  test('bring a file back that they had ended, where it was', async () => {
    const page = await stage.open('#try');
    await signLinks(page);
    await page.route('**/360p.mp4?sig=1', (route) => route.fulfill({ status: 404, body: '' }));
    await page.goto(`${stage.stack.url}/#watch/movie/10378`);
    await page.getByText(/^Showing/).waitFor();
    await page.getByRole('radio', { name: '360p MP4' }).check();
    await page.getByText('The browser cannot play this source.').waitFor();
    await page.getByText('Showing 640 × 360').waitFor();
    expect(await page.evaluate(() => document.querySelector('video')?.currentSrc)).toMatch(/360p\.mp4\?sig=2$/);
    expect(await page.getByRole('radio', { name: '360p MP4' }).isChecked()).toBe(true);
  });
});

/** A page with nothing but a video and one hls.js player, which the SDK refreshes. */
async function openBarePage(page: Page, origin: string): Promise<void> {
  const { outputFiles } = await build({
    stdin: { contents: BARE_PLAYER, resolveDir: import.meta.dirname, loader: 'js' },
    bundle: true,
    write: false,
    format: 'iife',
  });
  await page.route(`${origin}/bare`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><link rel="icon" href="data:,"><video muted>' }),
  );
  await page.goto(`${origin}/bare`);
  await page.addScriptTag({ content: outputFiles[0]!.text });
}

const BARE_PLAYER = `
  import Hls from 'hls.js';
  import { createStreamClient, refreshBeforeExpiry } from '../../client/src/index.ts';

  const client = createStreamClient({ storage: null });
  const video = document.querySelector('video');
  const hls = new Hls({ enableWorker: false });
  const happens = (event) => new Promise((resolve) => hls.once(event, resolve));
  const levelOf = (height) => hls.levels.findIndex((level) => level.height === height);
  let stop;
  window.refreshes = 0;

  const masterOf = async (tmdbId) => {
    const request = { tmdbId, mediaType: 'movie' };
    const data = await client.getStream(request);
    const { url } = data.sources.find(({ variants }) => variants);
    return { request, data, url };
  };

  /** Loads a title in 360p, automatic ones up to 480p. Returns the number of listeners without a refresh under way. */
  window.begin = async () => {
    const { request, data, url } = await masterOf('10378');
    hls.loadSource(url);
    hls.attachMedia(video);
    await happens(Hls.Events.MANIFEST_PARSED);
    hls.loadLevel = levelOf(360);
    hls.autoLevelCapping = levelOf(480);
    await happens(Hls.Events.FRAG_BUFFERED);
    stop = refreshBeforeExpiry(hls, { client, request, data, onRefresh: () => { window.refreshes += 1; } });
    return listeners();
  };

  window.listeners = () => Object.values(Hls.Events).reduce((sum, event) => sum + hls.listenerCount(event), 0);

  window.look = () => {
    const { currentTime, paused, playbackRate, videoHeight } = video;
    return { currentTime, paused, playbackRate, videoHeight };
  };

  window.settings = () => ({
    height: hls.levels[hls.manualLevel]?.height,
    cap: hls.levels[hls.autoLevelCapping]?.height,
    startPosition: hls.config.startPosition,
  });

  /** Stops the refresh and loads another title into the same player. */
  window.next = async () => {
    const { url } = await masterOf('45745');
    stop();
    hls.loadSource(url);
    await happens(Hls.Events.FRAG_BUFFERED);
    return look();
  };
`;
