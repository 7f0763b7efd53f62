import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Window } from 'happy-dom';
import type { Root } from 'react-dom/client';
import { createStreamClient, type Source, type StreamClient, type VideoData } from '../../client/src/index.ts';
import type { Stream } from '../../client/src/react/use-stream.ts';
import { type StreamServer, startStreamServer, success, videoData } from './stream-server.ts';

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
let root: Root;
let latest: Stream;
beforeEach(async () => {
  server = await startStreamServer();
  root = createRoot(window.document.createElement('div') as unknown as Parameters<typeof createRoot>[0]);
});
afterEach(async () => {
  flushSync(() => root.unmount());
  await server.close();
});

const answerOf = (...ids: string[]): VideoData => ({
  sources: ids.map((id): Source => ({ ...videoData(id).sources[0]!, id })),
  subtitles: [],
});

function Title({ tmdbId, client }: { tmdbId: string; client: StreamClient }) {
  latest = useStream({ tmdbId, mediaType: 'movie' }, { client });
  return null;
}

async function show(tmdbId: string, client: StreamClient): Promise<void> {
  const title = react.createElement(Title, { tmdbId, client });
  flushSync(() => root.render(react.createElement(react.StrictMode, null, title)));
  while (!latest.data) await new Promise((resolve) => setTimeout(resolve, 1));
}

test('next goes through the sources, best first, and names what was passed over', async () => {
  server.answers(success(answerOf('a', 'b')));
  await show('550', createStreamClient({ baseUrl: server.url, storage: null }));
  expect(latest.source?.id).toBe('a');
  flushSync(() => {
    latest.next('HTTP 404');
    // The same failure, seen by a second listener.
    latest.next('HTTP 404');
  });
  expect(latest.source?.id).toBe('b');
  flushSync(() => latest.next());
  expect(latest.source).toBeUndefined();
  expect(latest.tried.map(({ source, reason }) => [source.id, reason])).toEqual([
    ['a', 'HTTP 404'],
    ['b', 'passed over'],
  ]);
});

test('renewed links do not bring back what was passed over, and another title begins with its best source', async () => {
  server.answers(success(answerOf('a', 'b')), success(answerOf('a', 'b')), success(answerOf('a', 'c')));
  const client = createStreamClient({ baseUrl: server.url, storage: null });
  await show('550', client);
  flushSync(() => latest.next());
  await latest.refetch();
  expect(latest.source?.id).toBe('b');
  root.render(null);
  await show('551', client);
  expect([latest.source?.id, latest.tried.length]).toEqual(['a', 0]);
});
