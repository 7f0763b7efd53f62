import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInChromium } from './chromium.ts';
import { consoleStage } from './console-stage.ts';
import { eventually } from './eventually.ts';
import { bundledPage } from './support/bundled-page.ts';

const MASTER = '**/big-buck-bunny/hls/master.m3u8*';

/** The position, in seconds, from which titles play: one that restarts does not get there within a test. */
const FROM = 4;

/** The titles last for 12 s: at this speed, they are longer than a test. */
const SPEED = 0.25;

/** Signs the links of each answer. Those of the first answer expire while the title plays, later ones in an hour. */
async function signLinks(page: Page, firstExpiryMs = 42_000): Promise<void> {
  let answers = 0;
  // As of an API without the route: its links would be those of the stack.
  await page.route('**/api/stream/playlist.m3u8*', (route) => route.fulfill({ status: 404, json: {} }));
  await page.route('**/api/stream/extract*', async (route) => {
    answers += 1;
    const response = await route.fetch();
    const answer = await response.json();
    const expiresAt = new Date(Date.now() + (answers === 1 ? firstExpiryMs : 3_600_000)).toISOString();
    for (const source of answer.data.sources) {
      Object.assign(source, { url: `${source.url}?sig=${answers}`, expiresAt, label: `Answer ${answers}` });
    }
    // Without the headers of a cache hit: with no max-age beside them, the SDK would misjudge the server's time.
    const { age: _age, 'cache-status': _status, ...headers } = response.headers();
    await route.fulfill({ response, json: answer, headers: { ...headers, 'cache-control': 'no-store' } });
  });
}

/** Answers 404 for the manifests with these signatures. @returns the signatures requested so far */
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
  );

/** In the page: sets position and speed, and records the position of each start, so that a restart is noticed. */
function watchStarts([from, speed]: readonly [number, number]): void {
  const video = document.querySelector('video')!;
  const starts: number[] = [];
  video.addEventListener('playing', () => starts.push(video.currentTime));
  Object.assign(window, { starts });
  Object.assign(video, { currentTime: from, playbackRate: speed });
}

/** The position of each start so far, in seconds. */
const starts = (page: Page): Promise<number[]> =>
  page.evaluate(() => [...(window as unknown as { starts: number[] }).starts]);

/** Starts a title in the bare player. @returns its starts so far, and the number of the player's listeners */
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

/** Expects that the title has started again at its position, and continues at the same speed and quality. */
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

describeInChromium('links that expire while a title plays', () => {
  const stage = consoleStage();

  test('are replaced while the title continues, in the chosen quality', async () => {
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

  test('continue to play where the fresh ones cannot be loaded, and leave nothing behind in the player', async () => {
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

describeInChromium('links that expire on the console page', () => {
  const stage = consoleStage();

  test('are renewed in the player and in the list, and the title continues', async () => {
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
    // One answer for the player and one for the page, in either order.
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

  test('are renewed for a file, which continues at its position', async () => {
    const page = await stage.open('#try');
    await signLinks(page);
    await page.goto(`${stage.stack.url}/#watch/movie/10378`);
    await page.getByText(/^Showing/).waitFor();
    await page.getByRole('radio', { name: '360p MP4' }).check();
    await page.getByText('Showing 640 × 360').waitFor();
    await page.evaluate(watchStarts, [FROM, SPEED] as const);
    await page.waitForFunction(() => /360p\.mp4\?sig=2$/.test(document.querySelector('video')?.currentSrc ?? ''));
    const all = await eventually(
      () => starts(page),
      ({ length }) => length > 0,
    );
    await page.waitForFunction((last) => (document.querySelector('video')?.currentTime ?? 0) > last, all.at(-1)!);
    expect(Math.min(...all)).toBeGreaterThanOrEqual(FROM);
    expect(await page.getByRole('radio', { name: '360p MP4' }).isChecked()).toBe(true);
  });
});

/** A page with nothing but a video and one hls.js player, which the SDK refreshes. */
async function openBarePage(page: Page, origin: string): Promise<void> {
  const script = await bundledPage(BARE_PLAYER, import.meta.dirname);
  await page.route(`${origin}/bare`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><link rel="icon" href="data:,"><video muted>' }),
  );
  await page.goto(`${origin}/bare`);
  await page.addScriptTag({ content: script });
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
