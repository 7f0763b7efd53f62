import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { visitApi } from '../../lambda/wiring/canary/canary-visit.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const GOOD_HEADERS = {
  'Content-Type': 'application/json',
  'Cache-Control': 'private, max-age=1800, stale-while-revalidate=3600',
  'X-Response-Time': '3ms',
  'X-Content-Type-Options': 'nosniff',
  'X-RateLimit-Limit': '100',
  'X-RateLimit-Remaining': '99',
  'X-RateLimit-Reset': '1793534460',
  ETag: 'W/"a"',
};
const MISS = { ...GOOD_HEADERS, 'Cache-Status': 'stream-api; fwd=miss; stored' };
const HIT = { ...GOOD_HEADERS, 'Cache-Status': 'stream-api; hit; ttl=1799; detail=memory' };

const answer = () => ({
  success: true,
  data: { sources: [{ url: 'https://media.example/a.mp4', id: 'a', quality: '1080p', type: 'mp4' }], subtitles: [] },
  metadata: {
    tmdbId: '550',
    mediaType: 'movie',
    sourceCount: 1,
    subtitleCount: 0,
    bestQuality: '1080p',
    responseTime: '3ms',
  },
});

interface Reply {
  readonly status?: number;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

/** An API that gives these replies, one after the other. @returns what a visit to it complains of, and who called */
async function visit(replies: readonly Reply[]): Promise<{ complaints: readonly string[]; calls: string[] }> {
  const calls: string[] = [];
  const url = await listen((message, response) => {
    const reply = replies[calls.length]!;
    calls.push(`${message.headers['x-api-key']} ${message.url}`);
    response.writeHead(reply.status ?? 200, reply.headers).end(JSON.stringify(reply.body));
  });
  const { complaints } = await visitApi(url, { 'X-API-Key': 'k' });
  return { complaints, calls };
}

async function listen(listener: RequestListener): Promise<URL> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/extract?tmdbId=550&mediaType=movie`);
}

const without = (headers: Record<string, string>, name: string) =>
  Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name));

describe('a visit', () => {
  test('asks twice, with the key, and has nothing to complain of when the second answer is the stored one', async () => {
    const { complaints, calls } = await visit([
      { headers: MISS, body: answer() },
      { headers: HIT, body: answer() },
    ]);
    expect(complaints).toEqual([]);
    expect(calls).toEqual(Array(2).fill('k /extract?tmdbId=550&mediaType=movie'));
  });

  test('complains of an error and does not ask again', async () => {
    const { complaints, calls } = await visit([{ status: 503, headers: {}, body: { error: 'Service unavailable' } }]);
    expect(complaints).toEqual(['first answer: status 503 (Service unavailable)']);
    expect(calls).toHaveLength(1);
  });

  test.each(Object.keys(MISS).filter((name) => name !== 'ETag'))('misses the header %s', async (name) => {
    const { complaints } = await visit([
      { headers: without(MISS, name), body: answer() },
      { headers: HIT, body: answer() },
    ]);
    expect(complaints).toEqual([`first answer: header ${name} is missing`]);
  });

  test.each<[string, (body: ReturnType<typeof answer>) => unknown, string]>([
    ['no sources', ({ data, ...rest }) => ({ ...rest, data: { ...data, sources: [] } }), '/data/sources'],
    [
      'an unknown quality',
      (body) => ({ ...body, metadata: { ...body.metadata, bestQuality: 'best' } }),
      '/metadata/bestQuality',
    ],
    ['no JSON object', () => 'hello', '/'],
  ])('complains of a body with %s', async (_name, change, place) => {
    const { complaints } = await visit([
      { headers: MISS, body: change(answer()) },
      { headers: HIT, body: answer() },
    ]);
    expect(complaints).toEqual([`first answer: the body breaks the contract at ${place}`]);
  });

  test('complains of metadata that is not about the data, or about another title', async () => {
    const body = answer();
    Object.assign(body.metadata, { tmdbId: '551', sourceCount: 2, subtitleCount: 3 });
    const { complaints } = await visit([
      { headers: MISS, body },
      { headers: HIT, body: answer() },
    ]);
    expect(complaints).toEqual([
      'first answer: tmdbId is 551',
      'first answer: sourceCount is not the number of sources',
      'first answer: subtitleCount is not the number of subtitles',
    ]);
  });

  test('complains when the second answer is extracted anew or is another one', async () => {
    const { complaints } = await visit([
      { headers: MISS, body: answer() },
      { headers: { ...MISS, ETag: 'W/"b"' }, body: answer() },
    ]);
    expect(complaints).toEqual([
      'second answer: not from the cache (stream-api; fwd=miss; stored)',
      'second answer: another ETag',
    ]);
  });

  test('allows a stale answer to be refreshed in between, and links that expire at once not to be stored', async () => {
    const stale = { ...HIT, 'Cache-Status': 'stream-api; hit; ttl=-5; detail=table' };
    const refreshed = { ...HIT, ETag: 'W/"b"' };
    expect(
      (
        await visit([
          { headers: stale, body: answer() },
          { headers: refreshed, body: answer() },
        ])
      ).complaints,
    ).toEqual([]);
    const unstored = { ...MISS, 'Cache-Control': 'no-store' };
    expect(
      (
        await visit([
          { headers: unstored, body: answer() },
          { headers: unstored, body: answer() },
        ])
      ).complaints,
    ).toEqual([]);
  });

  test('allows the second answer to wait for the first one that another container is storing', async () => {
    const collapsed = { ...HIT, 'Cache-Status': 'stream-api; fwd=miss; collapsed' };
    const { complaints } = await visit([
      { headers: MISS, body: answer() },
      { headers: collapsed, body: answer() },
    ]);
    expect(complaints).toEqual([]);
  });

  test('complains when nobody answers', async () => {
    const url = await listen((message) => message.socket.destroy());
    expect((await visitApi(url, {})).complaints).toEqual(['no answer: TypeError']);
  });
});
