import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { describeInChromium } from './chromium.ts';
import { consoleStage } from './console-stage.ts';

/** Runs a trial by its button and waits for its last answer. @returns its steps */
async function run(page: Page, name: string): Promise<Locator> {
  const trial = page.getByRole('region', { name, exact: true });
  await trial.getByRole('button').click();
  await trial.getByRole('button', { name: 'Run again' }).waitFor();
  return trial.getByRole('listitem');
}

const texts = async (steps: Locator): Promise<string[]> => (await steps.allTextContents()).map((text) => text ?? '');

describeInChromium('the Try tab', () => {
  const stage = consoleStage();

  test('shows the validation of requests', async () => {
    const steps = await texts(await run(await stage.open('#try'), 'Invalid requests'));
    expect(steps).toHaveLength(3);
    for (const step of steps) expect(step).toMatch(/^400 Validation error/);
    expect(steps[0]).toContain('season is required when mediaType is tv');
    expect(steps[0]).toContain('Not retryable');
  });

  test('shows a title that no provider has, the second time from the cache, in every run', async () => {
    const page = await stage.open('#try');
    for (let runs = 0; runs < 2; runs += 1) {
      const steps = await texts(await run(page, 'A title that no provider has'));
      expect(steps[0]).toMatch(/^404 Extraction failed.*Every provider was asked/);
      expect(steps[0]).toContain('fwd=miss');
      expect(steps[1]).toContain('hit');
    }
  });

  test('shows a provider that fails: three attempts, then when to try again', async () => {
    const [step] = await texts(await run(await stage.open('#try'), 'A provider that fails'));
    expect(step).toMatch(/^503 Service unavailable/);
    expect(step).toMatch(/Retryable: try again in \d+ s/);
  });

  test('shows a slow provider, for which only the first request waits: in every run, whatever was purged', async () => {
    const page = await stage.open('#try');
    for (let runs = 0; runs < 2; runs += 1) {
      // A container has just looked for purges, and learns of the next one in four seconds.
      await run(page, 'An expired link');
      const steps = await texts(await run(page, 'A slow provider'));
      expect(steps[0]).toMatch(/^200 .*Extracted.*[45](\.\d)? s, provider/);
      expect(steps[1]).toMatch(/^200 .*The same again, from the cache\. *\d+(\.\d)? ms, (memory|table)/);
    }
  });

  test('shows that an expired link is left out, and that the other one shortens max-age', async () => {
    const steps = await run(await stage.open('#try'), 'An expired link');
    const [text] = await texts(steps);
    expect(Number(/max-age=(\d+)/.exec(text ?? '')?.[1])).toBeLessThanOrEqual(30);
    await steps.getByText('Answer as JSON').click();
    const json = JSON.parse((await steps.locator('pre').textContent()) ?? '');
    expect(json.data.sources).toHaveLength(1);
    expect(json.data.sources[0].url).toContain('link=alive');
  });

  test('shows a purge: the old answer, the purge, the new answer', async () => {
    const page = await stage.open('#try');
    await page.evaluate(() => fetch('/api/stream/extract?tmdbId=550&mediaType=movie'));
    const steps = await texts(await run(page, 'A purge'));
    expect(steps[0]).toContain('hit');
    expect(steps[1]).toContain('"purged"');
    expect(steps.at(-1)).toContain('Extracted again.');
    expect(steps.at(-1)).toContain('fwd=miss');
  });

  test('reports a limit that is too high to reach', async () => {
    const [step] = await texts(await run(await stage.open('#try'), 'Too many requests'));
    expect(step).toContain('admits 100000 requests');
  });
});

describeInChromium('the Try tab where another provider has every title', () => {
  let provider: ProviderService;
  beforeAll(async () => {
    provider = await startProviderService();
    provider.on('*', json({ sources: [{ url: 'https://cdn.example.com/video.mp4' }] }));
  });
  afterAll(() => provider.stop());
  const stage = consoleStage(() => ({ providerUrls: [provider.url] }));

  test('says what came instead of what a trial is about', async () => {
    const page = await stage.open('#try');
    const [failing] = await texts(await run(page, 'A provider that fails'));
    expect(failing).toMatch(/^200 A 503 was expected, a 200 came instead\./);
    const unknown = await texts(await run(page, 'A title that no provider has'));
    expect(unknown).toHaveLength(2);
    for (const step of unknown) expect(step).toMatch(/^200 A 404 was expected, a 200 came instead\./);
    expect((await texts(await run(page, 'Invalid requests'))).join(' ')).not.toContain('instead');
  });
});
