import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { Window } from 'happy-dom';
import type { Source, VideoData } from '../../../client/src/index.ts';

const NAMES = ['document', 'MediaSource', 'reportError'] as const;

export interface PlayPage {
  /** What the page's own code has thrown. */
  readonly reported: unknown[];
  /** Players that have been made and not destroyed. */
  readonly living: Set<object>;
  /** Resolves when a player begins to load. */
  readonly loaded: Promise<void>;
  /** A class in the place of hls.js, which loads nothing. */
  readonly Hls: object;
  newVideo(): object;
}

/** A page without a screen, for all tests of a file: what happens around a player, not in it. */
export function playPage(): PlayPage {
  const window = new Window();
  const former = NAMES.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  let reported: unknown[] = [];
  let loading = Promise.withResolvers<void>();
  const living = new Set<object>();
  beforeAll(() => {
    const values = {
      document: window.document,
      MediaSource: { isTypeSupported: () => true },
      reportError: (error: unknown) => reported.push(error),
    };
    for (const name of NAMES) Object.defineProperty(globalThis, name, { value: values[name], configurable: true });
  });
  beforeEach(() => {
    reported = [];
    loading = Promise.withResolvers();
    living.clear();
  });
  afterAll(async () => {
    for (const [name, descriptor] of former) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    }
    await window.happyDOM.close();
  });
  class Hls {
    static isSupported = () => true;
    levels = [];
    constructor() {
      living.add(this);
    }
    on(): void {}
    off(): void {}
    attachMedia(): void {}
    loadSource = () => loading.resolve();
    destroy = () => living.delete(this);
  }
  return {
    get reported() {
      return reported;
    },
    get loaded() {
      return loading.promise;
    },
    living,
    Hls,
    newVideo: () =>
      Object.assign(window.document.createElement('video'), { canPlayType: () => '', load() {}, pause() {} }),
  };
}

/** An answer with one HLS source. */
export const answerWith = (facts: Partial<Source> = {}): VideoData => ({
  sources: [{ url: 'https://a.example/m.m3u8', id: 'a', quality: '720p', type: 'hls', ...facts }],
  subtitles: [],
});
