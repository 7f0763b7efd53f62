import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeInChromium } from './chromium.ts';
import { eventually } from './eventually.ts';
import { RenewingSite } from './renewing-site.ts';

/* The packages of Shaka Player, Video.js and dash.js, with links that live 180 s on a clock that runs faster. */

const SPEED = 20;

/** Each player plays the title at a quarter of its speed, and what happens to it is counted. */
const PAGE = `<!doctype html><video muted></video>
<script src="/shaka.js"></script><script src="/video.js"></script><script src="/dash.js"></script><script>
  const video = document.querySelector('video');
  const seen = { emptied: 0, waiting: 0, errors: [], time: 0, manifests: 0 };
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

describeInChromium('a title under other players', () => {
  let site: RenewingSite;

  beforeAll(async () => {
    site = await RenewingSite.start({
      speed: SPEED,
      page: PAGE,
      scripts: {
        '/shaka.js': 'shaka-player/dist/shaka-player.compiled.js',
        '/video.js': 'video.js/dist/video.js',
        '/dash.js': 'dashjs/dist/modern/umd/dash.all.min.js',
      },
      titles: { 1: 'test-card/hls/master.m3u8', 2: 'sintel/cmaf/master.m3u8', 3: 'tears-of-steel/dash/manifest.mpd' },
    });
  });
  afterAll(() => site?.stop());

  test.each([
    ['shaka', '1'],
    ['shaka', '2'],
    ['videojs', '1'],
    ['videojs', '2'],
    ['dashjs', '3'],
  ])('is played by %s: title %s', async (name, id) => {
    site.used.clear();
    site.asked.length = 0;
    const page = await site.open(id);
    await page.evaluate(`begin('${name}')`);
    const seen = await eventually(
      () => page.evaluate<Seen>('seen'),
      ({ time, errors }) => time > 7 || errors.length > 0,
      45_000,
    );
    const asked = ['extract', 'playlist', 'steering'].map((each) => [
      each,
      site.asked.filter((url) => url.includes(each)).length,
    ]);
    process.stderr.write(
      `${name} ${id}: ${JSON.stringify({ ...seen, links: site.used.size, ...Object.fromEntries(asked) })}\n`,
    );
    expect(seen.time).toBeGreaterThan(0);
    await page.close();
  });
});
