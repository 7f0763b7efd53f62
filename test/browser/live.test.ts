import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { TRIAL_TITLES } from '../../web/src/try/trial-titles.ts';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { describeInChromium } from './chromium.ts';
import { consoleStage } from './console-stage.ts';
import { eventually } from './eventually.ts';

describeInChromium('the console of a stage with live', () => {
  let slow: ProviderService;
  let finding: ProviderService;
  beforeAll(async () => {
    slow = await startProviderService();
    finding = await startProviderService();
  });
  afterAll(async () => {
    await slow.stop();
    await finding.stop();
  });
  const stage = consoleStage(() => ({ providerUrls: [slow.url, finding.url] }));

  const purge = (tmdbId: string) =>
    stage.stack.invoke('cache', { action: 'purge', scope: { title: { tmdbId, mediaType: 'movie' } } });
  /** Sockets that the page has open, and what it has heard from them. */
  const socketsOf = (page: Page) => {
    const sockets = new Set<string>();
    const heard: string[] = [];
    page.on('websocket', (socket) => {
      sockets.add(socket.url());
      socket.on('framereceived', ({ payload }) => heard.push(String(payload)));
      socket.on('close', () => sockets.delete(socket.url()));
    });
    return { sockets, heard };
  };

  test('shows which provider is asked while a title is waited for, each line in its order', async () => {
    const [oneIsShown, twoAreShown] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    slow.on('77', async (response) => {
      await oneIsShown.promise;
      response.writeHead(404).end();
    });
    finding.on('77', async (response, request) => {
      await twoAreShown.promise;
      json({ sources: [{ url: `${stage.stack.url}/media/test-card/480p.mp4` }] })(response, request);
    });
    const page = await stage.open('');
    await page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      new MutationObserver(() => {
        const lines = [...document.querySelectorAll('.progress li')].map(({ textContent }) => textContent);
        const text = lines.join('\n');
        if (text !== '' && text !== seen.at(-1)) seen.push(text);
      }).observe(document.body, { childList: true, subtree: true, characterData: true });
    });
    await page.evaluate(() => {
      location.hash = '#watch/movie/77';
    });
    // Each provider answers once the page shows that it is asked: however late that is, no line is left out.
    const lines = page.getByLabel('Progress').getByText(/^asking .+ …/);
    await lines.first().waitFor();
    oneIsShown.resolve();
    await lines.nth(1).waitFor();
    twoAreShown.resolve();
    await page.getByLabel('Video').waitFor();
    const seen = await page.evaluate<string[]>('seen');
    // The last step comes with the answer: a page that shows the film at once never shows it.
    expect(seen.at(-1)).toMatch(/asking .+ … does not have it, after \d+\.\d s\nasking .+ …/);
    // No line, once shown, ever goes back.
    for (const [index, text] of seen.slice(1).entries()) {
      const before = seen[index]!.split('\n').map((line) => line.replace(/ …$/, ''));
      expect(before.every((line, at) => text.split('\n')[at]?.startsWith(line))).toBe(true);
    }
    expect(await page.getByLabel('Progress').count()).toBe(0);
  });

  test('waits through a 504 for an extraction that outlasts its request, and asks once', async () => {
    const page = await stage.open('');
    const answers: number[] = [];
    page.on('response', (response) => response.url().includes('/extract') && answers.push(response.status()));
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `#watch/movie/${TRIAL_TITLES.tooSlow}`);
    await page
      .getByLabel('Progress')
      .getByText(/^asking .+ …$/)
      .waitFor();
    await page.getByLabel('Video').waitFor();
    expect(answers).toEqual([504, 200]);
  });

  test('an open player follows a purge: it asks again, and plays on', async () => {
    let version = 1;
    finding.on('88', (response, request) =>
      json({ sources: [{ url: `${stage.stack.url}/media/test-card/480p.mp4?version=${version}` }] })(response, request),
    );
    const page = await stage.open('');
    const { sockets, heard } = socketsOf(page);
    const asked: string[] = [];
    page.on('request', (request) => request.url().includes('/extract') && asked.push(request.url()));
    await page.evaluate(() => {
      location.hash = '#watch/movie/88';
    });
    await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) > 1);
    await page.evaluate(() => {
      const video = document.querySelector('video')!;
      video.muted = true;
      return video.play();
    });
    await eventually(
      async () => sockets.size,
      (open) => open === 1,
    );
    await page.waitForFunction(() => document.querySelector('video')!.currentTime > 2);
    // The answer to its wish to watch the title.
    await eventually(
      async () => heard.length,
      (events) => events > 0,
    );
    version = 2;
    const before = await page.evaluate(() => {
      const video = document.querySelector('video')!;
      const starts: number[] = [];
      video.addEventListener('playing', () => starts.push(video.currentTime));
      Object.assign(window, { starts });
      return video.currentTime;
    });
    const count = asked.length;
    await purge('88');
    await eventually(
      async () => asked.length,
      (times) => times > count,
    );
    await page.waitForFunction(() => document.querySelector('video')!.currentSrc.endsWith('version=2'));
    // It goes on where it was: a film that began anew would be at its beginning.
    await page.waitForFunction((from) => {
      const { paused, readyState, currentTime } = document.querySelector('video')!;
      return !paused && readyState > 2 && currentTime > from + 1;
    }, before);
    expect(Math.min(...(await page.evaluate<number[]>('starts')))).toBeGreaterThanOrEqual(before);
    await page.evaluate(() => {
      location.hash = '#try';
    });
    await eventually(
      async () => sockets.size,
      (open) => open === 0,
    );
  });

  test('lets one try it: progress, and news of a purge', async () => {
    const page = await stage.open('#try');
    const trial = page.getByRole('region', { name: 'Progress and news', exact: true });
    await trial.getByRole('button').click();
    await trial.getByText(/asking .*trial.* …/).waitFor();
    await trial.getByRole('button', { name: 'Run again' }).waitFor();
    await trial.getByText(/The page knew after \d+ ms/).waitFor();
  });
});
