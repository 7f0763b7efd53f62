import { expect, test } from '@jest/globals';
import type { AnswerEntry } from '../../lambda/cache/entry.ts';
import type { Renewal, RenewalRequest } from '../../lambda/cache/renewals.ts';
import { pathwaysOf } from '../../lambda/playback/playlist.ts';
import type { SteeringOptions } from '../../lambda/wiring/playback/steering-route.ts';
import { steeringRoute } from '../../lambda/wiring/playback/steering-route.ts';
import type { RouteRequest } from '../../lambda/wiring/route-handler.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { proxyEvent } from '../support/proxy-event.ts';

/* What a player gets while a part of the way hangs, on a clock that the test moves: in half a second, always. */

const NEVER = new Promise<never>(() => {});
const clock = new FakeClock();
const pathway = (life: number) => `film.${(Math.floor(clock.now() / 1000) + life).toString(36)}.abcdef`;
const inSeconds = (seconds: number) => new Date(clock.now() + seconds * 1000).toISOString();

/** A renewed entry, without its master. */
const renewed = (): AnswerEntry => {
  const link = { id: 'film', url: 'https://a.example/m.m3u8', type: 'hls', quality: 'auto', variants: [] };
  return {
    kind: 'answer',
    storedAt: clock.now(),
    data: JSON.stringify({ sources: [{ ...link, expiresAt: inSeconds(3600) }] }),
  } as unknown as AnswerEntry;
};

interface Parts {
  readonly find: (request: RenewalRequest) => Promise<Renewal>;
  /** Whether the client may; undefined for a decision that hangs. */
  readonly allowed?: boolean;
  readonly unwell?: SteeringOptions['unwell'];
  readonly readMaster?: SteeringOptions['readMaster'];
}

/** TTL of the answer, and its first pathway, after half a second at most. */
async function steered({ find, allowed, ...parts }: Parts, owned = pathway(100)): Promise<[number, string]> {
  const context = { events: {}, measured: [] } as unknown as RouteRequest['context'];
  const limiter = {
    start: () => {
      context.deciding = allowed === undefined ? NEVER : Promise.resolve({ allowed } as never);
    },
  };
  const route = steeringRoute({
    cache: { renewals: async () => ({ find: (_: unknown, request: RenewalRequest) => find(request) }) },
    clock,
    limiter,
    random: () => 0,
    ...parts,
  } as unknown as SteeringOptions);
  const event = proxyEvent({ mediaType: 'movie', tmdbId: '550', p: [owned] });
  const answer = route.answer({ event, context } as RouteRequest);
  await clock.advance(500);
  const { statusCode, body } = await Promise.race([answer, Promise.reject(new Error('not in time'))]);
  expect(statusCode).toBe(200);
  const { TTL, 'PATHWAY-PRIORITY': priority } = JSON.parse(body);
  return [TTL, priority[0]];
}

const unknown: Renewal = { entry: undefined, refresh: 'failed', isUnknown: true };

test('a table that hangs, or cannot be read: what the player has, for a minute', async () => {
  const owned = pathway(100);
  expect(await steered({ find: () => NEVER }, owned)).toEqual([60, owned]);
  expect(await steered({ find: async () => unknown }, owned)).toEqual([60, owned]);
});

test('a refresh that is about to begin at the end of the time: the player asks again in 5 s', async () => {
  const owned = pathway(100);
  const find = async ({ mayRefresh }: RenewalRequest): Promise<Renewal> => {
    await mayRefresh();
    return NEVER;
  };
  expect(await steered({ find }, owned)).toEqual([5, owned]);
  expect(await steered({ find, allowed: true }, owned)).toEqual([5, owned]);
});

test('a client over its limit, and a decision that fails, start nothing: a minute', async () => {
  const find = async ({ mayRefresh }: RenewalRequest): Promise<Renewal> => {
    const allowed = await mayRefresh();
    return { entry: undefined, refresh: allowed ? 'started' : 'none', isUnknown: false };
  };
  expect((await steered({ find, allowed: false }))[0]).toBe(60);
  expect((await steered({ find, allowed: true }))[0]).toBe(5);
  const failing = async ({ mayRefresh }: RenewalRequest): Promise<Renewal> => {
    void mayRefresh();
    throw new Error('no decision');
  };
  expect((await steered({ find: failing, allowed: true }))[0]).toBe(60);
});

test('a title that no cache has is extracted only once the links have less than two minutes left', async () => {
  const find = async ({ mayRefresh }: RenewalRequest): Promise<Renewal> => {
    const allowed = await mayRefresh();
    return { entry: undefined, refresh: allowed ? 'started' : 'none', isUnknown: false };
  };
  expect((await steered({ find, allowed: true }, pathway(3600)))[0]).toBe(300);
  expect((await steered({ find, allowed: true }, pathway(119)))[0]).toBe(5);
});

test('renewed links whose master is still being read: the player asks again in 5 s, as long as its own live', async () => {
  const find = async (): Promise<Renewal> => ({ entry: renewed(), refresh: 'none', isUnknown: false });
  for (const readMaster of [() => NEVER, () => Promise.reject(new Error('no host'))]) {
    expect((await steered({ find, readMaster }))[0]).toBe(5);
    expect((await steered({ find, readMaster }, pathway(-100)))[0]).toBe(60);
    // Nothing is urgent yet.
    expect((await steered({ find, readMaster }, pathway(3600)))[0]).toBe(300);
  }
});

test('a list of unwell sources that hangs does not keep renewed links from a player', async () => {
  const text = '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="avc1"\nv.m3u8\n';
  const find = async (): Promise<Renewal> => ({ entry: renewed(), refresh: 'none', isUnknown: false });
  const readMaster = async () => ({ text, url: 'https://a.example/m.m3u8' });
  const sources = [{ id: 'film', url: 'https://a.example/m.m3u8', expiresAt: clock.now() + 100_000 }] as const;
  const owned = pathwaysOf({ text, sources, storedAt: clock.now() }).pathways[0]!.id;
  const [ttl, first] = await steered({ find, readMaster, unwell: () => NEVER }, owned);
  expect([ttl, first === owned]).toEqual([300, false]);
});
