import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Window } from 'happy-dom';
import { createStreamClient } from '../../client/src/index.ts';

// By an address: its types are a page's, and the project of the tests has none of these.
const { playTitle } = await import(new URL('../../client/src/play/play-title.ts', import.meta.url).href);

const NAMES = ['document', 'MediaSource', 'reportError'] as const;
const former = NAMES.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
const window = new Window();
let reported: unknown[] = [];

beforeAll(() => {
  const values = {
    document: window.document,
    MediaSource: { isTypeSupported: () => true },
    reportError: (error: unknown) => reported.push(error),
  };
  for (const name of NAMES) Object.defineProperty(globalThis, name, { value: values[name], configurable: true });
});
afterAll(() => {
  for (const [name, descriptor] of former) {
    if (descriptor) Object.defineProperty(globalThis, name, descriptor);
    else Reflect.deleteProperty(globalThis, name);
  }
});

test.each(['measure', 'onSource'] as const)('%s that throws leaves no player behind after stop', async (callback) => {
  reported = [];
  const living = new Set<object>();
  const loaded = Promise.withResolvers<void>();
  class Hls {
    static isSupported = () => true;
    levels = [];
    constructor() {
      living.add(this);
    }
    on(): void {}
    off(): void {}
    attachMedia(): void {}
    loadSource = () => loaded.resolve();
    destroy = () => living.delete(this);
  }
  const video = Object.assign(window.document.createElement('video'), { canPlayType: () => '', load() {}, pause() {} });
  const failed = Promise.withResolvers<void>();
  const playback = playTitle(
    video,
    { tmdbId: '5', mediaType: 'movie' },
    {
      client: createStreamClient({ baseUrl: 'https://api.example' }),
      data: { sources: [{ url: 'https://a.example/m.m3u8', id: 'a', quality: '720p', type: 'hls' }], subtitles: [] },
      hls: async () => Hls,
      onError: () => failed.resolve(),
      [callback]: () => {
        throw new Error('a slip of the page');
      },
    },
  );
  await Promise.race([loaded.promise, failed.promise]);
  expect([living.size, playback.source?.id]).toEqual([1, 'a']);
  playback.stop();
  expect(living.size).toBe(0);
  expect(reported).toEqual([new Error('a slip of the page')]);
});
