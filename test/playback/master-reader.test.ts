import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { systemClock } from '../../lambda/clock.ts';
import { createMasterReader } from '../../lambda/wiring/playback/master-reader.ts';
import { type Origin, startOrigin } from '../support/media-origin.ts';

const master = (name: string) => `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=1280x720\n${name}.m3u8\n`;

let media: Origin;
let answer: { status: number; text: string; after?: Promise<void> };
let later: number;

beforeAll(async () => {
  media = await startOrigin(async (_, response) => {
    const { status, text, after } = answer;
    await after;
    response.writeHead(status, { 'Content-Type': 'application/vnd.apple.mpegurl' }).end(text);
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

test('a read that fails after its link was read again says nothing of the later one', async () => {
  const read = reader();
  const { promise: after, resolve: fail } = Promise.withResolvers<void>();
  answer = { status: 503, text: '', after };
  const begun = media.requests.length;
  const slow = read(1);
  while (media.requests.length === begun) await setImmediate();
  answer = { status: 200, text: master('good') };
  // Those of a hundred other entries take its place.
  for (let storedAt = 2; storedAt <= 101; storedAt += 1) await read(storedAt);
  expect((await read(1))?.text).toContain('good');
  fail();
  await expect(slow).rejects.toThrow('HTTP 503');
  later = 6000;
  const before = media.requests.length;
  expect((await read(1))?.text).toContain('good');
  expect(media.requests.length).toBe(before);
});
