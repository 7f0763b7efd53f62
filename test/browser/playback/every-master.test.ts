import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { parsedPathway } from '../../../lambda/playback/pathway-id.ts';
import { pathwaysOf, playlistText } from '../../../lambda/playback/playlist.ts';
import { steeringManifest } from '../../../lambda/playback/steering.ts';
import { masters } from '../../playback/masters.ts';
import { ROOT } from '../../support/project-files.ts';
import { CHROMIUM, CHROMIUM_FLAGS, describeInChromium } from '../chromium.ts';

/* Our playlist of every master that the tests know, and a steering answer with a renewal, in hls.js. */

const NOW = Date.UTC(2026, 0, 31, 12);

interface Loaded {
  readonly errors: readonly string[];
  readonly pathways: readonly string[];
  readonly levels: number;
}

/** What hls.js is served, by the end of a path. */
function served(text: string) {
  const expiring = (lives: number) => ({
    text,
    sources: [
      { id: 'film', url: 'https://a.example.com/film/master.m3u8?v=1&tok=abc', expiresAt: NOW + lives },
    ] as const,
    storedAt: NOW,
  });
  const before = pathwaysOf(expiring(180_000));
  const offered = pathwaysOf(expiring(3_600_000));
  const playlist = playlistText({ ...expiring(180_000), steeringUri: () => 'steering.json' });
  const steering = steeringManifest({
    owned: [parsedPathway(before.pathways[0]!.id)!],
    offered,
    isHealthy: () => true,
    reloadUri: () => 'steering.json',
    now: NOW,
    random: () => 0,
  });
  return { playlist, steering: JSON.stringify(steering), renewed: steering['PATHWAY-PRIORITY'][0]! };
}

/** In the page: loads a playlist, until a stream of the pathway that steering puts first, or of any, has loaded. */
async function load([playlist, steering, renewed]: [string, string, string | undefined]): Promise<Loaded> {
  // biome-ignore lint/suspicious/noExplicitAny: of the script tag
  const { Hls } = globalThis as any;
  const media = '#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n0.ts\n#EXT-X-ENDLIST\n';
  class Loader {
    readonly stats = (() => {
      const now = performance.now();
      const times = () => ({ start: now, first: now, end: now });
      const loads = { aborted: false, loaded: 1, retry: 0, total: 1, chunkCount: 0, bwEstimate: 0 };
      return { ...loads, loading: times(), parsing: times(), buffering: times() };
    })();
    // biome-ignore lint/suspicious/noExplicitAny: hls.js' own types are not in a script tag
    load(context: any, _config: any, { onSuccess }: any): void {
      const { url, responseType } = context;
      const isOther = responseType === 'json' && !url.startsWith('https://api.example.com/');
      if (responseType === 'arraybuffer' || isOther) return;
      const body = url.endsWith('/ours.m3u8') ? playlist : media;
      const data = responseType === 'json' ? JSON.parse(steering) : body;
      setTimeout(() => onSuccess({ url, data, code: 200 }, this.stats, context, null));
    }
    abort(): void {}
    destroy(): void {}
  }
  MediaSource.isTypeSupported = () => true;
  const hls = new Hls({ loader: Loader, enableWorker: false });
  const errors: string[] = [];
  // biome-ignore lint/suspicious/noExplicitAny: as above
  hls.on('hlsError', (_: unknown, { details, error }: any) => errors.push(`${details}: ${error?.message}`));
  const pathways = () => hls.levels.map(({ pathwayId }: { pathwayId: string }) => pathwayId) as string[];
  const isLoaded = new Promise<void>((resolve) => {
    hls.on('hlsLevelLoaded', () => {
      if (renewed === undefined || pathways()[hls.loadLevel] === renewed) resolve();
    });
    setTimeout(resolve, 60_000);
  });
  hls.loadSource('https://api.example.com/ours.m3u8');
  hls.attachMedia(document.createElement('video'));
  await isLoaded;
  const seen = { errors, pathways: [...new Set(pathways())], levels: hls.levels.length };
  hls.destroy();
  return seen;
}

describeInChromium('our playlist of a master', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: CHROMIUM_FLAGS });
    page = await browser.newPage();
    await page.addScriptTag({ path: join(ROOT, 'node_modules/hls.js/dist/hls.js') });
  });
  afterAll(() => browser?.close());

  test.each(masters())('is loaded by hls.js without an error, and renewed: %s', async (_, text) => {
    const { playlist, steering, renewed } = served(text);
    const isSteered = playlist.includes('SERVER-URI="steering.json"');
    const loaded = await page.evaluate<Loaded, Parameters<typeof load>[0]>(load, [
      playlist,
      steering,
      isSteered ? renewed : undefined,
    ]);
    expect(loaded.errors).toEqual([]);
    expect(loaded.levels).toBeGreaterThan(0);
    if (isSteered) expect(loaded.pathways).toEqual([renewed]);
  });
});
