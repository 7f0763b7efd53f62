import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Window } from 'happy-dom';
import type { Root } from 'react-dom/client';
import { createStreamClient, type StreamClient, type StreamRequest, type VideoData } from '../../client/src/index.ts';
import type { Stream, UseStreamOptions } from '../../client/src/react/use-stream.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { MemoryStorage } from './memory-storage.ts';
import { failure, type StreamServer, startStreamServer, success, unavailable, videoData } from './stream-server.ts';

const movie = (tmdbId: string): StreamRequest => ({ tmdbId, mediaType: 'movie' });

const window = new Window();
let react: typeof import('react');
let flushSync: typeof import('react-dom').flushSync;
let createRoot: typeof import('react-dom/client').createRoot;
let useStream: typeof import('../../client/src/react/use-stream.ts').useStream;
beforeAll(async () => {
  // React looks for a window when it is loaded.
  Object.assign(globalThis, { window, document: window.document });
  react = await import('react');
  ({ flushSync } = await import('react-dom'));
  ({ createRoot } = await import('react-dom/client'));
  ({ useStream } = await import('../../client/src/react/use-stream.ts'));
});
afterAll(() => window.happyDOM.close());

let server: StreamServer;
let storage: MemoryStorage;
let clock: FakeClock;
let client: StreamClient;
let root: Root;
let shown: Stream[];
/** Requests begun, including those that are aborted before they are sent. */
let asked: number;
beforeEach(async () => {
  server = await startStreamServer();
  storage = new MemoryStorage();
  clock = new FakeClock();
  asked = 0;
  const counting: typeof fetch = (...call) => {
    asked += 1;
    return fetch(...call);
  };
  client = createStreamClient({ baseUrl: server.url, storage, clock, attempts: 1, fetch: counting });
  root = createRoot(window.document.createElement('div') as unknown as Parameters<typeof createRoot>[0]);
  shown = [];
});
afterEach(async () => {
  flushSync(() => root.unmount());
  await server.close();
});

function Title({ request, ...options }: { request: StreamRequest | null } & UseStreamOptions) {
  shown.push(useStream(request, options));
  return null;
}

function TitleWithOwnClient() {
  const own = createStreamClient({ baseUrl: server.url, storage: null, attempts: 1 });
  return Title({ request: movie('550'), client: own });
}

/** Under StrictMode effects run, are undone, and run again. */
const show = (request: StreamRequest | null) =>
  flushSync(() =>
    root.render(react.createElement(react.StrictMode, null, react.createElement(Title, { request, client, clock }))),
  );

const latest = (): Stream => shown.at(-1)!;

/** Waits for some seconds at most until React shows what is expected. */
async function until(isShown: (stream: Stream) => boolean): Promise<Stream> {
  for (let looks = 0; !isShown(latest()); looks += 1) {
    if (looks === 2000) throw new Error(`Still shown: ${JSON.stringify(latest())}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return latest();
}
const settled = () => until(({ loading }) => !loading);

/** Delays a title's requests until their answer is set. */
function holdCalls(): (tmdbId: string, name: string) => void {
  const names = new Map<string, PromiseWithResolvers<string>>();
  const nameOf = (tmdbId: string) => {
    const name = names.get(tmdbId) ?? Promise.withResolvers<string>();
    names.set(tmdbId, name);
    return name;
  };
  server.answers(async (request, response) => {
    const { promise } = nameOf(/tmdbId=(\d+)/.exec(request.url ?? '')?.[1] ?? '');
    success(videoData(await promise))(request, response);
  });
  return (tmdbId, name) => nameOf(tmdbId).resolve(name);
}

const TEN_MINUTES = 600_000;

/** An answer whose links expire in `ms` milliseconds. */
const expiring = (name: string, ms: number) => videoData(name, { expiresAt: new Date(clock.now() + ms).toISOString() });

const showsSource = (data: VideoData) => (stream: Stream) => stream.data?.sources[0]?.url === data.sources[0]?.url;

/** Shows a title whose links expire in ten minutes. */
async function showDying(): Promise<VideoData> {
  const data = expiring('old', TEN_MINUTES);
  server.answers(success(data));
  show(movie('550'));
  await settled();
  return data;
}

describe('useStream', () => {
  test('shows loading, then the data, with one request under StrictMode', async () => {
    show(movie('550'));
    expect(shown[0]).toMatchObject({ loading: true, data: undefined, error: undefined });
    expect(await settled()).toMatchObject({ data: videoData(), error: undefined });
    expect(asked).toBe(1);
  });

  test('does not ask again because the request is a new object', async () => {
    show(movie('550'));
    await settled();
    client.invalidate();
    show(movie('550'));
    expect(latest()).toMatchObject({ loading: false, data: videoData() });
    expect(server.calls).toHaveLength(1);
  });

  test('shows nothing and asks nothing without a request', async () => {
    show(null);
    expect(latest()).toMatchObject({ loading: false, data: undefined, error: undefined });
    await latest().refetch();
    expect(latest().loading).toBe(false);
    expect(server.calls).toEqual([]);
  });

  test('never shows one title’s sources, or its late answer, for another', async () => {
    const answer = holdCalls();
    show(movie('1'));
    await server.called(1);
    show(movie('2'));
    answer('2', 'two');
    expect((await settled()).data).toEqual(videoData('two'));
    answer('1', 'one');
    show(movie('3'));
    expect(latest()).toMatchObject({ loading: true, data: undefined });
    answer('3', 'three');
    await settled();
    expect(shown.map(({ data }) => data?.sources[0]?.url ?? '')).not.toContain(videoData('one').sources[0]?.url);
  });

  test('comes back to a title that was left while it loaded', async () => {
    const answer = holdCalls();
    show(movie('1'));
    show(movie('2'));
    show(movie('1'));
    answer('1', 'one');
    expect((await settled()).data).toEqual(videoData('one'));
  });

  test('shows the error, and a refetch that works', async () => {
    server.answers(unavailable({ 'Retry-After': '7' }));
    show(movie('550'));
    expect((await settled()).error).toMatchObject({ name: 'StreamError', status: 503, retryAfter: 7 });
    server.answers(success(videoData('back')));
    await latest().refetch();
    expect(await until(({ data }) => data !== undefined)).toMatchObject({
      loading: false,
      error: undefined,
      data: videoData('back'),
    });
  });

  test('keeps showing the data while it refetches, and when that fails', async () => {
    show(movie('550'));
    await settled();
    const release = Promise.withResolvers<void>();
    server.answers(async (request, response) => {
      await release.promise;
      unavailable()(request, response);
    });
    void latest().refetch();
    expect(await until(({ loading }) => loading)).toMatchObject({ data: videoData() });
    release.resolve();
    expect(await settled()).toMatchObject({ data: videoData(), error: { status: 503 } });
  });

  test('shows a stale answer at once and the newer one when it has come', async () => {
    server.answers(success(videoData('old')), success(videoData('new')));
    await client.getStream(movie('550'));
    await clock.advance(31 * 60_000);
    show(movie('550'));
    const urls = () => shown.map(({ data }) => data?.sources[0]?.url);
    await until(({ data }) => data?.sources[0]?.url === videoData('new').sources[0]?.url);
    expect(urls()).toContain(videoData('old').sources[0]?.url);
    expect(server.calls).toHaveLength(2);
  });

  test('keeps the same object when the newer answer is equal', async () => {
    show(movie('550'));
    const { data } = await settled();
    const answer = holdCalls();
    void latest().refetch();
    await until(({ loading }) => loading);
    answer('550', 'one');
    expect((await settled()).data).toBe(data);
    expect(server.calls).toHaveLength(2);
  });

  test('aborts its request when the component is unmounted', async () => {
    const closed = Promise.withResolvers<void>();
    server.answers((_, response) => response.on('close', closed.resolve));
    show(movie('550'));
    await server.called(1);
    flushSync(() => root.render(null));
    await closed.promise;
    expect(latest().loading).toBe(true);
  });

  test('renders on a server as loading, without a request', async () => {
    const { renderToString } = await import('react-dom/server');
    expect(renderToString(react.createElement(Title, { request: movie('550') }))).toBe('');
    expect(shown).toMatchObject([{ loading: true, data: undefined, error: undefined }]);
  });

  test('asks once with a client that is created while rendering', async () => {
    flushSync(() => root.render(react.createElement(TitleWithOwnClient)));
    await settled();
    await latest().refetch();
    await settled();
    expect(server.calls).toHaveLength(2);
  });
});

describe('useStream without a client', () => {
  const original = globalThis.fetch;
  let paths: string[];
  beforeEach(() => {
    paths = [];
    // As in a page, whose fetch resolves a path.
    globalThis.fetch = (path, init) => {
      paths.push(String(path));
      return original(`${server.url}${path}`, init);
    };
  });
  afterEach(() => {
    globalThis.fetch = original;
    window.localStorage.clear();
  });

  const showAlone = (...requests: StreamRequest[]) => {
    const titles = requests.map((request, key) => react.createElement(Title, { request, key }));
    flushSync(() => root.render(react.createElement(react.Fragment, null, ...titles)));
  };

  test("asks the page's origin", async () => {
    server.answers(success(videoData('own')));
    showAlone(movie('550'));
    expect(await settled()).toMatchObject({ data: videoData('own'), error: undefined });
    expect(paths).toEqual(['/api/stream/extract?tmdbId=550&mediaType=movie']);
  });

  test('shares one client among components: two of a title are one request, later ones none', async () => {
    server.answers(success(videoData('shared')));
    showAlone(movie('680'), movie('680'));
    await settled();
    showAlone();
    shown = [];
    showAlone(movie('680'));
    expect(await settled()).toMatchObject({ data: videoData('shared') });
    expect(paths).toHaveLength(1);
  });

  test('asks again with refetch, through the same client', async () => {
    server.answers(success(videoData('first')), success(videoData('second')));
    showAlone(movie('45745'));
    await settled();
    await latest().refetch();
    await until(showsSource(videoData('second')));
    expect(paths).toHaveLength(2);
  });
});

describe('a title that stays open', () => {
  test('shows fresh links before the first of the old ones expires, without loading', async () => {
    await showDying();
    const next = expiring('new', 2 * TEN_MINUTES);
    server.answers(success(next));
    await clock.advance(TEN_MINUTES - 30_000);
    expect(asked).toBe(1);
    const before = shown.length;
    await clock.advance(10_000);
    expect(await until(showsSource(next))).toMatchObject({ data: next, error: undefined });
    expect(shown.slice(before).some(({ loading }) => loading)).toBe(false);
    await clock.advance(TEN_MINUTES - 20_000);
    expect(asked).toBe(2);
  });

  test('renews them also for a subtitle that expires first', async () => {
    const { sources } = expiring('old', TEN_MINUTES);
    const subtitle = { label: 'Deutsch', language: 'de', url: 'https://media.example/de.vtt' };
    const expiresAt = new Date(clock.now() + TEN_MINUTES / 2).toISOString();
    server.answers(success({ sources, subtitles: [{ ...subtitle, expiresAt }] }));
    show(movie('550'));
    await settled();
    await clock.advance(TEN_MINUTES / 2 - 20_000);
    expect(asked).toBe(2);
  });

  test('renews them at once when the page becomes visible again', async () => {
    await showDying();
    const next = expiring('new', 2 * TEN_MINUTES);
    server.answers(success(next));
    await clock.advance(TEN_MINUTES - 29_000);
    window.document.dispatchEvent(new window.Event('visibilitychange'));
    window.document.dispatchEvent(new window.Event('visibilitychange'));
    await until(showsSource(next));
    expect(asked).toBe(2);
  });

  test('keeps its data beside the error when that fails, and asks again after the Retry-After', async () => {
    const old = await showDying();
    server.answers(unavailable({ 'Retry-After': '25' }));
    await clock.advance(TEN_MINUTES - 20_000);
    expect(await until(({ error }) => error !== undefined)).toMatchObject({ data: old, error: { status: 503 } });
    const next = expiring('new', 2 * TEN_MINUTES);
    server.answers(success(next));
    await clock.advance(24_000);
    window.document.dispatchEvent(new window.Event('visibilitychange'));
    expect(asked).toBe(2);
    await clock.advance(10_000);
    expect(await until(showsSource(next))).toMatchObject({ error: undefined });
    expect(asked).toBe(3);
  });

  test('waits at least ten seconds after a failure', async () => {
    await showDying();
    server.answers(unavailable());
    await clock.advance(TEN_MINUTES - 20_000);
    await until(({ error }) => error !== undefined);
    await clock.advance(9_999);
    window.document.dispatchEvent(new window.Event('visibilitychange'));
    expect(asked).toBe(2);
  });

  test('stops when the title is not found', async () => {
    const old = await showDying();
    server.answers(failure(404, { error: 'Extraction failed', message: 'Gone.', retryable: false }));
    await clock.advance(TEN_MINUTES);
    expect(await until(({ error }) => error !== undefined)).toMatchObject({ data: old, error: { status: 404 } });
    await clock.advance(TEN_MINUTES);
    expect(asked).toBe(2);
  });

  test('checks the links of the title it shows, not of one it showed before', async () => {
    await showDying();
    server.answers(success(videoData('unsigned')));
    show(movie('551'));
    await until(showsSource(videoData('unsigned')));
    await clock.advance(2 * TEN_MINUTES);
    expect(server.calls.filter((call) => call.includes('tmdbId=550'))).toHaveLength(1);
  });

  test('asks nothing more when the component is unmounted', async () => {
    await showDying();
    flushSync(() => root.render(null));
    await clock.advance(2 * TEN_MINUTES);
    window.document.dispatchEvent(new window.Event('visibilitychange'));
    expect(asked).toBe(1);
  });
});
