import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { BrowserContext } from 'playwright-core';
import type { Source } from '../../../client/src/index.ts';
import { viewerToken } from '../../../commands/preferences/viewer-token.ts';
import type { LocalStack } from '../../../local/stack.ts';
import { exchange } from '../../support/http-exchange.ts';
import { type StageVariants, stageVariants } from '../../support/stage-variants.ts';
import { describeInChromium } from '../chromium.ts';
import { eventually } from '../eventually.ts';
import { fileOf, knowsLine, playedUntil, qualityStage, seenIn, segmentsOf, streamOf } from './quality-stage.ts';
import type { ThrottledOrigin } from './throttled-origin.ts';

const SECRET = 'token-of-the-site';

/** A browser that plays everything but AV1. */
const WITHOUT_AV1 = `
  const isAv1 = (type) => /av01/.test(type);
  const { isTypeSupported } = MediaSource;
  MediaSource.isTypeSupported = (type) => !isAv1(type) && isTypeSupported.call(MediaSource, type);
  const { canPlayType } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.canPlayType = function (type) { return isAv1(type) ? '' : canPlayType.call(this, type); };
  const { decodingInfo } = MediaCapabilities.prototype;
  MediaCapabilities.prototype.decodingInfo = async function (asked) {
    if (isAv1(asked.video.contentType)) return { supported: false, smooth: false, powerEfficient: false };
    return decodingInfo.call(this, asked);
  };`;

describeInChromium('the wish of a viewer', () => {
  const stage = qualityStage();
  let api: StageVariants;
  let stack: LocalStack;
  let token: string;
  let origin: ThrottledOrigin;
  beforeAll(async () => {
    // Fast enough for everything.
    origin = await stage.line(100_000_000);
    api = await stageVariants('dev', { preferences: { tokenSecret: SECRET } });
    stack = await api.start({ options: { containers: 1 } });
    token = await viewerToken('a-viewer', { secret: SECRET, stage: 'dev', endpoint: stack.url });
  });
  afterAll(() => api.stop());
  /** The site's server, which passes the API on. */
  const passOn = (viewer: BrowserContext) =>
    viewer.route('**/api/stream/preferences', async (route) => {
      const response = await route.fetch({ url: `${stack.url}/api/stream/preferences` });
      await route.fulfill({ response });
    });
  const file = (label: string, facts: Partial<Source> = {}): Source => fileOf(origin, label, facts);

  test('that is set in one browser is applied in another when that opens, and removed from the API', async () => {
    const join = `window.client = newClient({ preferences: { token: () => '${token}' } })`;
    const [one, other] = [await stage.viewer(), await stage.viewer()];
    await Promise.all([passOn(one), passOn(other)]);
    const [onePage, otherPage] = [
      await stage.open(one, origin, streamOf(origin)),
      await stage.open(other, origin, streamOf(origin)),
    ];
    await onePage.evaluate(join);
    await onePage.evaluate(`client.preference.write({ prefer: 'res:480', subtitleLanguages: ['de'] })`);
    const kept = async () => {
      const headers = { Authorization: `Bearer ${token}` };
      return (await exchange(stack.port, '/api/stream/preferences', { method: 'GET', headers })).json.data;
    };
    await eventually(kept, ({ prefer }) => prefer === 'res:480');
    await otherPage.evaluate(join);
    await otherPage.waitForFunction(`client.preference.read().prefer === 'res:480'`);
    // A fast line, of which an earlier visit knows.
    await knowsLine(otherPage, 50_000_000);
    await otherPage.evaluate('begin()');
    const { sizes, why } = await playedUntil(otherPage, 3);
    expect(sizes).toEqual([480]);
    expect(segmentsOf(origin.asked)).not.toContain('720p');
    expect(why).toMatch(/^up to 480p, as you chose; adapts to this connection/);
    await otherPage.evaluate('client.preference.clear()');
    await eventually(kept, ({ prefer }) => prefer === '');
    expect(await otherPage.evaluate('JSON.stringify(localStorage)')).not.toContain(token);
  });

  test('of the menu holds at once, and in the next episode', async () => {
    const viewer = await stage.viewer();
    const page = await stage.open(viewer, origin, [file('720p'), file('480p'), file('360p')]);
    await knowsLine(page, 50_000_000);
    const play = (episode: number) =>
      page.evaluate(`begin({}, { tmdbId: '1396', mediaType: 'tv', season: 1, episode: ${episode} })`);
    await play(1);
    await page.waitForFunction(`document.querySelector('video').currentTime > 1`);
    expect((await seenIn(page)).lines).toBe(720);
    expect(await page.evaluate('playback.quality.choices')).toEqual([720, 480, 360]);
    await page.evaluate('playback.quality.choose(360)');
    await page.waitForFunction(`document.querySelector('video').videoHeight === 360`);
    expect((await seenIn(page)).time).toBeGreaterThan(0.9);
    expect((await seenIn(page)).sources.at(-1)).toEqual({ path: '/360p.mp4', reason: 'adapted' });
    await play(2);
    await page.waitForFunction(`document.querySelector('video').currentTime > 0.2`);
    expect((await seenIn(page)).sources.at(-1)).toEqual({ path: '/360p.mp4', reason: 'start' });
  });

  test('for a provider and a quality holds in the next episode, when the viewer has chosen a source', async () => {
    const page = await stage.open(await stage.viewer(), origin, [
      file('720p', { provider: 'one' }),
      file('480p', { provider: 'two' }),
    ]);
    const play = (episode: number) =>
      page.evaluate(`begin({}, { tmdbId: '1396', mediaType: 'tv', season: 1, episode: ${episode} })`);
    await play(1);
    await page.waitForFunction(`document.querySelector('video').currentTime > 0.2`);
    await page.evaluate('playback.choose(playback.data.sources[1])');
    await page.waitForFunction(`document.querySelector('video').videoHeight === 480`);
    await play(2);
    await page.waitForFunction(`document.querySelector('video').currentTime > 0.2`);
    expect((await seenIn(page)).sources.at(-1)).toEqual({ path: '/480p.mp4', reason: 'start' });
  });

  test('of the menu holds for a DASH stream, from its first segment on and when it changes', async () => {
    const source: Source = { url: `${origin.url}/dash/manifest.mpd`, id: 'dash', type: 'dash', quality: 'auto' };
    const page = await stage.open(await stage.viewer(), origin, [source]);
    await knowsLine(page, 50_000_000);
    await page.evaluate(`client.preference.write({ prefer: 'res:480' })`);
    origin.asked.length = 0;
    await page.evaluate('begin()');
    const { why, lines } = await playedUntil(page, 1);
    expect(lines).toBe(480);
    expect(why).toMatch(/^up to 480p, as you chose; adapts to this connection/);
    expect(await page.evaluate('playback.quality.choices')).toEqual([720, 480, 360]);
    // The best representation is the first of the manifest.
    expect(origin.asked.filter((path) => path.startsWith('/dash/0-'))).toEqual([]);
    await page.evaluate('playback.quality.choose(360)');
    await page.waitForFunction(`document.querySelector('video').videoHeight === 360`);
    expect((await seenIn(page)).time).toBeGreaterThan(1);
    expect(await page.evaluate('client.preference.read().prefer')).toBe('res:360');
  });

  test('that changes while a stream plays, in another tab of the site, holds for what plays', async () => {
    const viewer = await stage.viewer();
    const page = await stage.open(viewer, origin, streamOf(origin));
    await knowsLine(page, 50_000_000);
    await page.evaluate('begin()');
    expect((await playedUntil(page, 1)).lines).toBe(720);
    const settings = await stage.open(viewer, origin, []);
    await settings.evaluate(`client.preference.write({ prefer: 'res:360' })`);
    await page.bringToFront();
    await page.waitForFunction(`document.querySelector('video').videoHeight === 360`);
    expect((await seenIn(page)).why).toMatch(/^up to 360p, as you chose/);
  });

  test('for subtitles holds in the next episode, and so does the wish for none', async () => {
    origin.pages.set('/de.vtt', (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/vtt' });
      response.end('WEBVTT\n\n00:00.000 --> 00:20.000\nGuten Tag');
    });
    const subtitles = ['en', 'de'].map((language) => ({ label: language, language, url: `${origin.url}/de.vtt` }));
    const page = await stage.open(await stage.viewer(), origin, [file('360p')], { data: { subtitles } });
    const play = async (episode: number) => {
      await page.evaluate(`begin({}, { tmdbId: '1396', mediaType: 'tv', season: 1, episode: ${episode} })`);
      await playedUntil(page, 0.2);
      return page.evaluate(
        `[...document.querySelector('video').textTracks].filter(({ mode }) => mode === 'showing').map((t) => t.label)`,
      );
    };
    await page.evaluate(`client.preference.write({ subtitleLanguages: ['fr', 'en'] })`);
    expect(await play(1)).toEqual(['en']);
    await page.evaluate(`playback.showSubtitle(playback.data.subtitles[1])`);
    expect(await play(2)).toEqual(['de']);
    await page.evaluate(`playback.showSubtitle(undefined)`);
    expect(await play(3)).toEqual([]);
    // What a viewer does in the browser's own menu is a choice, too.
    await page.evaluate(`document.querySelector('video').textTracks[0].mode = 'showing'`);
    await page.waitForFunction(`client.memory.read('shows')[0].subtitles === 'en'`);
    expect(await play(4)).toEqual(['en']);
  });

  test('for subtitles is shown when another device says it during the first film, unless one was chosen', async () => {
    const subtitle = (language: string) => ({ url: `${origin.url}/${language}.vtt`, language, label: language });
    const data = { subtitles: ['en', 'de'].map(subtitle) };
    for (const language of ['en', 'de']) {
      origin.pages.set(`/${language}.vtt`, (_, response) => response.end('WEBVTT\n'));
    }
    const page = await stage.open(await stage.viewer(), origin, [file('360p')], { data });
    const shown = () =>
      page.evaluate<string[]>(`[...document.querySelector('video').textTracks]
        .filter(({ mode }) => mode === 'showing').map(({ language }) => language)`);
    await page.evaluate('begin()');
    await playedUntil(page, 0.2);
    expect(await shown()).toEqual([]);
    await page.evaluate(`client.preference.write({ subtitleLanguages: ['de'] })`);
    expect(await shown()).toEqual(['de']);
    await page.evaluate(`client.preference.write({ subtitleLanguages: [] })`);
    expect(await shown()).toEqual([]);
    await page.evaluate('playback.showSubtitle(playback.data.subtitles[0])');
    await page.evaluate(`client.preference.write({ subtitleLanguages: ['de'] })`);
    expect(await shown()).toEqual(['en']);
  });

  test('of an unknown line begins with a file that most lines carry, or the one that the viewer has named', async () => {
    const page = await stage.open(await stage.viewer(), origin, [file('720p'), file('480p'), file('360p')]);
    await page.evaluate('begin()');
    expect((await playedUntil(page, 0.2)).sources).toEqual([{ path: '/480p.mp4', reason: 'start' }]);
    const named = await stage.open(await stage.viewer(), origin, [file('720p'), file('480p'), file('360p')]);
    await named.evaluate(`begin({ preference: { prefer: 'res:720' } })`);
    expect((await playedUntil(named, 0.2)).sources).toEqual([{ path: '/720p.mp4', reason: 'start' }]);
  });

  test('is made in the menu of <stream-player>, which shows what was chosen and why', async () => {
    const page = await stage.open(await stage.viewer(), origin, [file('720p'), file('480p'), file('360p')]);
    await knowsLine(page, 50_000_000);
    await page.evaluate(`
      defineElement();
      document.querySelector('video').remove();
      document.body.innerHTML =
        '<stream-player tmdb-id="1396" season="1" episode="1" controls muted autoplay></stream-player>';`);
    const shows = (lines: number) =>
      page.waitForFunction(`document.querySelector('stream-player').video.videoHeight === ${lines}`);
    await shows(720);
    const menu = page.getByRole('combobox', { name: 'Quality' });
    // The menu is drawn after the picture.
    const lists = (names: string) =>
      eventually(
        () => menu.locator('option').allTextContents(),
        (options) => options.join() === names,
      );
    const says = (start: string) =>
      eventually(
        () => menu.getAttribute('title'),
        (title) => title?.startsWith(start) ?? false,
      );
    await lists('Auto (720p),720p,480p,360p');
    await says('fits this connection');
    await menu.selectOption('480p');
    await says('up to 480p, as you chose');
    await shows(480);
    // The next episode.
    await page.evaluate(`document.querySelector('stream-player').setAttribute('episode', '2')`);
    await eventually(
      () => menu.evaluate((select) => (select as { value?: string }).value),
      (value) => value === '480',
    );
    await shows(480);
    await menu.selectOption({ index: 0 });
    await shows(720);
    await lists('Auto (720p),720p,480p,360p');
    await page.evaluate(`document.querySelector('stream-player').removeAttribute('controls')`);
    await page.evaluate(`document.querySelector('stream-player').setAttribute('episode', '3')`);
    await shows(720);
    expect(await menu.isVisible()).toBe(false);
  });

  test('is not made by segments that come out of the browser’s cache: they say nothing of the line', async () => {
    const cacheable = await stage.line(4_000_000);
    cacheable.isCacheable = true;
    const page = await stage.open(await stage.viewer(), cacheable, [], { hasApi: false });
    const rate = () => page.evaluate<number>(`client.memory.read('bandwidth').unknown.rate`);
    const data = JSON.stringify({ sources: streamOf(cacheable), subtitles: [] });
    const play = () => page.evaluate(`begin({ data: ${data}, preference: { prefer: 'res:360' } })`);
    await play();
    // So much is loaded by then that the second time needs none of what comes after it.
    await playedUntil(page, 6);
    await page.evaluate('playback.stop()');
    const measured = await rate();
    expect(measured).toBeLessThan(4_500_000);
    cacheable.asked.length = 0;
    await play();
    await page.waitForFunction(`document.querySelector('video').currentTime < 1`);
    await page.waitForFunction(`document.querySelector('video').currentTime > 2`);
    await page.evaluate(`document.querySelector('video').pause()`);
    expect(segmentsOf(cacheable.asked)).toEqual([]);
    expect(await rate()).toBe(measured);
  });

  test('does not bring up what this browser cannot play, and nothing is removed', async () => {
    const av1 = file('720p', { quality: '1080p', width: 1920, height: 1080, codecs: 'av01.0.08M.08' });
    const page = await stage.open(
      await stage.viewer(),
      origin,
      [av1, file('480p', { codecs: 'avc1.4d401f,mp4a.40.2' })],
      {
        prepare: WITHOUT_AV1,
      },
    );
    await page.evaluate(`begin({ preference: { prefer: 'res:1080,codec:av01' } })`);
    await page.waitForFunction(`document.querySelector('video').currentTime > 0.5`);
    const { sources, errors } = await seenIn(page);
    expect([sources, errors]).toEqual([[{ path: '/480p.mp4', reason: 'start' }], []]);
    expect(await page.evaluate('playback.data.sources.length')).toBe(2);
  });
});
