import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInChromium } from './chromium.ts';
import { consoleStage } from './console-stage.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Each tab, and how to know that all of it is there. */
const TABS: Record<string, (page: Page) => Promise<void>> = {
  '#watch': (page) => page.getByRole('link', { name: 'Big Buck Bunny' }).waitFor(),
  '#watch/movie/10378': (page) => page.getByText(/^Showing/).waitFor(),
  '#watch/movie/604': (page) => page.getByRole('alert').waitFor(),
  '#try': async (page) => {
    const trial = page.getByRole('region', { name: 'Invalid requests' });
    await trial.getByRole('button').click();
    await trial.getByRole('button', { name: 'Run again' }).waitFor();
  },
  '#operations': (page) => page.getByRole('figure').first().waitFor(),
  '#reference': (page) => page.getByRole('button', { name: 'Try it out' }).first().waitFor(),
};

const LOOKS = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [1200, 360].map((width) => ({ colorScheme, width })),
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

  test('the tabs are reached by keyboard, and the focus goes on in what they show', async () => {
    const page = await stage.open('#watch');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Try what can go wrong' }).waitFor();
    expect(await page.title()).toBe('Try · Stream API');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Run');
    await page.keyboard.press('Enter');
    await page.getByText('Validation error').first().waitFor();
  });

  test('the reference asks the API itself', async () => {
    const page = await stage.open('#reference');
    await page.getByRole('button', { name: 'Try it out' }).click();
    await page.getByRole('combobox', { name: 'mediaType' }).first().selectOption('movie');
    await page.getByRole('button', { name: 'Execute' }).click();
    await page.getByText('"success": true').first().waitFor();
  });
});
