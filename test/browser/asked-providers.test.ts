import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { describeInChromium } from './chromium.ts';
import { consoleStage } from './console-stage.ts';

describeInChromium('the console of a stage that hedges', () => {
  let silent: ProviderService;
  let quick: ProviderService;
  beforeAll(async () => {
    silent = await startProviderService();
    quick = await startProviderService();
    silent.on('77', () => undefined);
  });
  afterAll(async () => {
    await silent.stop();
    await quick.stop();
  });
  const stage = consoleStage(() => ({
    providerUrls: [silent.url, quick.url],
    settings: ['fallback={"strategy":"hedge","hedgeAfterMs":300}'],
  }));

  test('shows who was asked for an answer, and who won', async () => {
    quick.on('77', json({ sources: [{ url: `${stage.stack.url}/media/test-card/480p.mp4` }] }));
    const page = await stage.open('#watch/movie/77');
    const asked = page.getByTestId('asked');
    await asked.first().waitFor();
    const lines = await asked.allTextContents();
    expect(lines).toContainEqual(expect.stringMatching(/: has it, asked beside a silent one, /));
    expect(lines).toContainEqual(expect.stringMatching(/: silent, overtaken, /));
  });
});
