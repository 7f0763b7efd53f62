import { test } from '@jest/globals';
import { describeInChromium } from './chromium.ts';
import { consoleStage } from './console-stage.ts';
import { eventually } from './eventually.ts';

const QUESTIONS = [
  'How much is asked?',
  'How fast are the answers?',
  'What goes wrong?',
  'Does the cache carry the load?',
  'Are the providers well?',
];

describeInChromium('the Operations tab', () => {
  const stage = consoleStage();

  test('answers the five questions, with the targets as lines', async () => {
    const page = await stage.open('#operations');
    for (const question of QUESTIONS) await page.getByRole('region', { name: question }).waitFor();
    await page.getByText('target: 2000 ms').waitFor();
    await page.getByText('target: 5000 ms').waitFor();
  });

  test('its charts change with each request', async () => {
    const page = await stage.open('#operations');
    const chart = page.getByRole('figure', { name: 'Requests count' });
    const total = async () =>
      Number(/requests (\d+)/.exec((await chart.locator('.legend').textContent()) ?? '')?.[1] ?? 0);
    await chart.waitFor();
    const before = await total();
    await page.evaluate(async () => {
      for (let made = 0; made < 5; made += 1)
        await fetch('/api/stream/extract?tmdbId=550&mediaType=movie', { cache: 'no-store' });
    });
    await eventually(total, (requests) => requests === before + 5, 20_000);
    await chart.locator('.mark circle, .mark polyline').first().waitFor({ state: 'attached' });
    await chart.getByText('As a table').click();
    await chart.locator('tbody tr').first().waitFor();
  });
});
