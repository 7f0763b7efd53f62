import { EventEmitter } from 'node:events';
import { expect, test } from '@jest/globals';

// By an address: its types are a page's, and the project of the tests has none of these.
const { showWhenLoaded } = await import(new URL('../../web/src/watch/hls-levels.ts', import.meta.url).href);

test.each([
  [
    'a level that was chosen, not by what was loading of the former one',
    0,
    [
      ['main', 3],
      ['audio', 0],
    ],
    ['main', 0],
  ],
  ['whatever comes, where the player chooses', -1, [['audio', 3]], ['main', 3]],
] as const)('a picture that does not move is drawn anew once, by %s', (_, level, before, loaded) => {
  const hls = new EventEmitter();
  const video = { currentTime: 5 };
  const arrives = ([type, from]: readonly [string, number]) =>
    hls.emit('hlsFragBuffered', '', { frag: { type, level: from } });
  showWhenLoaded(hls, video, level);
  for (const each of before) arrives(each);
  expect(video.currentTime).toBe(5);
  arrives(loaded);
  arrives(loaded);
  expect(video.currentTime).toBe(5.001);
});
