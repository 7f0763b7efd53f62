import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInChromium } from './chromium.ts';
import { consoleStage } from './console-stage.ts';

const MAY_COPY = { permissions: ['clipboard-read', 'clipboard-write'] };

const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

describeInChromium('what can be copied', () => {
  const stage = consoleStage();

  test('the link of each source', async () => {
    const page = await stage.open('#watch/movie/10378', MAY_COPY);
    await page.getByRole('button', { name: 'Copy the link of 720p MP4' }).click();
    await page.getByRole('button', { name: 'Copied the link of 720p MP4' }).waitFor();
    expect(await clipboard(page)).toBe(`${stage.stack.url}/media/big-buck-bunny/720p.mp4`);
    // Copying chooses nothing.
    expect(await page.getByRole('radio', { name: '720p MP4' }).isChecked()).toBe(false);
  });

  test('the title as code, in tabs that the arrow keys move through; what is copied works', async () => {
    const page = await stage.open('#watch/tv/1396/0/1', MAY_COPY);
    const code = page.getByRole('region', { name: 'This title as code' });
    await code.getByRole('tab', { name: 'curl' }).focus();
    const copied: Record<string, string> = {};
    for (const name of ['curl', 'fetch', 'SDK', 'React', 'Player', 'HTML']) {
      const tab = code.getByRole('tab', { name });
      expect(await tab.getAttribute('aria-selected')).toBe('true');
      await code.getByRole('button', { name: `Copy the code for ${name}` }).click();
      await code.getByRole('button', { name: `Copied the code for ${name}` }).waitFor();
      copied[name] = await clipboard(page);
      await tab.focus();
      await page.keyboard.press('ArrowRight');
    }
    expect(await code.getByRole('tab', { name: 'curl' }).getAttribute('aria-selected')).toBe('true');
    const url = `${stage.stack.url}/api/stream/extract?tmdbId=1396&mediaType=tv&season=0&episode=1`;
    expect(copied.curl).toBe(`curl '${url}'`);
    const title = "{ tmdbId: '1396', mediaType: 'tv', season: 0, episode: 1 }";
    for (const name of ['SDK', 'React', 'Player']) expect(copied[name]).toContain(title);
    expect(copied.HTML).toContain('tmdb-id="1396" media-type="tv" season="0" episode="1"');
    const best = await page.evaluate(`(async () => { ${copied.fetch}; return best.url; })()`);
    expect(best).toBe(await page.locator('.link code').first().textContent());
  });

  test('the answer as JSON', async () => {
    const page = await stage.open('#watch/movie/550', MAY_COPY);
    await page.getByText('Answer as JSON').click();
    await page.getByRole('button', { name: /^Copy JSON of/ }).click();
    await page.getByRole('button', { name: /^Copied JSON of/ }).waitFor();
    expect(JSON.parse(await clipboard(page))).toMatchObject({ success: true });
  });
});
