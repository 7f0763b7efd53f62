import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A provider on loopback, whose answer to each TMDB id the test sets. */
export interface ProviderService {
  readonly url: string;
  /** Calls so far, by TMDB id. */
  calls(tmdbId: string): number;
  /** Sets the answer for an id, or with `*` for all others. An id without one is answered with 404. */
  on(tmdbId: string, answer: Answer): void;
  stop(): Promise<void>;
}

export async function startProviderService(): Promise<ProviderService> {
  const answers = new Map<string, Answer>();
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    const id = new URL(request.url ?? '/', 'http://provider').searchParams.get('tmdbId') ?? '';
    counts.set(id, (counts.get(id) ?? 0) + 1);
    const answer = answers.get(id) ?? answers.get('*');
    if (answer) answer(response, request);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/extract`,
    calls: (tmdbId) => counts.get(tmdbId) ?? 0,
    on: (tmdbId, answer) => answers.set(tmdbId, answer),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const json =
  (body: unknown, status = 200): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
