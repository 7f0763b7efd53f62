import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { systemClock } from '../../lambda/clock.ts';
import { createMasterReader } from '../../lambda/wiring/playback/master-reader.ts';
import { type Origin, startOrigin } from '../support/media-origin.ts';

const master = (name: string) => `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=1280x720\n${name}.m3u8\n`;

let media: Origin;
let answer: { status: number; text: string };
let later: number;

beforeAll(async () => {
  media = await startOrigin((_, response) => {
    response.writeHead(answer.status, { 'Content-Type': 'application/vnd.apple.mpegurl' }).end(answer.text);
  });
});
afterAll(() => media.close());

function reader() {
  later = 0;
  const clock = { ...systemClock, now: () => systemClock.now() + later };
  const read = createMasterReader({ clock, budgetMs: 60_000, trustedOrigins: [media.url] });
  return (storedAt: number) => read(`${media.url}/master.m3u8`, new AbortController().signal, storedAt);
}

test('a master is read once for an entry, and again for the next one', async () => {
  const read = reader();
  answer = { status: 200, text: master('old') };
  expect((await read(1))?.text).toContain('old');
  answer = { status: 200, text: master('new') };
  expect((await read(1))?.text).toContain('old');
  expect((await read(2))?.text).toContain('new');
});

test.each([404, 503])(
  'a host that answers %i is asked again after some seconds, not by each request',
  async (status) => {
    const read = reader();
    answer = { status, text: '' };
    const before = media.requests.length;
    const outcome = () =>
      read(1).then(
        (found) => found?.text,
        () => undefined,
      );
    for (let request = 0; request < 50; request += 1) expect(await outcome()).toBeUndefined();
    expect(media.requests.length - before).toBe(1);
    answer = { status: 200, text: master('back') };
    later = 6000;
    expect(await outcome()).toContain('back');
  },
);
