import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInChromium } from './chromium.ts';
import { consoleStage } from './console-stage.ts';
import { eventually } from './eventually.ts';

const shelf = (page: Page) => page.getByRole('region', { name: 'In the catalogue' });

const links = (page: Page) => shelf(page).getByRole('listitem');

/** The line that says how many titles are shown. */
const count = async (page: Page) => (await shelf(page).getByRole('status').textContent()) ?? '';

describeInChromium('the catalogue on the Watch tab', () => {
  const stage = consoleStage();

  /** A catalogue that nobody scrolls through, by the command that operators use. */
  async function fill(): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'titles-'));
    const lines = Array.from({ length: 200 }, (_, index) =>
      JSON.stringify({
        tmdbId: `${70_000 + index}`,
        mediaType: 'movie',
        title: `Évening ${index + 1}`,
        poster: `${stage.stack.url}/media/no-such-poster.jpg`,
        sources: [{ url: `${stage.stack.url}/media/test-card/480p.mp4` }],
      }),
    );
    try {
      const file = join(folder, 'titles.jsonl');
      await writeFile(file, lines.join('\n'));
      const args = ['commands/catalogue.ts', 'import', file, '--endpoint', stage.stack.url];
      await promisify(execFile)(process.execPath, args);
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  test('is shown page by page with its size, and searched by name or id', async () => {
    await fill();
    const page = await stage.open('#watch');
    await eventually(
      () => count(page),
      (text) => /^60 of 2\d\d titles$/.test(text),
    );
    await page.getByRole('button', { name: 'Show more titles' }).click();
    await eventually(
      () => links(page).count(),
      (shown) => shown === 120,
    );
    const search = page.getByRole('searchbox', { name: 'Search by name or id' });
    await search.fill('evening 12');
    await eventually(
      () => count(page),
      (text) => /^1[0-9] titles found, in 2\d\d$/.test(text),
    );
    expect(await links(page).first().textContent()).toContain('Évening 12');
    // The poster does not exist: its tile has the initials.
    await links(page).first().getByText('É1').waitFor();

    await search.fill('70199');
    await eventually(
      () => count(page),
      (text) => text.startsWith('1 title found'),
    );
    await search.fill('no such film');
    await eventually(
      () => count(page),
      (text) => text.startsWith('No title'),
    );
    await search.fill('70199');
    await page.getByRole('link', { name: 'Évening 200' }).click();
    await page.getByRole('heading', { level: 1, name: 'Évening 200' }).waitFor();
  });

  test('a title is named by its own row, wherever it is in the catalogue', async () => {
    const page = await stage.open('#watch/movie/70199');
    await page.getByRole('heading', { level: 1, name: 'Évening 200' }).waitFor();
    expect(await shelf(page).getByText('Évening 200').count()).toBe(0);
  });

  test('a pasted link of TMDB opens its title, and other texts say what is wrong with them', async () => {
    const page = await stage.open('#watch');
    const id = page.getByLabel('TMDB id');
    for (const [entered, fragment] of [
      ['https://www.themoviedb.org/movie/10378-big-buck-bunny?language=de', '#watch/movie/10378'],
      ['themoviedb.org/de/tv/1396-breaking-bad/season/1/episode/1', '#watch/tv/1396/1/1'],
      ['  10378 ', '#watch/movie/10378'],
    ] as const) {
      await page.goto(`${stage.stack.url}/#watch`);
      await page.getByLabel('Type').selectOption('movie');
      await id.fill(entered);
      await page.keyboard.press('Enter');
      await page.waitForFunction((expected) => location.hash === expected, fragment);
      await page.getByRole('radio').first().waitFor();
    }
    await page.goto(`${stage.stack.url}/#watch`);
    for (const [entered, problem] of [
      ['tt0137523', 'is an IMDb id'],
      ['https://example.com/movie/550', 'leads to example.com'],
      ['https://www.themoviedb.org/person/287', 'not that of a movie'],
      ['https://www.themoviedb.org/tv/1396', 'needs the numbers of its season'],
    ] as const) {
      await id.fill(entered);
      await page.keyboard.press('Enter');
      await page.getByRole('alert').getByText(problem).waitFor();
      expect(new URL(page.url()).hash).toBe('#watch');
    }
  });
});
