import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { describeInChromium } from './chromium.ts';
import { consoleStage } from './console-stage.ts';
import { eventually } from './eventually.ts';

describeInChromium('failures on the Watch tab', () => {
  let provider: ProviderService;
  beforeAll(async () => {
    provider = await startProviderService();
  });
  afterAll(() => provider.stop());
  const stage = consoleStage(() => ({ providerUrls: [provider.url] }));

  test('a failure of the provider shows the error of the API, and trying again works', async () => {
    provider.on('603', json({}, 500));
    const page = await stage.open('#watch/movie/603');
    const alert = page.getByRole('alert');
    await alert.getByText('Service unavailable').waitFor();
    await alert.getByText('503').waitFor();
    await alert.getByText('The extractor service is not available right now.').waitFor();
    await page.getByText(/the API suggests waiting \d s/).waitFor();
    // Until then the failure is remembered.
    await delay(5_000);

    provider.on('603', json({ sources: [{ url: `${stage.stack.url}/media/test-card/480p.mp4` }] }));
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('radio', { name: '480p MP4' }).waitFor();
    expect(await alert.count()).toBe(0);
  });

  test('a title that no provider has, and an invalid one, offer no second try', async () => {
    const page = await stage.open('#watch/movie/604');
    await page.getByRole('alert').getByText('Extraction failed').waitFor();
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    await page.getByLabel('TMDB id').fill('0604');
    await page.getByRole('button', { name: 'Find sources' }).click();
    await page.getByRole('alert').getByText('Validation error').waitFor();
    await page.getByRole('alert').getByText('tmdbId', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
  });

  test('a client over the limit waits for Retry-After, and can then continue', async () => {
    const page = await stage.open('#watch');
    // So that the wait is as long as the test takes to look at it.
    await page.clock.install();
    await page.reload();
    let refuse = true;
    await page.route('**/api/stream/extract*', (route) =>
      refuse
        ? route.fulfill({
            status: 429,
            headers: { 'retry-after': '100' },
            json: { error: 'Too many requests', message: 'Rate limit exceeded. Try again later.', retryable: true },
          })
        : route.continue(),
    );
    await page.getByRole('link', { name: 'Sintel' }).click();
    await page.getByRole('alert').getByText('Too many requests').waitFor();
    const button = page.getByRole('button', { name: 'Try again' });
    expect(await button.isDisabled()).toBe(true);
    await page.getByText(/in \d\d s/).waitFor();
    refuse = false;
    await page.clock.fastForward(100_000);
    await page.locator('button:enabled', { hasText: 'Try again' }).click();
    await page.getByRole('radio').first().waitFor();
  });
});

describeInChromium("a stage's real limit", () => {
  const stage = consoleStage(() => ({ rateLimit: 3 }));

  test('shows the countdown to the next window', async () => {
    const page = await stage.open('#watch/movie/550');
    await page.getByRole('radio').first().waitFor();
    const seconds = async () => {
      const [timer = ''] = await page.getByRole('timer').allTextContents();
      return Number(/in (\d+) s/.exec(timer)?.[1] ?? 0);
    };
    // More than once where a new window has begun in between, or is so near that the wait ends before it is seen.
    const first = await eventually(
      async () => {
        await page.locator('button:enabled', { hasText: 'Ask the API again' }).click();
        await page.locator('button:enabled', { hasText: 'Ask the API again' }).waitFor();
        return seconds();
      },
      (left) => left > 15,
    );
    expect(first).toBeLessThanOrEqual(60);
    expect(await page.getByRole('alert').getByText('Too many requests').count()).toBe(1);
    await eventually(seconds, (left) => left < first);
    expect(await page.getByRole('button', { name: 'Try again' }).isDisabled()).toBe(true);
    // The sources of the last answer are still listed.
    expect(await page.getByRole('radio').count()).toBeGreaterThan(0);
  });
});

describeInChromium('a stage that requires an API key', () => {
  const stage = consoleStage(() => ({ stage: 'prod' }));

  test('is watched with the key that npm start prints', async () => {
    const page = await stage.open('#watch/movie/550');
    await page.getByRole('alert').getByText('Forbidden').waitFor();
    const [key] = stage.stack.apiKeys.values();
    await page.getByLabel('API key').fill(key!);
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: '1080p HLS' }).waitFor();
  });

  test('a wrong key is named as such, a right one is kept for a reload and is in no snippet', async () => {
    const page = await stage.open('#watch/movie/550');
    const alert = page.getByRole('alert');
    await page.getByLabel('API key').fill('a-wrong-key');
    await page.keyboard.press('Enter');
    await alert.getByText('This API key is not valid on this stage.').waitFor();
    const [key] = stage.stack.apiKeys.values();
    await page.getByLabel('API key').fill(key!);
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: '1080p HLS' }).waitFor();
    const snippet = await page.getByRole('tabpanel').textContent();
    expect(snippet).toContain('-H "x-api-key: $STREAM_API_KEY"');
    expect(snippet).not.toContain(key);
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await page.getByRole('radio', { name: '1080p HLS' }).waitFor();
  });

  test('is opened by a link with the key, which leaves no key in the address or the history', async () => {
    const [key] = stage.stack.apiKeys.values();
    const page = await stage.open(`#key=${key}`);
    await page.getByRole('heading', { name: 'Watch a title' }).waitFor();
    expect(page.url()).toBe(`${stage.stack.url}/#watch`);
    await page.goto(`${stage.stack.url}/#watch/movie/550`);
    await page.getByRole('radio', { name: '1080p HLS' }).waitFor();
    await page.goBack();
    expect(page.url()).toBe(`${stage.stack.url}/#watch`);
  });
});
