import { expect, test } from '@jest/globals';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { createStreamClient } from '../../client/src/index.ts';
import { renewLinks } from '../../client/src/player/link-renewal.ts';
import type { CdnSettings } from '../../contract/settings/cdns.ts';
import type { CacheStatus } from '../../lambda/cache/cache-status.ts';
import type { AnswerEntry } from '../../lambda/cache/entry.ts';
import { SigningKeys } from '../../lambda/delivery/signing-keys.ts';
import { Delivery } from '../../lambda/wiring/delivery/delivery.ts';
import { observedHandler } from '../observability/observed-handler.ts';
import { FakeClock } from '../support/fake-clock.ts';

/** The extract function's handler with a CDN that signs, and the SDK, on one clock. */

const ORIGIN = 'https://origin.example.com/media/';
const CDN: CdnSettings = {
  ...{ name: 'main', match: ORIGIN, base: 'https://cdn.example.com/', scope: 2 },
  sign: { type: 'path-hmac', secret: 'media-key', ttlSeconds: 300 },
};
const SECRET = JSON.stringify({ current: 'a', keys: [{ id: 'a', secret: 'a'.repeat(40) }] });
const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1);
const movie = { tmdbId: '550', mediaType: 'movie' } as const;

const HIT: Partial<CacheStatus> = { tier: 'memory', outcome: 'fresh' };
const MISS: Partial<CacheStatus> = { tier: 'provider', outcome: 'extracted', stored: true };

/** An API that has had the title for some time, and a page that asks it. */
function apiAndPage(how: Partial<CacheStatus>, now: number, storedAt = now) {
  const clock = new FakeClock(now);
  const keys = new SigningKeys({ read: async () => SECRET, clock, onUnreadable: () => undefined });
  const delivery = new Delivery({ cdns: [CDN], keys, clock });
  const { ask } = observedHandler({ clock, delivery: async () => delivery });
  const source = { url: `${ORIGIN}m/550/film.mp4`, id: 'a', quality: '1080p', type: 'mp4' };
  const entry: AnswerEntry = {
    ...{ kind: 'answer', etag: 'W/"a"', generation: 0, sourceCount: 1, subtitleCount: 0, bestQuality: '1080p' },
    ...{ storedAt, freshUntil: storedAt + 30 * MINUTE, staleUntil: storedAt + 90 * MINUTE },
    data: JSON.stringify({ sources: [source], subtitles: [] }),
  };
  const requests: number[] = [];
  const fetch = (async (url: string) => {
    requests.push(clock.now());
    const query = [...new URL(url).searchParams].map(([name, value]) => [name, [value]]);
    const { response } = await ask(
      { multiValueQueryStringParameters: Object.fromEntries(query) } as Partial<APIGatewayProxyEvent>,
      (status) => {
        Object.assign(status, how);
        return { result: 'answer', entry };
      },
    );
    const headers = { ...(response.headers as Record<string, string>), Date: new Date(clock.now()).toUTCString() };
    return new Response(response.body, { status: response.statusCode, headers });
  }) as typeof globalThis.fetch;
  return {
    clock,
    requests,
    client: createStreamClient({ baseUrl: 'https://api.example.com', clock, fetch, attempts: 1 }),
  };
}

test.each([
  ['a hit, ten minutes after it was stored', HIT, START + 10 * MINUTE + 37_000, START],
  ['a hit in the minute in which it was stored', HIT, START + 59_000, START + 37_000],
  ['a hit at the turn of a minute', HIT, START + 10 * MINUTE, START + 37_000],
  ['a miss', MISS, START + 59_000, START + 59_000],
  ["a miss that waited for another's extraction", { ...MISS, outcome: 'waited' }, START + 30_000, START + 30_000],
] as const)('%s: the SDK knows when its links expire and how long it is fresh', async (_, how, now, storedAt) => {
  const { client } = apiAndPage(how, now, storedAt);
  const { data, freshUntil } = await client.getAnswer(movie);
  const expiry = Math.floor(now / MINUTE) * MINUTE + 300_000;
  expect(Date.parse(data.sources[0]!.expiresAt!)).toBe(expiry);
  expect(Math.abs(client.expiresIn(data.sources[0]!)! - (expiry - now))).toBeLessThanOrEqual(1_000);
  expect(Math.abs(freshUntil!.getTime() - (expiry - 120_000))).toBeLessThanOrEqual(1_000);
});

test('a player asks for new links when theirs end, not every ten seconds', async () => {
  const { client, clock, requests } = apiAndPage(HIT, START + 5 * MINUTE + 37_000, START);
  const data = await client.getStream(movie);
  let playing = data.sources[0]!;
  const ending = new AbortController();
  const player = {
    playing: () => playing,
    timeLeft: client.expiresIn,
    successorOf: (_: unknown, [next]: readonly (typeof playing)[]) => next!,
    plays: ({ url }: typeof playing) => url === playing.url,
    switchOver: async (_: unknown, next: typeof playing) => {
      playing = next;
      return true;
    },
  };
  const renewing = renewLinks(player, { client, request: movie, data, clock }, ending.signal).catch(() => undefined);
  for (let second = 0; second < 240; second += 2) {
    await clock.advance(2_000);
    expect(client.expiresIn(playing)).toBeGreaterThan(0);
  }
  ending.abort();
  await renewing;
  expect(requests.length).toBeLessThanOrEqual(2);
});
