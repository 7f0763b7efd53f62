import { expect, test } from '@jest/globals';
import { describeInChromium } from './chromium.ts';
import { consoleStage } from './console-stage.ts';

describeInChromium('the API reference', () => {
  const stage = consoleStage();

  test('answers the first click, with nothing entered', async () => {
    const page = await stage.open('#reference');
    await page.getByRole('button', { name: 'Try it out' }).click();
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().includes('/api/stream/extract')),
      page.getByRole('button', { name: 'Execute' }).click(),
    ]);
    expect(answer.status()).toBe(200);
    await page.locator('.live-responses-table .response-col_status', { hasText: '200' }).waitFor();
  });

  test('shows an answer of each status as the API gives it', async () => {
    const page = await stage.open('#reference');
    const operation = page.locator('.opblock-get');
    const row = (status: string) => operation.locator(`tr.response[data-code="${status}"]`);
    await row('200').getByText('"responseTime": "12ms"').first().waitFor();
    await row('403').getByText('"message": "A valid API key is required."').first().waitFor();
    await row('503').getByText('"error": "Service unavailable"').first().waitFor();
    expect(await row('403').getByText('Validation error').count()).toBe(0);
  });
});
