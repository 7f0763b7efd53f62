import { expect, test } from '@jest/globals';
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
    await eventually(total, (requests) => requests === before + 5);
    await chart.locator('.mark circle, .mark polyline').first().waitFor({ state: 'attached' });
    await chart.getByText('As a table').click();
    await chart.locator('tbody tr').first().waitFor();
  });

  test('a panel without data is folded, and can be opened', async () => {
    const page = await stage.open('#operations');
    const panel = page.getByRole('figure', { name: 'Refreshes: time ms' });
    await panel.getByText('no data yet').click();
    await panel.getByRole('img', { name: 'No data yet.' }).waitFor();
    await panel.locator('summary').first().click();
    await panel.getByRole('img').waitFor({ state: 'hidden' });
  });

  test('lists each request as it is answered, with its whole answer and its log line, by keyboard too', async () => {
    const page = await stage.open('#operations');
    const requests = page.getByRole('table', { name: 'Requests' });
    await page.evaluate(() => fetch('/api/stream/extract?tmdbId=20529&mediaType=movie', { cache: 'no-store' }));
    const row = requests.getByRole('row', { name: 'Movie 20529' }).first();
    await row.waitFor();
    expect(await row.getByRole('cell').allTextContents()).toEqual([
      expect.stringMatching(/^\d\d:\d\d:\d\d$/),
      '200',
      'provider',
      'catalogue',
      expect.stringMatching(/^[\d.]+ m?s$/),
      '',
    ]);
    const button = row.getByRole('button');
    expect(await button.getAttribute('aria-expanded')).toBe('false');
    await button.focus();
    await page.keyboard.press('Enter');
    expect(await button.getAttribute('aria-expanded')).toBe('true');
    const answer = JSON.parse(
      (await page.getByRole('region', { name: 'the answer', exact: true }).textContent()) ?? '',
    );
    expect(answer).toMatchObject({ success: true, data: { sources: expect.any(Array) } });
    const log = JSON.parse((await page.getByRole('region', { name: 'the log line', exact: true }).textContent()) ?? '');
    expect(log).toMatchObject({ message: 'request', tmdbId: '20529', status: 200 });
    await page.keyboard.press('Enter');
    expect(await page.getByRole('region', { name: 'the answer', exact: true }).count()).toBe(0);
  });

  test('a request that failed says why, and can be listed alone; a paused list waits', async () => {
    const page = await stage.open('#operations');
    const ask = (query: string) => page.evaluate((text) => fetch(`/api/stream/extract?${text}`), query);
    const rows = page.getByRole('table', { name: 'Requests' }).locator('tbody tr');
    await ask('tmdbId=550&mediaType=movie');
    await ask('tmdbId=1396&mediaType=tv');
    const refused = rows.filter({ hasText: '400' });
    await refused.getByRole('cell', { name: 'season is required when mediaType is tv' }).waitFor();
    await page.getByRole('checkbox', { name: 'Only with a problem' }).check();
    expect(await rows.filter({ hasText: '200' }).count()).toBe(0);
    expect(await refused.count()).toBe(1);

    await page.getByRole('button', { name: 'Pause' }).click();
    await ask('tmdbId=1396&mediaType=tv&season=1');
    // The numbers above the list go on, which shows that the request was answered.
    const errors = page.locator('.summary div', { hasText: 'Errors' });
    await errors.getByText('2', { exact: true }).waitFor();
    expect(await refused.count()).toBe(1);
    await page.getByRole('button', { name: 'Continue' }).click();
    await eventually(
      () => refused.count(),
      (count) => count === 2,
    );
  });

  test('names the file of a request for a playlist or for steering', async () => {
    const page = await stage.open('#operations');
    const requests = page.getByRole('table', { name: 'Requests' });
    await page.evaluate(async () => {
      await fetch('/api/stream/playlist.m3u8?tmdbId=550&mediaType=movie');
      await fetch('/api/stream/steering.json?tmdbId=550&mediaType=movie');
    });
    await requests.getByRole('button', { name: 'Movie 550 · playlist.m3u8' }).first().waitFor();
    await requests.getByRole('button', { name: 'Movie 550 · steering.json' }).first().waitFor();
  });

  test('an episode has the same name here and on the Watch tab; the number of requests names what else is in it', async () => {
    const page = await stage.open('#watch');
    const episode = page.getByRole('region', { name: 'In the catalogue' }).getByText(/^Series 1396 · S1 E1$/);
    await episode.click();
    await page.getByRole('radio').first().waitFor();
    await page.getByRole('link', { name: 'Operations' }).click();
    const requests = page.getByRole('table', { name: 'Requests' });
    await requests.getByRole('button', { name: 'Series 1396 · S1 E1' }).first().waitFor();
    await page.getByText('Requests with reports and preflights', { exact: true }).waitFor();
  });

  test('shows since when, where and why a source is not well on a narrow screen too', async () => {
    const page = await stage.open('#operations', { viewport: { width: 320, height: 800 } });
    // The prober finds a source down after several runs, minutes apart.
    const source = { id: 'h3Xq0pYc1ZbM', condition: 'down', since: '2026-01-02T15:04:05Z', content: 'movie 550' };
    const sources = [{ ...source, checkedAt: source.since, origin: 'https://media.example', reason: 'HTTP 404' }];
    await page.route('**/local/health', (route) => route.fulfill({ json: { isOn: true, unwell: 1, sources } }));
    await page.reload();
    const table = page.getByRole('region', { name: 'Sources that are not well' });
    const row = table.getByRole('row', { name: 'movie 550' });
    await row.getByText(/since Jan \d, \d\d:04 · https:\/\/media\.example · HTTP 404/).waitFor();
    expect(await table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  });
});
