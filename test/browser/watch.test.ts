import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInChromium } from './chromium.ts';
import { consoleStage } from './console-stage.ts';
import { eventually } from './eventually.ts';

/** Starts playing by keyboard, and waits until the picture moves. */
async function play(page: Page): Promise<void> {
  await page.getByLabel('Video').focus();
  await page.keyboard.press('Space');
  await playsBeyond(page, 0.3);
}

async function playsBeyond(page: Page, seconds: number): Promise<void> {
  await page.waitForFunction((from) => (document.querySelector('video')?.currentTime ?? 0) > from, seconds);
}

/** Records where a source is left, and where the next one begins to play. */
const watchChange = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const video = document.querySelector('video')!;
    let last = video.currentTime;
    let left: number | undefined;
    video.addEventListener('timeupdate', () => {
      if (video.readyState < 3 || video.seeking) return;
      if (left !== undefined) Object.assign(window, { change: { from: left, to: video.currentTime } });
      left = undefined;
      last = video.currentTime;
    });
    video.addEventListener('emptied', () => {
      left ??= last;
    });
  });

/** Expects that the source has changed, and that the next one has not begun anew. */
async function expectSamePosition(page: Page): Promise<void> {
  // As a function: the page's policy lets no text be evaluated.
  await page.waitForFunction(() => 'change' in window);
  const { from, to } = await page.evaluate<{ from: number; to: number }>('change');
  expect(to).toBeGreaterThan(from - 1);
  expect(to).toBeLessThan(from + 5);
  await playsBeyond(page, to);
}

const cues = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...(document.querySelector('video')?.textTracks ?? [])]
      .filter((track) => track.mode === 'showing')
      .flatMap((track) => [...(track.activeCues ?? [])].map((cue) => (cue as VTTCue).text)),
  );

describeInChromium('the Watch tab', () => {
  const stage = consoleStage();

  test('how long an answer is fresh counts down', async () => {
    const page = await stage.open('');
    await page.clock.install();
    await page.evaluate(() => {
      location.hash = '#watch/movie/550';
    });
    const facts = page.getByRole('region', { name: 'This answer' });
    await facts.getByText(/^for (30|29) min more/).waitFor();
    await page.clock.fastForward(600_000);
    await facts.getByText(/^for (20|19) min more/).waitFor();
    await page.clock.fastForward(1_200_000);
    await facts.getByText(/^no longer/).waitFor();
  });

  test('a title of the catalogue plays', async () => {
    const page = await stage.open('#watch');
    await page.getByRole('link', { name: 'Big Buck Bunny' }).click();
    await page.getByText(/^Showing \d+ × \d+$/).waitFor();
    await play(page);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Big Buck Bunny');
  });

  test('a title is found by its id, including a special of a series', async () => {
    const page = await stage.open('#watch');
    await page.getByLabel('Type').selectOption('tv');
    await page.getByLabel('TMDB id').fill('1396');
    await page.getByLabel('Season').fill('0');
    await page.getByLabel('Episode', { exact: true }).fill('1');
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: '480p MP4' }).waitFor();
    expect(new URL(page.url()).hash).toBe('#watch/tv/1396/0/1');
  });

  test('the quality of an adaptive stream switches while it plays', async () => {
    const page = await stage.open('#watch/movie/10378');
    const quality = page.getByLabel('Quality');
    await page.getByText(/^Showing/).waitFor();
    await play(page);
    await quality.selectOption('360p');
    await page.getByText('Showing 640 × 360').waitFor();
    await quality.selectOption('1080p');
    await page.getByText('Showing 1920 × 1080').waitFor();
  });

  test('another source continues at the same position', async () => {
    const page = await stage.open('#watch/movie/10378');
    await page.getByText(/^Showing/).waitFor();
    await play(page);
    await playsBeyond(page, 1.5);
    await watchChange(page);
    await page.getByRole('radio', { name: '360p MP4' }).check();
    await page.getByText('Showing 640 × 360').waitFor();
    await page.waitForFunction(() => document.querySelector('video')?.paused === false);
    await expectSamePosition(page);
    expect(await page.evaluate(() => document.querySelector('video')?.currentSrc)).toContain('360p.mp4');
  });

  test('two sources that differ only in their query can both be chosen', async () => {
    const page = await stage.open('#try');
    await page.route('**/api/stream/extract*', async (route) => {
      const response = await route.fetch();
      const answer = await response.json();
      const file = answer.data.sources.find(({ type }: { type: string }) => type === 'mp4');
      answer.data.sources = ['one', 'two'].map((label) => ({ ...file, label, url: `${file.url}?of=${label}` }));
      await route.fulfill({ response, json: answer });
    });
    await page.goto(`${stage.stack.url}/#watch/movie/10378`);
    for (const label of ['two', 'one']) {
      const source = page.getByRole('radio', { name: label });
      await source.check();
      expect(await source.isChecked()).toBe(true);
      await page.waitForFunction((end) => document.querySelector('video')?.src.endsWith(end), `of=${label}`);
    }
  });

  test('without Media Source Extensions, the browser itself plays the stream', async () => {
    const page = await stage.open('#try');
    await page.addInitScript(() => {
      for (const name of ['MediaSource', 'ManagedMediaSource', 'WebKitMediaSource'])
        Reflect.deleteProperty(window, name);
      HTMLMediaElement.prototype.canPlayType = () => 'maybe';
    });
    await page.goto(`${stage.stack.url}/#watch/movie/10378`);
    await page.reload();
    await page.waitForFunction(() => document.querySelector('video')?.src.endsWith('.m3u8'));
  });

  test('subtitles of a file are shown', async () => {
    const page = await stage.open('#watch/movie/9761');
    await page.getByLabel('Subtitles').selectOption('Deutsch');
    await page.getByText(/^Showing/).waitFor();
    await play(page);
    await eventually(
      () => cues(page),
      (shown) => shown.length > 0,
    );
  });

  test('subtitles in a stream are shown', async () => {
    const page = await stage.open('#watch/movie/45745');
    const answer = await fetch(`${stage.stack.url}/api/stream/extract?tmdbId=45745&mediaType=movie`);
    const { data } = (await answer.json()) as { data: { subtitles: { url: string; delivery?: string }[] } };
    const inside = data.subtitles.find(({ delivery }) => delivery === 'in-manifest');
    await page.getByLabel('Subtitles').selectOption(inside!.url);
    await page.getByText(/^Showing/).waitFor();
    await play(page);
    await eventually(
      () => cues(page),
      (shown) => shown.length > 0,
    );
    await page.getByLabel('Subtitles').selectOption('Off');
    await eventually(
      () => cues(page),
      (shown) => shown.length === 0,
    );
  });

  test('a DASH source plays, and another source continues at its position', async () => {
    const page = await stage.open('#watch/movie/133701');
    await page.getByRole('radio', { name: /DASH/, checked: true }).waitFor();
    await play(page);
    await page.getByText(/^Showing/).waitFor();
    await playsBeyond(page, 1.5);
    await watchChange(page);
    await page.getByRole('radio', { name: /MP4/ }).first().check();
    await page.waitForFunction(() => document.querySelector('video')?.currentSrc.endsWith('.mp4'));
    await expectSamePosition(page);
  });

  test('the qualities of DASH and of files are in the menu, with why one was chosen', async () => {
    const page = await stage.open('#watch/movie/133701');
    const quality = page.getByLabel('Quality');
    const lines = () => page.evaluate(() => document.querySelector('video')?.videoHeight ?? 0);
    await page.getByRole('radio', { name: /DASH/, checked: true }).waitFor();
    await page.getByText(/^Showing/).waitFor();
    await play(page);
    const before = await lines();
    const names = await quality.locator('option').allTextContents();
    expect(names[0]).toBe('Auto');
    expect(names.length).toBeGreaterThan(2);
    await quality.selectOption(names.at(-1)!);
    await page.getByText(`up to ${names.at(-1)}, as you chose`).waitFor();
    await page.waitForFunction((former) => (document.querySelector('video')?.videoHeight ?? 0) < former, before);
    await page.goto(`${stage.stack.url}/#watch/movie/9761`);
    await page.getByRole('radio', { name: /^360p/, checked: true }).waitFor();
    await eventually(
      () => quality.locator('option').allTextContents(),
      (options) => options.join() === 'Auto,720p,360p',
    );
    await quality.selectOption('720p');
    await page.getByText('up to 720p, as you chose').waitFor();
    await page.getByRole('radio', { name: /^720p/, checked: true }).waitFor();
  });

  test('a source that fails is marked with the reason, and the next one plays by itself', async () => {
    const page = await stage.open('#try');
    await page.route('**/big-buck-bunny/hls/**', (route) => route.fulfill({ status: 404, body: '' }));
    await page.goto(`${stage.stack.url}/#watch/movie/10378`);
    await page.getByText(/^Showing/).waitFor();
    await page.getByText('failed: HTTP 404').first().waitFor();
    expect(await page.getByRole('radio', { checked: true }).getAttribute('type')).toBe('radio');
    await play(page);
    expect(await page.evaluate(() => document.querySelector('video')?.currentSrc)).toContain('.mp4');
  });

  test('the quality and the subtitles that were chosen are those of the next title', async () => {
    const page = await stage.open('#watch/movie/10378');
    await page.getByText(/^Showing/).waitFor();
    await page.getByLabel('Quality').selectOption('360p');
    await page.getByText('Showing 640 × 360').waitFor();
    await page.getByLabel('Subtitles').selectOption('English');
    await page.goto(`${stage.stack.url}/#watch/movie/45745`);
    // Of the former title neither is left to be taken for it: that one has no 362p.
    await page.getByLabel('Quality').locator('option:checked', { hasText: '362p' }).waitFor({ state: 'attached' });
    await page.getByText(/^Showing/).waitFor();
    expect(await page.getByLabel('Subtitles').locator('option:checked').textContent()).toBe('English');
  });

  test('shows where the answer comes from, its time, how long it is fresh, and how many requests are left', async () => {
    const page = await stage.open('#watch/movie/20529');
    const facts = page.getByRole('region', { name: 'This answer' });
    await facts.getByText('Provider', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Ask the API again' }).click();
    await facts.getByText(/^(Memory|Table)$/).waitFor();
    const text = (await facts.textContent()) ?? '';
    expect(text).toMatch(/Took[\d.]+ m?s 200\d+ ms of it in the function/);
    expect(text).toContain('of 30 min, then 1 h while it is refreshed');
    expect(text).toMatch(/Requests left\d+ of 100000/);
    await page.getByText('Headers', { exact: true }).click();
    await page.getByText('x-ratelimit-remaining').waitFor();
    await page.getByText('Answer as JSON').click();
    await page.getByText('"success": true').waitFor();
  });
});
