import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeInChromium } from '../chromium.ts';
import { eventually } from '../eventually.ts';
import { SignedSite } from './signed-site.ts';

/* hls.js and dash.js, with media behind the function of the edge: no cookies, links that live 300 s by a fast clock. */

const PAGE = `<!doctype html><video muted></video><script src="/hls.js"></script><script src="/dash.js"></script><script>
  const video = document.querySelector('video');
  const seen = { waiting: 0, emptied: 0, time: 0, errors: [] };
  video.addEventListener('playing', () => {
    for (const name of ['emptied', 'waiting']) video.addEventListener(name, () => { seen[name] += 1; });
    video.playbackRate = video.defaultPlaybackRate = 0.25;
  }, { once: true });
  video.addEventListener('timeupdate', () => { seen.time = video.currentTime; });
  const title = (file, id) => '/api/stream/' + file + '?mediaType=movie&tmdbId=' + id;
  const players = {
    hls() {
      const hls = new Hls({ maxBufferLength: 2, maxMaxBufferLength: 2 });
      hls.on(Hls.Events.ERROR, (_, { fatal, details }) => { if (fatal) seen.errors.push(details); });
      hls.on(Hls.Events.MANIFEST_PARSED, () => video.play());
      hls.loadSource(title('playlist.m3u8', 1));
      hls.attachMedia(video);
    },
    async dash() {
      const answer = await (await fetch(title('extract', 2))).json();
      const player = dashjs.MediaPlayer().create();
      player.updateSettings({ streaming: { buffer: { bufferTimeDefault: 2, bufferTimeAtTopQuality: 2 } } });
      player.on('error', ({ error }) => seen.errors.push(error.code));
      player.initialize(video, answer.data.sources.find(({ type }) => type === 'dash').url, true);
    },
  };
</script>`;

interface Seen {
  readonly waiting: number;
  readonly emptied: number;
  readonly time: number;
  readonly errors: readonly unknown[];
}

describeInChromium('media that open to signed links only', () => {
  const options = {
    page: PAGE,
    scripts: { '/hls.js': 'hls.js/dist/hls.js', '/dash.js': 'dashjs/dist/modern/umd/dash.all.min.js' },
    titles: { 1: 'sintel/cmaf/master.m3u8', 2: 'tears-of-steel/dash/manifest.mpd' },
  };
  let site: SignedSite;
  afterAll(() => site?.stop());
  beforeAll(async () => {
    site = await SignedSite.start({ ...options, speed: 30 });
  });

  test('HLS plays on past the expiry of its first links, and across a rotation, without a failed segment', async () => {
    const page = await site.open('/');
    site.media.length = 0;
    await page.evaluate('players.hls()');
    const usedLate = () => Math.max(...site.used) - Math.min(...site.used);
    await eventually(
      async () => usedLate(),
      (apart) => apart > 0,
    );
    await site.rotate();
    const seen = await eventually(
      () => page.evaluate<Seen>('seen'),
      ({ errors }) => usedLate() >= 900 || errors.length > 0,
    );
    expect(seen).toMatchObject({ waiting: 0, emptied: 0, errors: [] });
    expect(site.now() / 1000).toBeGreaterThan(Math.min(...site.used) + 300);
    expect(site.media.filter(({ status }) => status !== 200)).toEqual([]);
    expect(await page.context().cookies()).toEqual([]);
    await page.close();
  });

  test('DASH plays by links that it takes from its manifest alone, across a rotation', async () => {
    const slow = await SignedSite.start({ ...options, speed: 1 });
    try {
      const page = await slow.open('/');
      await page.evaluate('players.dash()');
      await eventually(
        () => page.evaluate<Seen>('seen'),
        ({ time }) => time > 0.2,
      );
      slow.media.length = 0;
      await slow.rotate();
      const seen = await eventually(
        () => page.evaluate<Seen>('seen'),
        ({ time, errors }) => (time > 2 && slow.media.length > 2) || errors.length > 0,
      );
      expect(seen.errors).toEqual([]);
      expect(slow.media.filter(({ status }) => status !== 200)).toEqual([]);
    } finally {
      await slow.stop();
    }
  });
});
