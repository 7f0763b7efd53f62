import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInChromium } from './chromium.ts';
import { consoleStage } from './console-stage.ts';

const API = '**/api/stream/extract*';

const answeredBy = (page: Page) => page.getByTestId('answered-by');

/** Opens a title and waits until its answer is stored on the device. */
async function storeTitle(page: Page): Promise<void> {
  await page.getByRole('radio').first().waitFor();
  await page.waitForFunction(() => localStorage.length > 0);
}

describeInChromium('answers stored on the device', () => {
  const stage = consoleStage();

  test('are used after a reload, without a request', async () => {
    const page = await stage.open('#watch/movie/550');
    await storeTitle(page);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.reload();
    await page.getByRole('radio').first().waitFor();
    expect(await answeredBy(page).textContent()).toBe('This device');
    await page.getByText(/^Showing/).waitFor();
    expect(asked).toContain('/media/test-card/hls/master.m3u8');
    expect(asked).not.toContain('/api/stream/extract');
  });

  test('are shown at once when they are stale, and replaced by the newer answer', async () => {
    const page = await stage.open('#watch/movie/550');
    await storeTitle(page);
    await page.evaluate(() => {
      const name = localStorage.key(0) ?? '';
      const stored = JSON.parse(localStorage.getItem(name) ?? '');
      // As if 40 minutes had passed since: the device stores no answer that is fresh for longer than 30.
      for (const moment of ['storedAt', 'freshUntil', 'staleUntil']) stored.life[moment] -= 40 * 60_000;
      stored.data.sources[0].label = 'As stored earlier';
      localStorage.setItem(name, JSON.stringify(stored));
    });
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route(API, async (route) => {
      await released;
      await route.continue();
    });
    await page.reload();
    await page.getByText('As stored earlier').waitFor();
    expect(await answeredBy(page).textContent()).toBe('This device');
    release();
    await page.getByText('As stored earlier').waitFor({ state: 'detached' });
    expect(await answeredBy(page).textContent()).not.toBe('This device');
  });

  test('are shown offline, while other titles report a network error until the network is back', async () => {
    const page = await stage.open('#watch/movie/550');
    await storeTitle(page);
    await page.context().setOffline(true);
    await page.getByText('You are offline.').waitFor();
    await page.getByRole('link', { name: 'Sintel' }).click();
    await page.getByRole('alert').getByText('Network error').waitFor();
    await page.getByRole('link', { name: 'Test card (movie)' }).click();
    await page.getByRole('radio', { name: '1080p HLS' }).waitFor();
    expect(await answeredBy(page).textContent()).toBe('This device');
    await page.getByRole('link', { name: 'Sintel' }).click();
    await page.getByRole('alert').getByText('Network error').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('radio').first().waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});
