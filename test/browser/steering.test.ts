import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { LocalStack } from '../../local/stack.ts';
import { exchange } from '../support/http-exchange.ts';
import { ROOT } from '../support/project-files.ts';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { type StageVariants, serviceOnly, stageVariants } from '../support/stage-variants.ts';
import { CHROMIUM, CHROMIUM_FLAGS, describeInChromium } from './chromium.ts';
import { eventually } from './eventually.ts';

/* Real hls.js on the local stack, whose clocks run faster: links that live 180 s are renewed every two or three. */

const SPEED = 40;
const RENEWALS = 10;
/** What steering takes in the rough case, by the stack's clock. */
const ROUGH_DELAY_MS = 5_000;
const BEGAN = Date.now();
const now = () => BEGAN + (Date.now() - BEGAN) * SPEED;
/** For the functions; their runtime client, which counts down to Lambda's own deadline, keeps the real time. */
const FASTER_CLOCK = `const real = Date.now; Date.now = () =>
  new Error().stack.split('\\n')[2]?.includes('aws-lambda-ric') ? real() : ${BEGAN} + (real() - ${BEGAN}) * ${SPEED};`;

/** A page with hls.js, and what its player and its element report. */
const PAGE = `<!doctype html><video muted></video><script src="/hls.js"></script><script>
  const video = document.querySelector('video');
  const seen = { emptied: 0, waiting: 0, manifests: 0, pathways: [], fatal: [] };
  video.addEventListener('playing', () => {
    for (const name of ['emptied', 'waiting']) video.addEventListener(name, () => { seen[name] += 1; });
  }, { once: true });
  video.playbackRate = video.defaultPlaybackRate = 0.25;
  const hls = new Hls({ maxBufferLength: 2, maxMaxBufferLength: 2 });
  // Its pauses between attempts, as fast as the stack's clock.
  for (const retry of Object.values(hls.config.steeringManifestLoadPolicy.default)) {
    if (retry.retryDelayMs) retry.retryDelayMs /= ${SPEED};
  }
  hls.on(Hls.Events.MANIFEST_LOADING, () => { seen.manifests += 1; });
  hls.on(Hls.Events.LEVEL_SWITCHED, () => {});
  hls.on(Hls.Events.STEERING_MANIFEST_LOADED, (_, { steeringManifest }) => {
    const first = steeringManifest['PATHWAY-PRIORITY'][0];
    if (!seen.pathways.includes(first)) seen.pathways.push(first);
  });
  hls.on(Hls.Events.ERROR, (_, { fatal, details }) => { if (fatal) seen.fatal.push(details); });
  hls.loadSource(new URLSearchParams(location.search).get('playlist'));
  hls.attachMedia(video);
  hls.on(Hls.Events.MANIFEST_PARSED, () => video.play());
</script>`;

interface Seen {
  readonly emptied: number;
  readonly waiting: number;
  readonly manifests: number;
  readonly pathways: readonly string[];
  readonly fatal: readonly string[];
}

describeInChromium('links that expire under hls.js', () => {
  let stage: StageVariants;
  let provider: ProviderService;
  let stack: LocalStack;
  let site: Server;
  let origin: string;
  let browser: Browser;
  let isRough = false;
  /** Steering requests of the rough case. */
  let asked = 0;
  /** Expiries of the links by which media were asked for. */
  const used = new Set<string>();

  /** The site of the page: the page itself, the media behind a token in the path, and the API. */
  async function serve({ url = '/' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(url, 'http://site');
    if (pathname === '/') return void response.setHeader('content-type', 'text/html').end(PAGE);
    if (pathname === '/hls.js') return void response.end(await readFile(join(ROOT, 'node_modules/hls.js/dist/hls.js')));
    const [, expires, file] = /^\/hdntl=exp=(\d+)~acl=\*~hmac=[0-9a-f]+\/(.+)$/.exec(pathname) ?? [];
    if (file !== undefined && expires !== undefined) {
      if (Number(expires) * 1000 < now()) return void response.writeHead(403).end();
      used.add(expires);
      return void response.end(await readFile(join(ROOT, 'samples/media', file)));
    }
    if (!pathname.startsWith('/api/')) return void response.writeHead(404).end();
    const isSteering = pathname.endsWith('steering.json');
    if (isSteering && isRough) {
      asked += 1;
      await delay(ROUGH_DELAY_MS / SPEED);
      if (asked % 3 === 0) return void response.writeHead(500).end();
    }
    const { status, headers, text, json: body } = await exchange(stack.port, url);
    const type = headers['content-type'] ?? 'text/plain';
    // The player's timers are real: its TTL runs as fast as the stack's clock.
    const written =
      isSteering && status === 200 ? JSON.stringify({ ...body, TTL: Math.max(1, body.TTL / SPEED) }) : text;
    response.writeHead(status, { 'content-type': type }).end(written);
  }

  beforeAll(async () => {
    site = createServer(
      (request, response) => void serve(request, response).catch(() => response.writeHead(404).end()),
    );
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    provider = await startProviderService();
    for (const [id, master] of [
      ['1', 'test-card/hls/master.m3u8'],
      ['2', 'sintel/cmaf/master.m3u8'],
      ['3', 'sintel/cmaf/master.m3u8'],
    ]) {
      provider.on(id!, (response) => {
        const expires = Math.floor(now() / 1000) + 180;
        const hmac = expires.toString(16).padStart(64, 'a');
        const url = `${origin}/hdntl=exp=${expires}~acl=*~hmac=${hmac}/${master}`;
        json({ sources: [{ url, type: 'hls' }] })(response, undefined as never);
      });
    }
    stage = await stageVariants();
    stack = await stage.start({
      environment: {
        PROVIDERS: serviceOnly(provider.url),
        TRUSTED_ORIGINS: JSON.stringify([origin]),
        NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(FASTER_CLOCK)}`,
      },
    });
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: CHROMIUM_FLAGS });
  });
  afterAll(async () => {
    await browser?.close();
    await stage?.stop();
    await provider?.stop();
    site?.closeAllConnections();
    site?.close();
  });

  async function play(id: string): Promise<Page> {
    const page = await browser.newPage();
    const playlist = `/api/stream/playlist.m3u8?mediaType=movie&tmdbId=${id}`;
    await page.goto(`${origin}/?playlist=${encodeURIComponent(playlist)}`);
    return page;
  }
  const seenIn = (page: Page) => page.evaluate<Seen>('seen');

  test.each([
    ['with sound in the picture', '1', false],
    ['with a separate audio group and subtitles', '2', false],
    ['with steering answers that take 5 s, one in three failing', '3', true],
  ])('are renewed again and again without a gap, an event or a reload: %s', async (what, id, rough) => {
    isRough = rough;
    used.clear();
    const page = await play(id);
    const seen = await eventually(
      () => seenIn(page),
      ({ pathways, fatal }) => pathways.length > RENEWALS || fatal.length > 0,
      60_000,
    );
    process.stderr.write(`${what}: ${JSON.stringify({ ...seen, pathways: seen.pathways.length })}\n`);
    expect(seen).toMatchObject({ emptied: 0, waiting: 0, manifests: 1, fatal: [] });
    // Media were really asked for by renewed links.
    expect(used.size).toBeGreaterThan(2);
    await page.close();
  });
});
