import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  createStreamClient,
  type HlsPlayer,
  type RefreshOptions,
  refreshBeforeExpiry,
  type Source,
  type StreamClient,
  type VideoData,
} from '../../client/src/index.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { MemoryStorage } from './memory-storage.ts';
import { failure, type StreamServer, startStreamServer, success, unavailable, videoData } from './stream-server.ts';

const request = { tmdbId: '550', mediaType: 'movie' } as const;
const TEN_MINUTES = 600_000;

let server: StreamServer;
let clock: FakeClock;
let stop = () => {};
beforeEach(async () => {
  server = await startStreamServer();
  clock = new FakeClock();
});
afterEach(async () => {
  stop();
  await server.close();
});

/** What the refresh sees of hls.js: loading resets the media element. */
class Player implements HlsPlayer {
  url: string | null;
  readonly loaded: { url: string; startPosition: number }[] = [];
  readonly config = { startPosition: -1 };
  levels: { height: number; bitrate: number }[] = [];
  /** The levels of the next manifest. */
  ladder = [240, 720, 1080].map((height) => ({ height, bitrate: height * 1000 }));
  manualLevel = -1;
  testsNetwork = false;
  autoLevelCapping = -1;
  audioTrack = 0;
  subtitleTrack = -1;
  /** URLs whose manifest is answered with an error. */
  readonly broken = new Set<string>();
  /** URLs whose manifest takes its time. */
  readonly stalled = new Set<string>();
  #listeners: [string, (...facts: unknown[]) => void][] = [];
  readonly media = {
    currentTime: 0,
    playbackRate: 1,
    paused: false,
    ended: false,
    play: async () => {
      this.media.paused = false;
    },
  };

  constructor(url: string | null) {
    this.url = url;
    this.levels = this.ladder;
  }

  get loadLevel(): number {
    return this.manualLevel;
  }

  set loadLevel(level: number) {
    this.manualLevel = level;
    // As hls.js does: with no level chosen, it first measures the network on the lowest level.
    if (level === -1) this.testsNetwork = true;
  }

  /** How many listeners there are. */
  get armed(): number {
    return this.#listeners.length;
  }

  on(event: string, listener: (...facts: unknown[]) => void): void {
    this.#listeners.push([event, listener]);
  }

  off(event: string, listener: (...facts: unknown[]) => void): void {
    this.#listeners = this.#listeners.filter(([name, each]) => name !== event || each !== listener);
  }

  loadSource(url: string): void {
    this.url = url;
    this.loaded.push({ url, startPosition: this.config.startPosition });
    Object.assign(this.media, { currentTime: 0, playbackRate: 1, paused: true });
    Object.assign(this, { audioTrack: 0, subtitleTrack: -1, manualLevel: -1, autoLevelCapping: -1, levels: [] });
    if (this.broken.has(url)) {
      this.#emit('hlsError', { fatal: true, details: 'manifestLoadError' });
    } else if (!this.stalled.has(url)) {
      this.levels = this.ladder;
      this.#emit('hlsManifestParsed');
      this.media.currentTime = this.config.startPosition;
      this.#emit('hlsFragBuffered');
    }
  }

  #emit(event: string, facts: object = {}): void {
    for (const [, listener] of this.#listeners.filter(([name]) => name === event)) listener(event, facts);
  }
}

const signed = (signature: string, diesAt: number, name = 'film'): VideoData => {
  const data = videoData(name, { expiresAt: new Date(diesAt).toISOString() });
  for (const source of data.sources) source.url += `?signature=${signature}`;
  return data;
};
const urlOf = (data: VideoData): string => data.sources[0]?.url ?? '';

/** Plays a title whose links expire after ten minutes; resolves with each newer answer. */
async function play(options: Partial<RefreshOptions> = {}, data = signed('a', clock.now() + TEN_MINUTES)) {
  server.answers(success(data));
  const client = createStreamClient({ baseUrl: server.url, clock, storage: new MemoryStorage(), attempts: 1 });
  await client.getStream(request);
  const player = new Player(urlOf(data));
  const refreshed = Promise.withResolvers<VideoData>();
  const failed = Promise.withResolvers<unknown>();
  stop = refreshBeforeExpiry(player, {
    client,
    request,
    data,
    clock,
    onRefresh: refreshed.resolve,
    onError: failed.resolve,
    ...options,
  });
  return { player, refreshed: refreshed.promise, failed: failed.promise };
}

describe('links that expire while a title plays', () => {
  test('are replaced 30 s before, at the same position', async () => {
    const { player, refreshed } = await play();
    const next = signed('b', clock.now() + 2 * TEN_MINUTES);
    server.answers(success(next));
    await clock.advance(TEN_MINUTES - 30_001);
    expect(server.calls).toHaveLength(1);
    player.media.currentTime = 569.5;
    await clock.advance(1);
    await expect(refreshed).resolves.toEqual(next);
    expect(player.loaded).toEqual([{ url: urlOf(next), startPosition: 569.5 }]);
    expect(player.media.currentTime).toBe(569.5);
    expect(player.config.startPosition).toBe(-1);
  });

  test('leave speed, tracks and playback as they were', async () => {
    const { player, refreshed } = await play();
    Object.assign(player.media, { playbackRate: 1.5 });
    Object.assign(player, { audioTrack: 2, subtitleTrack: 1 });
    server.answers(success(signed('b', clock.now() + 2 * TEN_MINUTES)));
    await clock.advance(TEN_MINUTES - 30_000);
    await refreshed;
    expect(player.media).toMatchObject({ playbackRate: 1.5, paused: false });
    expect(player).toMatchObject({ audioTrack: 2, subtitleTrack: 1 });
  });

  test('leave the quality that the viewer chose, and the highest one, wherever the new manifest has them', async () => {
    const { player, refreshed } = await play();
    Object.assign(player, { manualLevel: 0, autoLevelCapping: 1 });
    server.answers(success(signed('b', clock.now() + 2 * TEN_MINUTES)));
    player.ladder = player.ladder.toReversed();
    await clock.advance(TEN_MINUTES - 30_000);
    await refreshed;
    expect(player).toMatchObject({ manualLevel: 2, autoLevelCapping: 1 });
  });

  test('leave a quality without a size to the one of its bitrate, whatever else has no size', async () => {
    const { player, refreshed } = await play();
    player.levels = [{ height: 0, bitrate: 100 }];
    player.ladder = [
      { height: 0, bitrate: 50 },
      { height: 480, bitrate: 100 },
    ];
    player.manualLevel = 0;
    server.answers(success(signed('b', clock.now() + 2 * TEN_MINUTES)));
    await clock.advance(TEN_MINUTES - 30_000);
    await refreshed;
    expect(player.manualLevel).toBe(1);
  });

  test.each([
    ['that has no sizes, by its bitrate', [0, 0, 0], [100, 200, 300]],
    ['with several of one size, by its bitrate as well', [720, 720, 1080], [100, 200, 300]],
    ['whose bitrates have changed, by its size', [240, 720, 1080], [110, 210, 310]],
  ])('leave the quality that was chosen of a manifest %s', async (_, heights, bitrates) => {
    const { player, refreshed } = await play();
    player.levels = heights.map((height, index) => ({ height, bitrate: [100, 200, 300][index]! }));
    player.ladder = heights.map((height, index) => ({ height, bitrate: bitrates[index]! })).toReversed();
    Object.assign(player, { manualLevel: 0, autoLevelCapping: 2 });
    server.answers(success(signed('b', clock.now() + 2 * TEN_MINUTES)));
    await clock.advance(TEN_MINUTES - 30_000);
    await refreshed;
    expect(player).toMatchObject({ manualLevel: 2, autoLevelCapping: 0 });
  });

  test('whose manifest does not come within 20 s leave the title playing on the old ones, where it was', async () => {
    const { player, refreshed } = await play();
    const [slow, good] = [2, 3].map((times) => signed(`round-${times}`, clock.now() + times * TEN_MINUTES));
    player.stalled.add(urlOf(slow!));
    server.answers(success(slow!), success(good!));
    player.media.currentTime = 569.5;
    const first = player.url;
    await clock.advance(TEN_MINUTES - 30_000);
    await server.called(2);
    while (player.loaded.length < 1) await clock.advance(0);
    await clock.advance(20_000);
    while (player.loaded.length < 2) await clock.advance(0);
    expect(player.url).toBe(first);
    while (server.calls.length < 3) await clock.advance(1_000);
    await expect(refreshed).resolves.toEqual(good);
    expect(player.loaded.map(({ startPosition }) => startPosition)).toEqual([569.5, 569.5, 569.5]);
    expect([player.config.startPosition, player.armed]).toEqual([-1, 0]);
  });

  test.each([35, 41, 58])('and whose successors last for only %i s do not restart all the time', async (seconds) => {
    const { player } = await play({}, signed('a', clock.now() + seconds * 1000));
    const began = clock.now();
    server.answers((incoming, response) => {
      success(signed(String(server.calls.length), clock.now() + seconds * 1000))(incoming, response);
    });
    while (player.loaded.length < 4) await clock.advance(250);
    const apart = (clock.now() - began) / player.loaded.length / 1000;
    expect(apart).toBeGreaterThan(20);
    expect(apart).toBeLessThan(seconds);
  });

  test('are replaced in time by others that last as short, although the answer takes long', async () => {
    const { player } = await play({}, signed('a', clock.now() + 50_000));
    const sleeping = Promise.withResolvers<void>();
    server.answers(async (...exchange) => {
      const slept = clock.sleep(15_000);
      sleeping.resolve();
      await slept;
      success(signed('b', clock.now() + 50_000))(...exchange);
    });
    await clock.advance(20_000);
    await sleeping.promise;
    await clock.advance(15_000);
    // Another request would end after the current ones have expired.
    while (player.loaded.length < 1) await clock.advance(0);
    expect(player.url).toContain('signature=b');
  });

  test('that are short and come at once are requested once more, 10 s before the end', async () => {
    const { player } = await play({}, signed('a', clock.now() + 50_000));
    const expiry = clock.now() + 50_000;
    server.answers(success(signed('b', expiry + 5_000)), success(signed('c', expiry + 45_000)));
    await clock.advance(20_000);
    await server.called(2);
    await clock.advance(0);
    expect(player.loaded).toEqual([]);
    while (server.calls.length < 3) await clock.advance(1_000);
    expect(expiry - clock.now()).toBe(10_000);
    while (player.loaded.length < 1) await clock.advance(0);
    expect(player.url).toContain('signature=c');
  });

  test('are taken from the store that another page has written, and requested only after a failure', async () => {
    const storage = new MemoryStorage();
    const client = createStreamClient({ baseUrl: server.url, clock, storage, attempts: 1 });
    const reloads: (boolean | undefined)[] = [];
    const watched: StreamClient = {
      ...client,
      getStream: (title, options) => {
        reloads.push(options?.reload);
        return client.getStream(title, options);
      },
    };
    const data = signed('a', clock.now() + TEN_MINUTES);
    const bad = signed('b', clock.now() + 2 * TEN_MINUTES);
    const good = signed('c', clock.now() + 3 * TEN_MINUTES);
    const { player } = await play({ client: watched }, data);
    player.broken.add(urlOf(bad));
    server.answers(success(bad), success(good), success(signed('d', clock.now() + 4 * TEN_MINUTES)));
    while (!player.url?.endsWith('=c')) await clock.advance(1_000);
    while (!player.url?.endsWith('=d')) await clock.advance(1_000);
    expect(reloads).toEqual([false, true, false]);
  });

  test('that play in automatic quality leave it to the player where to begin', async () => {
    const { player, refreshed } = await play();
    server.answers(success(signed('b', clock.now() + 2 * TEN_MINUTES)));
    await clock.advance(TEN_MINUTES - 30_000);
    await refreshed;
    expect(player).toMatchObject({ manualLevel: -1, testsNetwork: false });
  });

  test('that cannot be loaded leave the title playing on the old ones, and are asked for again', async () => {
    const { player, refreshed } = await play();
    const [bad, good] = [2, 3].map((times) => signed(`round-${times}`, clock.now() + times * TEN_MINUTES));
    player.broken.add(urlOf(bad!));
    server.answers(success(bad!), success(good!));
    player.media.currentTime = 569.5;
    const first = player.url;
    await clock.advance(TEN_MINUTES - 30_000);
    await server.called(2);
    while (player.loaded.length < 2) await clock.advance(0);
    expect(player.url).toBe(first);
    expect(player.media).toMatchObject({ currentTime: 569.5, paused: false });
    while (server.calls.length < 3) await clock.advance(1_000);
    await expect(refreshed).resolves.toEqual(good);
    expect(player.loaded.map(({ startPosition }) => startPosition)).toEqual([569.5, 569.5, 569.5]);
    expect(player.config.startPosition).toBe(-1);
    expect(player.armed).toBe(0);
  });

  test('that cannot be loaded, like the old ones, are reported', async () => {
    const { player, failed } = await play();
    const bad = signed('b', clock.now() + 2 * TEN_MINUTES);
    for (const url of [urlOf(bad), player.url!]) player.broken.add(url);
    server.answers(success(bad));
    await clock.advance(TEN_MINUTES - 30_000);
    await expect(failed).resolves.toMatchObject({ message: expect.stringContaining('manifestLoadError') });
    expect([player.config.startPosition, player.armed]).toEqual([-1, 0]);
  });

  test('leave nothing behind in a player that is stopped while they load', async () => {
    const { player } = await play();
    server.answers(success(signed('b', clock.now() + 2 * TEN_MINUTES)));
    player.loadSource = () => undefined;
    await clock.advance(TEN_MINUTES - 30_000);
    while (player.armed === 0) await clock.advance(0);
    stop();
    expect([player.config.startPosition, player.armed]).toEqual([-1, 0]);
    player.config.startPosition = 30;
    await clock.advance(0);
    expect(player.config.startPosition).toBe(30);
  });

  test('are not requested before Retry-After has passed', async () => {
    const { player } = await play();
    const next = signed('b', clock.now() + 2 * TEN_MINUTES);
    server.answers(
      failure(429, { error: 'Too many requests', message: 'Slow.', retryable: true }, { 'retry-after': '25' }),
      success(next),
    );
    await clock.advance(TEN_MINUTES - 30_000);
    await server.called(2);
    await clock.advance(24_000);
    expect(server.calls).toHaveLength(2);
    while (server.calls.length < 3) await clock.advance(1_000);
    while (player.loaded.length < 1) await clock.advance(0);
    expect(player.url).toBe(urlOf(next));
  });

  test('do not start what the viewer has paused', async () => {
    const { player, refreshed } = await play();
    player.media.paused = true;
    server.answers(success(signed('b', clock.now() + 2 * TEN_MINUTES)));
    await clock.advance(TEN_MINUTES - 30_000);
    await refreshed;
    expect(player.media.paused).toBe(true);
  });

  test('are replaced again and again', async () => {
    const { player } = await play();
    const answers = [2, 3, 4].map((times) => signed(`round-${times}`, clock.now() + times * TEN_MINUTES));
    server.answers(...answers.map((data) => success(data)));
    for (let round = 1; round <= 3; round += 1) {
      while (player.loaded.length < round) await clock.advance(10_000);
    }
    expect(player.loaded.map(({ url }) => url)).toEqual(answers.map(urlOf));
  });

  test('are fetched again after a transient failure', async () => {
    const { player, refreshed } = await play();
    const next = signed('b', clock.now() + 2 * TEN_MINUTES);
    server.answers(unavailable(), success(next));
    await clock.advance(TEN_MINUTES - 30_000);
    await server.called(2);
    expect(player.loaded).toEqual([]);
    while (server.calls.length < 3) await clock.advance(1000);
    await refreshed;
    expect(player.url).toBe(urlOf(next));
  });

  test('are not loaded again when only their expiry has changed', async () => {
    const { player, refreshed } = await play();
    server.answers(success(signed('a', clock.now() + 2 * TEN_MINUTES)));
    await clock.advance(TEN_MINUTES - 30_000);
    await refreshed;
    expect(player.loaded).toEqual([]);
  });

  test('do not replace a source that was chosen during the request', async () => {
    const { player, refreshed } = await play();
    const next = signed('b', clock.now() + 2 * TEN_MINUTES);
    server.answers((incoming, response) => {
      player.url = 'https://media.example/chosen.m3u8';
      success(next)(incoming, response);
    });
    await clock.advance(TEN_MINUTES - 30_000);
    await expect(refreshed).resolves.toEqual(next);
    expect(player.loaded).toEqual([]);
  });

  test('are replaced by those of another source of the title, if that was chosen in the meantime', async () => {
    const both = (signature: string, diesAt: number): VideoData => {
      const [film, other] = ['film', 'other'].map((name) => signed(signature, diesAt, name));
      return { ...film!, sources: [...film!.sources, ...other!.sources] };
    };
    const data = both('a', clock.now() + TEN_MINUTES);
    const { player, refreshed } = await play({}, data);
    const next = both('b', clock.now() + 2 * TEN_MINUTES);
    server.answers((incoming, response) => {
      player.url = data.sources[1]!.url;
      success(next)(incoming, response);
    });
    await clock.advance(TEN_MINUTES - 30_000);
    await refreshed;
    expect(player.loaded.map(({ url }) => url)).toEqual([next.sources[1]!.url]);
  });

  test('that cannot be loaded do not bring the old ones back, if another source was chosen at that', async () => {
    const { player } = await play();
    const bad = signed('b', clock.now() + 2 * TEN_MINUTES);
    player.broken.add(urlOf(bad));
    server.answers(success(bad));
    player.on('hlsError', () => {
      player.url = 'https://media.example/chosen.m3u8';
    });
    await clock.advance(TEN_MINUTES - 30_000);
    while (player.loaded.length < 1) await clock.advance(0);
    await clock.advance(TEN_MINUTES);
    expect(player.loaded.map(({ url }) => url)).toEqual([urlOf(bad)]);
  });

  test('of a quality the viewer chose are followed by the same quality', async () => {
    const data = signed('a', clock.now() + TEN_MINUTES, 'high');
    const low = { ...data.sources[0]!, url: 'https://media.example/low.m3u8?signature=a', quality: '360p' as const };
    const { player, refreshed } = await play({}, { ...data, sources: [...data.sources, low] });
    player.url = low.url;
    const next = signed('b', clock.now() + 2 * TEN_MINUTES, 'elsewhere/high');
    const nextLow = { ...next.sources[0]!, url: 'https://media.example/elsewhere/low.m3u8', quality: '360p' as const };
    server.answers(success({ ...next, sources: [...next.sources, nextLow] }));
    await clock.advance(TEN_MINUTES - 30_000);
    await refreshed;
    expect(player.url).toBe(nextLow.url);
  });

  test('that share one path are followed by the one of the same quality', async () => {
    const shared = (signature: string, diesAt: number): VideoData => {
      const [source] = signed(signature, diesAt).sources;
      const sources = (['1080p', '360p'] as const).map((quality) => {
        return { ...source!, quality, url: `https://media.example/play.m3u8?file=${quality}&signature=${signature}` };
      });
      return { sources, subtitles: [] };
    };
    const data = shared('a', clock.now() + TEN_MINUTES);
    const { player, refreshed } = await play({}, data);
    player.url = data.sources[1]!.url;
    server.answers(success(shared('b', clock.now() + 2 * TEN_MINUTES)));
    await clock.advance(TEN_MINUTES - 30_000);
    await refreshed;
    expect(player.url).toBe('https://media.example/play.m3u8?file=360p&signature=b');
  });
});

describe('the source that follows one whose links expire', () => {
  const source = (path: string, quality: Source['quality'], type: Source['type'] = 'hls'): Source => ({
    url: `https://media.example/${path}`,
    id: 'a',
    quality,
    type,
  });

  test.each<[string, Source[], Source[], string]>([
    [
      'is the same file, though its quality is another one now',
      [source('film.m3u8?s=a', '720p')],
      [source('other.m3u8', '720p'), source('film.m3u8?s=b', '1080p')],
      'film.m3u8?s=b',
    ],
    [
      'is one of the same quality, where the file is missing',
      [source('film.m3u8?s=a', '720p')],
      [source('best.m3u8', '1080p'), source('other.m3u8', '720p')],
      'other.m3u8',
    ],
    [
      'is the best, where the quality is missing too',
      [source('film.m3u8?s=a', '720p')],
      [source('best.m3u8', '1080p'), source('least.m3u8', '360p')],
      'best.m3u8',
    ],
    [
      'is none of those that share its path, where none has its quality',
      [source('play.m3u8?id=1', '720p')],
      [source('best.m3u8', '1080p'), source('play.m3u8?id=2', '480p'), source('play.m3u8?id=3', '360p')],
      'best.m3u8',
    ],
    [
      'is the same file of the same host only',
      [source('film.m3u8?s=a', '720p')],
      [source('best.m3u8', '1080p'), { ...source('', '720p'), url: 'https://elsewhere.example/film.m3u8?s=b' }],
      'https://elsewhere.example/film.m3u8?s=b',
    ],
    [
      'is one that comes as HLS',
      [source('film.m3u8?s=a', '720p')],
      [source('film.m3u8?s=b', '720p', 'mp4'), source('other.m3u8', '360p')],
      'other.m3u8',
    ],
  ])('%s', async (_, before, after, expected) => {
    const until = (ms: number) => new Date(clock.now() + ms).toISOString();
    const living = (sources: Source[], ms: number): VideoData => ({
      sources: sources.map((each) => ({ ...each, expiresAt: until(ms) })),
      subtitles: [],
    });
    const { player, refreshed } = await play({}, living(before, TEN_MINUTES));
    server.answers(success(living(after, 2 * TEN_MINUTES)));
    await clock.advance(TEN_MINUTES - 30_000);
    await refreshed;
    expect(player.url).toBe(new URL(expected, 'https://media.example/').href);
  });
});

describe('the refresh ends', () => {
  test.each([
    ['the title is not found', failure(404, { error: 'Extraction failed', message: 'Gone.', retryable: false })],
    ['it no longer comes as HLS', success(videoData('film', { type: 'mp4' }))],
  ])('and is reported when %s', async (_, answer) => {
    const { player, failed } = await play();
    server.answers(answer);
    await clock.advance(TEN_MINUTES - 30_000);
    await expect(failed).resolves.toBeInstanceOf(Error);
    await clock.advance(TEN_MINUTES);
    expect(server.calls).toHaveLength(2);
    expect(player.loaded).toEqual([]);
  });

  test('silently when it is stopped', async () => {
    await play();
    stop();
    await clock.advance(2 * TEN_MINUTES);
    expect(server.calls).toHaveLength(1);
  });
});

test('links of unknown expiry are not replaced', async () => {
  await play({}, videoData('unsigned'));
  await clock.advance(10 * TEN_MINUTES);
  expect(server.calls).toHaveLength(1);
});

test('a player that has no source yet is checked again', async () => {
  const data = signed('a', clock.now() + TEN_MINUTES);
  const { player, refreshed } = await play({}, data);
  player.url = null;
  await clock.advance(60_000);
  player.url = urlOf(data);
  const next = signed('b', clock.now() + 2 * TEN_MINUTES);
  server.answers(success(next));
  await clock.advance(TEN_MINUTES - 90_000);
  await refreshed;
  expect(player.url).toBe(urlOf(next));
});
