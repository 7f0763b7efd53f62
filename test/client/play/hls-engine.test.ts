import { expect, test } from '@jest/globals';
import { FakeClock } from '../../support/fake-clock.ts';

// By an address: its types are a page's, and the project of the tests has none of these.
const { startHls } = await import(new URL('../../../client/src/engine/hls-engine.ts', import.meta.url).href);

type Listener = (event: string, data: object) => void;

/** An engine with an hls.js whose events a test sends. */
function engine() {
  const listeners = new Map<string, Listener>();
  class Hls {
    on = (event: string, listener: Listener) => listeners.set(event, listener);
    attachMedia = () => undefined;
    loadSource = () => undefined;
  }
  const failures: object[] = [];
  const { loading } = startHls(Hls, undefined, {
    video: {},
    source: { url: 'https://media.example/master.m3u8' },
    clock: new FakeClock(),
    signal: new AbortController().signal,
    playlistOf: () => undefined,
    onPlayer: () => undefined,
    onFailure: (failure: object) => failures.push(failure),
  });
  const reports = (event: string, data: object) => listeners.get(event)?.(event, data);
  const timesOut = (loaded: number) =>
    reports('hlsError', {
      type: 'networkError',
      details: 'fragLoadTimeOut',
      fatal: false,
      frag: { stats: { loaded } },
    });
  return { failures, reports, timesOut, arrived: () => [...loading.values()].map((bytes) => bytes()) };
}

test('a host whose segments time out twice in a row without bytes has failed', () => {
  const { failures, reports, timesOut } = engine();
  timesOut(0);
  reports('hlsFragLoaded', {});
  timesOut(7);
  expect(failures).toEqual([]);
  timesOut(0);
  expect(failures).toEqual([{ reason: 'no answer in time' }]);
});

test('a line that has become slow is no silent host: its segments time out until a smaller one arrives', () => {
  const { failures, timesOut } = engine();
  for (const loaded of [700_000, 400_000, 200_000]) timesOut(loaded);
  expect(failures).toEqual([]);
});

test('bytes arrive of the present load of each kind', () => {
  const { reports, arrived } = engine();
  const [picture, sound] = [{ loaded: 5 }, { loaded: 7 }];
  reports('hlsFragLoading', { frag: { type: 'main', stats: { loaded: 99 } } });
  reports('hlsFragLoading', { frag: { type: 'main', stats: picture } });
  reports('hlsFragLoading', { frag: { type: 'audio', stats: sound } });
  picture.loaded = 6;
  expect(arrived()).toEqual([6, 7]);
});
