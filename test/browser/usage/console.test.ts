import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import { describeInChromium } from '../chromium.ts';
import { consoleStage } from '../console-stage.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describeInChromium('what viewers get, on the Operations tab', () => {
  const stage = consoleStage();

  test('an empty stack says what to do', async () => {
    const page = await stage.open('#operations');
    const section = page.getByRole('region', { name: 'What viewers get' });
    await section.getByText('Nobody has watched anything in the last day.').waitFor();
    await section.getByRole('link', { name: 'Watch' }).click();
    await page.getByRole('heading', { level: 1, name: /watch/i }).waitFor();
  });

  test('viewings are plots: qualities, start, stalls and failures, for every eye and reader', async () => {
    const { url } = stage.stack;
    const answer = await fetch(`${url}/api/stream/extract?tmdbId=550&mediaType=movie`);
    const [{ id }] = (await answer.json()).data.sources;
    for (let viewer = 0; viewer < 6; viewer += 1) {
      const body = recordsOf(id, `viewer-${viewer}`, Date.now() - 600_000);
      const posted = await fetch(`${url}/api/stream/cmcd?tmdbId=550&mediaType=movie`, { method: 'POST', body });
      expect(posted.status).toBe(204);
    }
    const page = await stage.open('#operations');
    const section = page.getByRole('region', { name: 'What viewers get' });
    const strip = section.getByRole('figure', { name: 'Quality watched in the last day' });
    await strip.waitFor();
    expect(await strip.locator('.legend li').allTextContents()).toEqual(['1080p 75 %3 min', '480p 25 %60 s']);
    expect(await section.locator('.summary dd').allTextContents()).toEqual(['4 min', '6', '925 ms', '9.1 %', '6']);
    await section.getByRole('img', { name: /^Share of viewing by quality.*1080p: 75 %, 480p: 25 %/ }).waitFor();
    await section.getByRole('img', { name: /^Time to the first picture/ }).waitFor();
    await section.getByRole('img', { name: /^Stalled/ }).waitFor();
    const failing = section.getByRole('row', { name: 'movie:550' });
    expect(await failing.getByRole('cell').first().textContent()).toBe('6');
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [320, 768, 1440]) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.setViewportSize({ width, height: 900 });
        const beyond = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        const violations = await page.evaluate(
          `${AXE};axe.run('.usage').then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(', ')))`,
        );
        expect(await section.getByRole('columnheader', { name: 'Stalled' }).isVisible()).toBe(width >= 768);
        expect({ colorScheme, width, beyond, violations }).toEqual({ colorScheme, width, beyond: 0, violations: [] });
      }
    }
  });
});

/** 30 s of 1080p, 4 s stalled, 10 s of 480p, a failure. */
function recordsOf(source: string, session: string, at: number): string {
  const record = (e: string, sta: string, seconds: number, quality: string, more = '') =>
    `cid="${source}",com.streamapi-q="${quality}",e=${e},sid="${session}",sta=${sta},ts=${at + seconds * 1000},v=2${more}`;
  return [
    record('ps', 's', 0, '1080p', ',sn=0,com.streamapi-g=0'),
    record('ps', 'p', 1, '1080p', ',msd=910'),
    record('ps', 'r', 31, '1080p'),
    record('ps', 'p', 35, '480p'),
    record('e', 'p', 45, '480p', ',ec=("404")'),
  ].join('\n');
}
