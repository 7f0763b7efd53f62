import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInChromium } from '../chromium.ts';
import { eventually } from '../eventually.ts';
import { usageStage } from './usage-stage.ts';

/* What leaves a page, and what does not. */

describeInChromium('the reports of a page', () => {
  const stage = usageStage();
  const until = (page: Page, seconds: number) => page.waitForFunction(`seen().time > ${seconds}`);
  const records = (): string[] => stage.api.reports.flatMap((report) => report.records);
  const valuesOf = (key: string): string[] =>
    records().flatMap((record) => new RegExp(`(?:^|,)${key}="?([\\w-]+)`).exec(record)?.[1] ?? []);
  /** A long viewing has been reported before its end too. */
  const untilEnded = () =>
    eventually(
      async () => valuesOf('sta'),
      (states) => states.includes('q'),
    );
  const states = (): string[] => valuesOf('sta').filter((state, index, all) => state !== all[index - 1]);

  test('a file is reported as a stream is, with its pause, its seek and its end by the viewer', async () => {
    const page = await stage.open();
    await page.evaluate(`playTitle('7', { hls: undefined })`);
    await until(page, 2);
    await page.evaluate(`document.querySelector('video').pause()`);
    await delay(300);
    await page.evaluate(`document.querySelector('video').play()`);
    await until(page, 2.5);
    await page.evaluate(`document.querySelector('video').currentTime = 10`);
    await until(page, 11);
    await page.evaluate('playback.stop()');
    await untilEnded();
    expect(states().join('')).toBe('spapkpq');
    expect(new Set(valuesOf('sid')).size).toBe(1);
    expect(valuesOf('com\\.streamapi-q')[0]).toMatch(/^(720|480|360)p$/);
    expect(valuesOf('msd')).toHaveLength(1);
    expect(stage.asked.every((url) => /\/\d+p\.mp4$/.test(url))).toBe(true);
  });

  test('sources that follow each other are one session, and the failure is the one of the source that failed', async () => {
    const page = await stage.open();
    await page.route('**/720p.mp4', (route) => route.fulfill({ status: 404 }));
    await page.route('**/480p.mp4', (route) => route.fulfill({ status: 404 }));
    await page.evaluate(`playTitle('7', { hls: undefined, preference: (all) => all })`);
    await until(page, 1);
    await page.evaluate('playback.stop()');
    await untilEnded();
    const errors = records().filter((record) => /(^|,)e=e,/.test(record));
    expect(errors.length).toBeGreaterThan(0);
    expect(new Set(valuesOf('sid')).size).toBe(1);
    expect(records().filter((record) => /(^|,)e=ps,.*sta=s,/.test(record))).toHaveLength(1);
    const failed = errors.map((record) => /cid="([\w-]+)"/.exec(record)?.[1]);
    expect(failed).not.toContain(valuesOf('cid').at(-1));
    // Its start includes the sources before it.
    const [begun, shown] = ['sta=s', 'sta=p'].map((state) =>
      Number(/ts=(\d+)/.exec(records().find((record) => record.includes(state))!)![1]),
    );
    expect(Math.abs(Number(valuesOf('msd')[0]) - (shown! - begun!))).toBeLessThan(10);
  });

  test.each([
    [
      'a browser that asks not to be tracked',
      `Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })`,
      'measure: true',
    ],
    ['no measure', '', 'measure: undefined'],
    ['measure: false', '', 'measure: false'],
    ['a sample of none', '', 'measure: { sample: 0 }'],
  ])('%s: nothing is sent', async (_, prepare, option) => {
    const page = await stage.open({ prepare });
    await page.evaluate(`playTitle('1', { ${option} })`);
    await until(page, 1);
    await page.evaluate('playback.stop()');
    await page.close({ runBeforeUnload: true });
    await eventually(
      async () => stage.left.length,
      (count) => count > 0,
    );
    await delay(500);
    expect(stage.api.reports).toEqual([]);
  });

  test('cmcdConfig is undefined for a browser that asks not to be tracked, and hls.js plays on', async () => {
    const page = await stage.open({
      prepare: `Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })`,
    });
    await page.evaluate(`playByHand('2')`);
    await until(page, 1);
    await page.close({ runBeforeUnload: true });
    await eventually(
      async () => stage.left.length,
      (count) => count > 0,
    );
    expect(stage.api.reports).toEqual([]);
  });

  test('a stage that does not measure is asked once', async () => {
    const page = await stage.open();
    const posts: string[] = [];
    await page.route('**/api/stream/cmcd*', (route) => {
      posts.push(route.request().url());
      return route.fulfill({ status: 404, headers: { 'access-control-allow-origin': '*' } });
    });
    await page.evaluate(`playTitle('1')`);
    await until(page, 1);
    const video = `document.querySelector('video')`;
    for (let times = 0; times < 12; times += 1) {
      await page.evaluate(`${video}.pause()`);
      await delay(60);
      await page.evaluate(`${video}.play()`);
      await delay(60);
    }
    await page.evaluate('playback.stop()');
    await eventually(
      async () => posts.length,
      (count) => count > 0,
    );
    await delay(300);
    expect(posts).toHaveLength(1);
  });

  test('the element with the attribute `measure` reports, and one without does not', async () => {
    const page = await stage.open();
    const play = (attributes: string) =>
      page.evaluate(`(async () => {
        defineElement();
        const element = document.createElement('stream-player');
        element.innerHTML = '';
        for (const [name, value] of Object.entries(${attributes})) element.setAttribute(name, value);
        document.body.append(element);
        while (!(element.video.currentTime > 0.5)) await new Promise((resolve) => setTimeout(resolve, 50));
        element.remove();
      })()`);
    await play(`{ 'tmdb-id': '4', 'media-type': 'movie', autoplay: '', muted: '' }`);
    await delay(300);
    expect(stage.api.reports).toEqual([]);
    await play(`{ 'tmdb-id': '4', 'media-type': 'movie', autoplay: '', muted: '', measure: '' }`);
    await eventually(
      async () => states().join(''),
      (seen) => seen === 'spq',
    );
  });
});
