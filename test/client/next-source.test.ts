import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Root } from 'react-dom/client';
import { createStreamClient, type Source, type StreamClient, type VideoData } from '../../client/src/index.ts';
import type { Stream } from '../../client/src/react/use-stream.ts';
import { type ReactPage, startReactPage } from './react/react-page.ts';
import { type StreamServer, startStreamServer, success, videoData } from './stream-server.ts';

let page: ReactPage;
let useStream: typeof import('../../client/src/react/use-stream.ts').useStream;
beforeAll(async () => {
  page = await startReactPage();
  ({ useStream } = await import('../../client/src/react/use-stream.ts'));
});
afterAll(() => page.close());

let server: StreamServer;
let root: Root;
let latest: Stream;
beforeEach(async () => {
  server = await startStreamServer();
  root = page.newRoot();
});
afterEach(async () => {
  page.flushSync(() => root.unmount());
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
  const title = page.react.createElement(Title, { tmdbId, client });
  page.flushSync(() => root.render(page.react.createElement(page.react.StrictMode, null, title)));
  while (!latest.data) await new Promise((resolve) => setTimeout(resolve, 1));
}

test('next goes through the sources, best first, and names what was passed over', async () => {
  server.answers(success(answerOf('a', 'b')));
  await show('550', createStreamClient({ baseUrl: server.url, storage: null }));
  expect(latest.source?.id).toBe('a');
  page.flushSync(() => {
    latest.next('HTTP 404');
    // The same failure, seen by a second listener.
    latest.next('HTTP 404');
  });
  expect(latest.source?.id).toBe('b');
  page.flushSync(() => latest.next());
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
  page.flushSync(() => latest.next());
  await latest.refetch();
  expect(latest.source?.id).toBe('b');
  root.render(null);
  await show('551', client);
  expect([latest.source?.id, latest.tried.length]).toEqual(['a', 0]);
});
