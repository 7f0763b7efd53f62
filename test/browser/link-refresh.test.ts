import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInChromium } from './chromium.ts';
import { consoleStage } from './console-stage.ts';
import { eventually } from './eventually.ts';

const MASTER = '**/big-buck-bunny/hls/master.m3u8*';

/** The first answer's links die while the title plays, and every later one's in an hour; each is signed anew. */
async function signLinks(page: Page): Promise<void> {
  let answers = 0;
  await page.route('**/api/stream/extract*', async (route) => {
    answers += 1;
    const response = await route.fetch();
    const answer = await response.json();
    const expiresAt = new Date(Date.now() + (answers === 1 ? 36_000 : 3_600_000)).toISOString();
    for (const source of answer.data.sources) Object.assign(source, { url: `${source.url}?sig=${answers}`, expiresAt });
    await route.fulfill({ response, json: answer, headers: { ...response.headers(), 'cache-control': 'no-store' } });
  });
}

/** Plays in the lowest quality. */
async function play(page: Page): Promise<void> {
  await page.getByText(/^Showing/).waitFor();
  await page.getByLabel('Video').focus();
  await page.keyboard.press('Space');
  await page.getByLabel('Quality').selectOption('360p');
  await page.getByText('Showing 640 × 360').waitFor();
}

const manifest = (page: Page, signature: number) =>
  page.waitForResponse((response) => response.url().endsWith(`master.m3u8?sig=${signature}`));

/** Where the title is, and how: with a player that has not begun anew, and goes on. */
async function expectPlaysOn(page: Page, from: number): Promise<void> {
  await page.waitForFunction((least) => {
    const video = document.querySelector('video');
    return video !== null && !video.paused && video.currentTime > least;
  }, from);
  await page.getByText('Showing 640 × 360').waitFor();
}

const time = (page: Page): Promise<number> => page.evaluate(() => document.querySelector('video')?.currentTime ?? -1);

describeInChromium('links that die while a title plays', () => {
  const stage = consoleStage();

  test('are replaced with the title going on, in the quality that was chosen', async () => {
    const page = await stage.open('#try');
    await signLinks(page);
    const fresh = manifest(page, 2);
    await page.goto(`${stage.stack.url}/#watch/movie/10378`);
    await play(page);
    const before = await time(page);
    expect((await fresh).status()).toBe(200);
    await expectPlaysOn(page, before);
  });

  test('play on where the fresh ones cannot be loaded', async () => {
    const page = await stage.open('#try');
    await signLinks(page);
    const asked: string[] = [];
    await page.route(MASTER, (route) => {
      const [, signature = ''] = route.request().url().split('?sig=');
      asked.push(signature);
      return signature === '2' ? route.fulfill({ status: 404, body: '' }) : route.continue();
    });
    await page.goto(`${stage.stack.url}/#watch/movie/10378`);
    await play(page);
    const before = await time(page);
    await eventually(
      async () => asked.join(),
      (seen) => seen.startsWith('1,2,1'),
      30_000,
    );
    await expectPlaysOn(page, before);
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});
