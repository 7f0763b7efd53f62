import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInChromium } from './chromium.ts';
import { consoleStage } from './console-stage.ts';
import { eventually } from './eventually.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Each tab, and how to wait until it is complete. */
const TABS: Record<string, (page: Page) => Promise<void>> = {
  '#watch': (page) => page.getByRole('link', { name: 'Big Buck Bunny' }).waitFor(),
  '#watch/movie/10378': (page) => page.getByText(/^Showing/).waitFor(),
  '#watch/movie/604': (page) => page.getByRole('alert').waitFor(),
  '#try': async (page) => {
    const trial = page.getByRole('region', { name: 'Invalid requests' });
    await trial.getByRole('button').click();
    await trial.getByRole('button', { name: 'Run again' }).waitFor();
  },
  '#operations': async (page) => {
    await page.evaluate(() => fetch('/api/stream/extract?tmdbId=1396&mediaType=tv'));
    await page.evaluate(() => fetch('/api/stream/extract?tmdbId=550&mediaType=movie', { cache: 'no-store' }));
    await page.getByRole('figure').first().waitFor();
    await page.getByRole('table', { name: 'Requests' }).getByRole('button', { name: 'Movie 550' }).first().click();
  },
  '#reference': (page) => page.getByRole('button', { name: 'Try it out' }).first().waitFor(),
};

const LOOKS = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [1200, 320].map((width) => ({ colorScheme, width })),
);

describeInChromium('every tab', () => {
  const stage = consoleStage();

  test.each(Object.keys(TABS))(
    '%s, light and dark, wide and narrow: nothing for axe, nothing to scroll sideways',
    async (tab) => {
      const page = await stage.open(tab);
      await TABS[tab]?.(page);
      for (const { colorScheme, width } of LOOKS) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.setViewportSize({ width, height: 800 });
        const beyond = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        const violations = await page.evaluate(`${AXE};axe.run().then(({ violations }) =>
        violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(', ')))`);
        expect({ colorScheme, width, beyond, violations }).toEqual({ colorScheme, width, beyond: 0, violations: [] });
      }
    },
  );

  test('the tabs are reached by keyboard, and the focus moves into their content', async () => {
    const page = await stage.open('#watch');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Try what can go wrong' }).waitFor();
    await page.waitForFunction(
      () => document.title === 'Try · Stream API' && document.activeElement?.matches('main, h1'),
    );
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Run');
    await page.keyboard.press('Enter');
    await page.getByText('Validation error').first().waitFor();
  });

  test('another title is announced by its heading, which scrolls into view, and by the page’s name', async () => {
    const page = await stage.open('#watch', { viewport: { width: 360, height: 640 } });
    const heading = page.getByRole('heading', { level: 1 });
    for (const name of ['Sintel', 'Big Buck Bunny']) {
      await page.getByRole('link', { name }).click();
      await page.waitForFunction((text) => document.activeElement?.textContent === text, name);
      expect(await heading.evaluate((element) => element === document.activeElement)).toBe(true);
      await page.waitForFunction((text) => document.title === `${text} · Stream API`, name);
      await eventually(
        () => heading.evaluate((element) => element.getBoundingClientRect()),
        ({ top, bottom }) => top >= 0 && bottom <= 640,
      );
    }
    await page.getByRole('link', { name: 'Watch', exact: true }).click();
    await page.waitForFunction(() => document.title === 'Watch · Stream API');
  });

  test('the reference asks the API itself', async () => {
    const page = await stage.open('#reference');
    await page.getByRole('button', { name: 'Try it out' }).first().click();
    await page.getByRole('combobox', { name: 'mediaType' }).first().selectOption('movie');
    await page.getByRole('button', { name: 'Execute' }).click();
    await page.getByText('"success": true').first().waitFor();
  });

  test('the reference sends the API key of the page', async () => {
    const page = await stage.open('#try');
    const keys: (string | undefined)[] = [];
    await page.route('**/api/stream/extract*', async (route) => {
      keys.push(route.request().headers()['x-api-key']);
      await route.fulfill({ status: 403, json: { message: 'Forbidden' } });
    });
    await page.goto(`${stage.stack.url}/#watch/movie/550`);
    await page.getByLabel('API key').fill('a-key');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'API reference' }).click();
    await page.getByRole('button', { name: 'Try it out' }).first().click();
    await page.getByRole('combobox', { name: 'mediaType' }).first().selectOption('movie');
    await page.getByRole('button', { name: 'Execute' }).click();
    await eventually(
      async () => keys,
      (sent) => sent.length === 3,
    );
    expect(keys).toEqual([undefined, 'a-key', 'a-key']);
  });
});
