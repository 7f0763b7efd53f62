import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeInChromium } from '../chromium.ts';
import { eventually } from '../eventually.ts';
import { RenewingSite } from './renewing-site.ts';

/* The packages of Shaka Player, Video.js and dash.js, with links that live 180 s on a clock that runs faster. */

const SPEED = 20;

/** Each player plays the title at a quarter of its speed, and what happens to it is counted. */
const PAGE = `<!doctype html><video muted></video>
<script src="/shaka.js"></script><script src="/video.js"></script><script src="/dash.js"></script><script>
  const video = document.querySelector('video');
  const seen = { emptied: 0, waiting: 0, errors: [], time: 0 };
  video.addEventListener('playing', () => {
    for (const name of ['emptied', 'waiting']) video.addEventListener(name, () => { seen[name] += 1; });
  }, { once: true });
  video.addEventListener('timeupdate', () => { seen.time = video.currentTime; });
  video.addEventListener('playing', () => { video.playbackRate = 0.25; });
  const failed = (error) => seen.errors.push(String(error));
  const playlist = '/api/stream/playlist.m3u8?mediaType=movie&tmdbId=' + new URLSearchParams(location.search).get('id');
  const players = {
    async shaka() {
      const player = new shaka.Player();
      await player.attach(video);
      player.configure({ streaming: { bufferingGoal: 2, rebufferingGoal: 0.5 } });
      player.addEventListener('error', ({ detail }) => failed(detail.code));
      await player.load(playlist);
      await video.play();
    },
    async videojs() {
      videojs.Vhs.GOAL_BUFFER_LENGTH = videojs.Vhs.MAX_GOAL_BUFFER_LENGTH = 2;
      const player = videojs(video, { html5: { vhs: { overrideNative: true } } });
      player.on('error', () => failed(player.error().code));
      player.src({ src: playlist, type: 'application/x-mpegURL' });
      await player.play();
    },
    async dashjs() {
      const title = await (await fetch(playlist.replace('playlist.m3u8', 'extract'))).json();
      const player = dashjs.MediaPlayer().create();
      player.updateSettings({ streaming: { buffer: { bufferTimeDefault: 2, bufferTimeAtTopQuality: 2 } } });
      player.on('error', ({ error }) => failed(error.code));
      player.initialize(video, title.data.sources.find(({ type }) => type === 'dash').url, true);
    },
  };
  const begin = (name) => players[name]().catch(failed);
</script>`;

interface Seen {
  readonly emptied: number;
  readonly waiting: number;
  readonly errors: readonly string[];
  readonly time: number;
}

/** One for each player. */
const TITLES = {
  1: 'sintel/cmaf/master.m3u8',
  2: 'sintel/cmaf/master.m3u8',
  3: 'tears-of-steel/dash/manifest.mpd',
};

describeInChromium('a title under other players', () => {
  let site: RenewingSite;
  /** They play at the same time. */
  const playing = new Map<string, Promise<Seen>>();

  beforeAll(async () => {
    site = await RenewingSite.start({
      speed: SPEED,
      page: PAGE,
      scripts: {
        '/shaka.js': 'shaka-player/dist/shaka-player.compiled.js',
        '/video.js': 'video.js/dist/video.js',
        '/dash.js': 'dashjs/dist/modern/umd/dash.all.min.js',
      },
      titles: TITLES,
    });
    for (const [name, id] of Object.entries({ videojs: '1', shaka: '2', dashjs: '3' })) {
      const seen = playedBy(name, id);
      // What goes wrong is of the player's own test.
      seen.catch(() => undefined);
      playing.set(name, seen);
    }
  });
  afterAll(() => site?.stop());

  async function playedBy(name: string, id: string): Promise<Seen> {
    const page = await site.open(id);
    await page.evaluate(`begin('${name}')`);
    const seen = await eventually(
      () => page.evaluate<Seen>('seen'),
      ({ time, errors }) => time > 7 || errors.length > 0,
    );
    process.stderr.write(`${name}: ${JSON.stringify({ ...seen, links: site.linksUsed(id) })}\n`);
    await page.close();
    return seen;
  }

  test('goes on by renewed links, without a gap, in Video.js', async () => {
    const seen = await playing.get('videojs')!;
    expect(seen).toMatchObject({ emptied: 0, waiting: 0, errors: [] });
    expect(site.linksUsed('1')).toBeGreaterThan(2);
  });

  test('plays until its links expire in Shaka Player', async () => {
    const seen = await playing.get('shaka')!;
    // Code 1001: a status of 403.
    expect([seen.time > 1, seen.errors, site.linksUsed('2')]).toEqual([true, ['1001'], 1]);
  });

  test('plays until its links expire in dash.js', async () => {
    const seen = await playing.get('dashjs')!;
    // Code 27: a segment cannot be loaded.
    expect([seen.time > 1, seen.errors]).toEqual([true, ['27']]);
  });
});
