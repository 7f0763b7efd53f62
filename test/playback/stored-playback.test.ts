import { expect, test } from '@jest/globals';
import { packedPlayback, unpackedPlayback } from '../../lambda/playback/stored-playback.ts';

const master = { id: 'main', url: 'https://media.example/main.m3u8', mirrors: [], text: '#EXTM3U\n' };

test('what is packed is as large in memory as it is: no view of a larger buffer', () => {
  const packed = packedPlayback([master], () => undefined)!;
  expect(packed.buffer.byteLength).toBe(packed.length);
  expect(unpackedPlayback(packed)).toEqual({ main: { text: master.text, url: master.url } });
});
