import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeInChromium } from '../chromium.ts';
import { eventually } from '../eventually.ts';
import { RenewingSite } from './renewing-site.ts';

/* Real hls.js on the local stack, whose clocks run faster: links that live 180 s are renewed every two or three. */

const SPEED = 40;
const RENEWALS = 10;

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
  hls.loadSource('/api/stream/playlist.m3u8?mediaType=movie&tmdbId=' + new URLSearchParams(location.search).get('id'));
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

const TITLES = [
  ['with sound in the picture', '1'],
  ['with a separate audio group and subtitles', '2'],
  ['with steering answers that take 5 s, one in three failing', '3'],
] as const;

describeInChromium('links that expire under hls.js', () => {
  let site: RenewingSite;
  /** Ten lives of links take a while: all titles play at the same time. */
  const playing = new Map<string, Promise<Seen>>();

  beforeAll(async () => {
    site = await RenewingSite.start({
      speed: SPEED,
      page: PAGE,
      scripts: { '/hls.js': 'hls.js/dist/hls.js' },
      roughTitle: '3',
      titles: { 1: 'test-card/hls/master.m3u8', 2: 'sintel/cmaf/master.m3u8', 3: 'sintel/cmaf/master.m3u8' },
    });
    for (const [, id] of TITLES) {
      const seen = played(id);
      // What goes wrong is of the title's own test.
      seen.catch(() => undefined);
      playing.set(id, seen);
    }
  });
  afterAll(() => site?.stop());

  async function played(id: string): Promise<Seen> {
    const page = await site.open(id);
    const seen = await eventually(
      () => page.evaluate<Seen>('seen'),
      ({ pathways, fatal }) => pathways.length > RENEWALS || fatal.length > 0,
    );
    await page.close();
    return seen;
  }

  test.each(TITLES)('are renewed again and again without a gap, an event or a reload: %s', async (what, id) => {
    const seen = await playing.get(id)!;
    process.stderr.write(`${what}: ${JSON.stringify({ ...seen, pathways: seen.pathways.length })}\n`);
    expect(seen).toMatchObject({ emptied: 0, waiting: 0, manifests: 1, fatal: [] });
    // Media were really asked for by renewed links.
    expect(site.linksUsed(id)).toBeGreaterThan(2);
  });
});
