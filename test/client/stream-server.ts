import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Source, VideoData } from '../../client/src/index.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A real HTTP server on the loopback, with one prepared answer for each request; the last one is repeated. */
export interface StreamServer {
  readonly url: string;
  /** Path and query of every call so far. */
  readonly calls: string[];
  readonly headers: IncomingMessage['headers'][];
  answers(...answers: Answer[]): void;
  /** Resolves when the number of requests so far has been reached. */
  called(times: number): Promise<void>;
  close(): Promise<void>;
}

export async function startStreamServer(): Promise<StreamServer> {
  const calls: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  let answers: Answer[] = [success()];
  let watchers: { times: number; notify: () => void }[] = [];
  const server = createServer((request, response) => {
    response.sendDate = false;
    calls.push(request.url ?? '');
    headers.push(request.headers);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    answer?.(request, response);
    for (const { times, notify } of watchers) if (calls.length >= times) notify();
    watchers = watchers.filter(({ times }) => calls.length < times);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    headers,
    answers: (...next) => {
      answers = next;
    },
    called: (times) =>
      new Promise((resolve) => {
        if (calls.length >= times) resolve();
        else watchers.push({ times, notify: resolve });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const LIVES = { 'Cache-Control': 'private, max-age=1800, stale-while-revalidate=3600', Age: '0' };

/** An answer of the API. By default its headers allow to store it as long as the specification does. */
export const success =
  (data: VideoData = videoData(), headers: Record<string, string> = LIVES): Answer =>
  (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', ...headers });
    response.end(JSON.stringify({ success: true, data, metadata: {} }));
  };

export const failure =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(status, headers);
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

export const unavailable = (headers: Record<string, string> = {}): Answer =>
  failure(503, { error: 'Service unavailable', message: 'Try again shortly.', retryable: true }, headers);

export const hang: Answer = () => undefined;

export const videoData = (name = 'one', facts: Partial<Source> = {}): VideoData => ({
  sources: [{ url: `https://media.example/${name}.m3u8`, id: 'a', quality: '1080p', type: 'hls', ...facts }],
  subtitles: [],
});
