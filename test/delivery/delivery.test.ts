import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Source, VideoData } from '../../contract/answer.ts';
import type { CdnSettings } from '../../contract/settings/cdns.ts';
import { newCacheStatus } from '../../lambda/cache/cache-status.ts';
import type { AnswerEntry } from '../../lambda/cache/entry.ts';
import { SigningKeys } from '../../lambda/delivery/signing-keys.ts';
import { cachingHeaders } from '../../lambda/wiring/cache-response.ts';
import { Delivery } from '../../lambda/wiring/delivery/delivery.ts';
import { entityTag } from '../../lambda/wiring/entity-tag.ts';
import { edgeFunction } from '../../local/media/edge-function.ts';
import { storedKeys } from '../../local/media/media-keys.ts';
import { FakeClock, shifted } from '../support/fake-clock.ts';

const ORIGIN = 'https://origin.example.com/media/';
const MAIN: CdnSettings = {
  name: 'main',
  match: ORIGIN,
  base: 'https://cdn.example.com/',
  scope: 2,
  sign: { type: 'path-hmac', secret: 'media-key', ttlSeconds: 300 },
};
const secretOf = (current: string, ...ids: string[]) =>
  JSON.stringify({ current, keys: ids.map((id) => ({ id, secret: id.repeat(40) })) });
const START = Date.UTC(2026, 0, 1, 0, 0, 20);
const HOUR = 3_600_000;

const source = (url: string, type: Source['type'], more: Partial<Source> = {}): Source => ({
  url,
  id: `id-${url.length}`,
  quality: '1080p',
  type,
  ...more,
});

function entryOf(data: Partial<VideoData>, storedAt = START): AnswerEntry {
  const text = JSON.stringify({ sources: [source(`${ORIGIN}m/550/master.m3u8`, 'hls')], subtitles: [], ...data });
  return {
    ...{ kind: 'answer', data: text, etag: entityTag(text), sourceCount: 1, subtitleCount: 0, bestQuality: '1080p' },
    ...{ generation: 0, storedAt, freshUntil: storedAt + 1_800_000, staleUntil: storedAt + 5_400_000 },
  } as AnswerEntry;
}

function container(cdns: readonly CdnSettings[] = [MAIN], clock = new FakeClock(START)) {
  const secrets = {
    read: async (): Promise<string> => secretOf('a', 'a'),
    readOf: (_name: string): Promise<string> => secrets.read(),
    ...{ reads: 0, unreadable: 0, missing: 0 },
  };
  const keys = new SigningKeys({
    read: (name) => {
      secrets.reads += 1;
      return secrets.readOf(name);
    },
    clock,
    onUnreadable: (_secret, _error, lastKeyServes) => {
      if (lastKeyServes) secrets.unreadable += 1;
      else secrets.missing += 1;
    },
  });
  const delivery = new Delivery({ cdns, keys, clock });
  /** The entry that is sent, or the result in its place. */
  const sent = async (entry: AnswerEntry): Promise<AnswerEntry> => {
    const result = await delivery.answer(entry);
    if (result.result !== 'answer') throw new Error(result.result);
    return result.entry;
  };
  const dataOf = async (entry: AnswerEntry) => JSON.parse((await sent(entry)).data) as VideoData;
  return { delivery, clock, secrets, sent, dataOf };
}

const status = () => ({ ...newCacheStatus(), tier: 'memory' as const, outcome: 'fresh' as const });
const headersOf = (entry: AnswerEntry, now: number) =>
  cachingHeaders(entry, { status: status(), now } as Parameters<typeof cachingHeaders>[1]);
const leftOf = (url: string, now: number) => Number(/\/t\/(\d+)\./.exec(url)![1]) - now / 1000;

describe('an answer through a CDN', () => {
  test('leads sources, subtitles and poster through it, with an exact expiry, and leaves other links alone', async () => {
    const { dataOf } = container();
    const foreign = source('https://other.example.com/film.mp4?a=1', 'mp4');
    const { sources, subtitles, poster } = await dataOf(
      entryOf({
        sources: [
          source(`${ORIGIN}m/550/master.m3u8`, 'hls', { expiresAt: '2026-01-01T01:00:00Z' }),
          source(`${ORIGIN}m/550/film.mp4`, 'mp4'),
          foreign,
        ],
        subtitles: [{ label: 'English', language: 'en', url: `${ORIGIN}m/550/en.vtt` }],
        poster: `${ORIGIN}posters/550.jpg`,
      }),
    );
    const expiry = Date.UTC(2026, 0, 1, 0, 5) / 1000;
    expect(sources[0]!.url).toMatch(new RegExp(`^https://cdn.example.com/t/${expiry}.2.[\\w-]{43}/m/550/master.m3u8$`));
    expect(sources.map(({ expiresAt }) => expiresAt)).toEqual([
      '2026-01-01T00:05:00.000Z',
      '2026-01-01T00:05:00.000Z',
      undefined,
    ]);
    expect(sources[2]).toEqual(foreign);
    expect(subtitles[0]!.url.split('/')[4]).toBe(sources[0]!.url.split('/')[4]);
    expect(poster).toMatch(/\/t\/\d+\.2\.[\w-]{43}\/posters\/550\.jpg$/);
  });

  test('has a source for each CDN of one match, in their order and of one id over renewals', async () => {
    const second = { ...MAIN, name: 'second', base: 'https://second.example.com/' };
    const { dataOf, clock } = container([MAIN, second]);
    const ids = async () => (await dataOf(entryOf({}))).sources.map(({ id }) => id);
    const before = await ids();
    const hosts = (await dataOf(entryOf({}))).sources.map(({ url }) => new URL(url).host);
    expect(hosts).toEqual(['cdn.example.com', 'second.example.com']);
    await clock.advance(HOUR);
    expect(await ids()).toEqual(before);
    expect(new Set(before).size).toBe(2);
  });

  test('leaves out what it cannot sign for one title alone, and is a 404 where nothing is left', async () => {
    const { dataOf } = container();
    const sources = [`${ORIGIN}master.m3u8`, `${ORIGIN}m/550.m3u8`, `${ORIGIN}m/550/a%2Fb.m3u8`].map((url) =>
      source(url, 'hls'),
    );
    const kept = source(`${ORIGIN}film.mp4`, 'mp4');
    expect((await dataOf(entryOf({ sources: [...sources, kept] }))).sources).toHaveLength(1);
    await expect(dataOf(entryOf({ sources }))).rejects.toThrow('not-found');
  });

  test('is made once a minute, and is the same in every container', async () => {
    const one = container();
    const other = container();
    const entry = entryOf({});
    const made = await one.sent(entry);
    expect(await one.sent(entry)).toBe(made);
    expect(await other.sent(entryOf({}))).toEqual(made);
    await one.clock.advance(40_000);
    const renewed = await one.sent(entry);
    expect([renewed.data === made.data, renewed.etag === made.etag]).toEqual([false, false]);
  });

  test('no link has less than its life less a minute, and no cache keeps it for longer than the links live', async () => {
    const { sent: send, clock } = container();
    const entry = entryOf({});
    for (let second = 0; second < 3600; second += 7) {
      const now = clock.now();
      const sent = await send(entry);
      const { url } = (JSON.parse(sent.data) as VideoData).sources[0]!;
      expect(leftOf(url, now)).toBeGreaterThanOrEqual(240);
      const { 'Cache-Control': control, Age: age } = headersOf(sent, now);
      const [, maxAge] = /^private, max-age=(\d+)$/.exec(control!)!;
      expect(Number(maxAge)).toBeLessThanOrEqual(180);
      expect(Number(maxAge) - Number(age)).toBeLessThanOrEqual(leftOf(url, now) - 120);
      // The entry itself lives for its half hour.
      expect(entry.freshUntil - entry.storedAt).toBe(1_800_000);
      await clock.advance(7000);
    }
  });

  test('the ttl is what is left of max-age, and an entry that is not stored stays so', async () => {
    const { sent: send } = container();
    const sent = await send(entryOf({}));
    expect(headersOf(sent, START)).toMatchObject({
      'Cache-Control': 'private, max-age=180',
      Age: '20',
      'Cache-Status': 'stream-api; hit; ttl=160; detail=memory',
    });
    const once = { ...entryOf({}), freshUntil: START, staleUntil: START };
    expect(headersOf(await send(once), START)).toMatchObject({ 'Cache-Control': 'no-store' });
  });

  test('without a signature only the host changes, and nothing else of the answer', async () => {
    const { sent: send } = container([{ name: 'plain', match: ORIGIN, base: 'https://cdn.example.com/a/' }]);
    const sent = await send(entryOf({ sources: [source(`${ORIGIN}m/1.m3u8?v=2`, 'hls')] }));
    const { sources } = JSON.parse(sent.data) as VideoData;
    expect(sources).toEqual([
      { ...source(`${ORIGIN}m/1.m3u8?v=2`, 'hls'), url: 'https://cdn.example.com/a/m/1.m3u8?v=2' },
    ]);
    expect(headersOf(sent, START)['Cache-Control']).toBe('private, max-age=1800, stale-while-revalidate=3600');
  });

  test('of two matches the longer one counts', async () => {
    const inner = { ...MAIN, name: 'inner', match: `${ORIGIN}m/`, base: 'https://inner.example.com/', scope: 1 };
    const { dataOf } = container([MAIN, inner]);
    expect((await dataOf(entryOf({}))).sources.map(({ url }) => new URL(url).host)).toEqual(['inner.example.com']);
  });
});

describe('what cannot be sent', () => {
  const second = { ...MAIN, name: 'second', base: 'https://two.example.com/' };
  const SECOND: CdnSettings = { ...second, sign: { ...MAIN.sign!, secret: 'other' } };
  const hostsOf = ({ sources }: VideoData) => sources.map(({ url }) => new URL(url).host);

  test('is named to the log with its CDN and why, each time, and a title of which nothing is left is kept by nobody', async () => {
    const { delivery } = container();
    const entry = entryOf({ sources: [source(`${ORIGIN}master.m3u8`, 'hls')], poster: `${ORIGIN}a%2Fb.jpg` });
    for (let time = 0; time < 2; time += 1) {
      const events: unknown[] = [];
      const result = await delivery.answer(entry, { onLeftOut: (event) => events.push(event) });
      expect(events).toEqual([{ cdn: 'main', problems: '2 not-signable' }]);
      if (result.result !== 'not-found') throw new Error(result.result);
      const headers = cachingHeaders(result.entry, { status: status(), now: START } as never);
      expect(headers['Cache-Control']).toBe('no-store');
    }
  });

  test('is what a CDN without a key would carry: the others serve, and it is a 503 where none does', async () => {
    const { dataOf, delivery, secrets, clock } = container([MAIN, SECOND]);
    const foreign = source('https://other.example.com/film.mp4', 'mp4');
    secrets.readOf = async (name) => (name === 'media-key' ? '<html>' : secretOf('a', 'a'));
    expect(hostsOf(await dataOf(entryOf({})))).toEqual(['two.example.com']);
    secrets.readOf = async () => '<html>';
    await clock.advance(13 * HOUR);
    await expect(dataOf(entryOf({}))).rejects.toThrow('unavailable');
    const partly = entryOf({ sources: [source(`${ORIGIN}m/550/a.m3u8`, 'hls'), foreign] }, clock.now());
    const events: unknown[] = [];
    const result = await delivery.answer(partly, { onLeftOut: (event) => events.push(event) });
    if (result.result !== 'answer') throw new Error(result.result);
    expect([JSON.parse(result.entry.data).sources, events]).toEqual([
      [foreign],
      ['main', 'second'].map((cdn) => ({ cdn, problems: '1 no-key' })),
    ]);
    // The key may be there at the next look.
    expect(headersOf(result.entry, clock.now())['Cache-Control']).toBe('private, max-age=60');
    secrets.readOf = async () => secretOf('a', 'a');
    await clock.advance(10_000);
    expect(hostsOf(await dataOf(partly))).toEqual(['cdn.example.com', 'two.example.com', 'other.example.com']);
  });

  test('of too many sources are the links of further CDNs first', async () => {
    const cdns = Array.from({ length: 8 }, (_, index) => ({
      ...MAIN,
      name: `c${index}`,
      base: `https://c${index}.example/`,
    }));
    const sources = Array.from({ length: 40 }, (_, index) =>
      source(`${ORIGIN}m/550/${index}.mp4`, 'mp4', { id: `f${index}` }),
    );
    const { sources: sent } = await container(cdns).dataOf(entryOf({ sources }));
    expect(sent).toHaveLength(100);
    expect(new Set(sent.map(({ url }) => new URL(url).pathname.split('/').pop())).size).toBe(40);
    expect(sent.filter(({ url }) => url.startsWith('https://c0.'))).toHaveLength(40);
  });

  test('takes the tracks of a manifest with it, and none of another', async () => {
    const track = (url: string) => ({
      label: url,
      language: 'en',
      url: ORIGIN + url,
      delivery: 'in-manifest' as const,
    });
    const film = source(`${ORIGIN}m/550/film.mp4`, 'mp4');
    const lost = source(`${ORIGIN}x/720.m3u8`, 'hls');
    const { dataOf } = container();
    const labels = async (...sources: Source[]) =>
      (
        await dataOf(entryOf({ sources, subtitles: [track('x/subs/a/en.m3u8'), track('m/550/subs/en.m3u8')] }))
      ).subtitles.map(({ label }) => label);
    expect(await labels(film, lost)).toEqual([]);
    expect(await labels(source(`${ORIGIN}m/550/master.m3u8`, 'hls'), lost)).toEqual(['m/550/subs/en.m3u8']);
  });

  test('a source has the same id wherever its CDN is in the list, and whether others have keys', async () => {
    const idsOf = async (...cdns: CdnSettings[]) => {
      const { sources } = await container(cdns).dataOf(entryOf({}));
      return Object.fromEntries(sources.map(({ id, url }) => [new URL(url).host, id]));
    };
    const ids = await idsOf(MAIN, second);
    expect(await idsOf(second, MAIN)).toEqual(ids);
    expect(ids['cdn.example.com']).toBe(`id-${`${ORIGIN}m/550/master.m3u8`.length}`);
    const { dataOf, secrets } = container([MAIN, SECOND]);
    secrets.readOf = async (name) => (name === 'media-key' ? '' : secretOf('a', 'a'));
    expect((await dataOf(entryOf({}))).sources.map(({ id }) => id)).toEqual([ids['two.example.com']]);
  });
});

describe('the tag of an answer', () => {
  test('is another one with another key, or another base, of the same minute', async () => {
    const tagOf = async (settings: CdnSettings, secret: string) => {
      const { sent, secrets } = container([settings]);
      secrets.read = async () => secret;
      return (await sent(entryOf({}))).etag;
    };
    const other = JSON.stringify({ current: 'a', keys: [{ id: 'a', secret: 'x'.repeat(40) }] });
    const tags = [
      await tagOf(MAIN, secretOf('a', 'a')),
      await tagOf(MAIN, other),
      await tagOf({ ...MAIN, base: 'https://new.example.com/' }, secretOf('a', 'a')),
    ];
    expect(new Set(tags).size).toBe(3);
    expect(await tagOf(MAIN, secretOf('a', 'a'))).toBe(tags[0]);
  });
});

describe('the signing key', () => {
  test('is read once, and anew every five minutes', async () => {
    const { delivery, clock, secrets } = container();
    for (let minute = 0; minute < 11; minute += 1) {
      await delivery.answer(entryOf({}, clock.now()));
      await clock.advance(60_000);
    }
    expect(secrets.reads).toBe(3);
  });

  test('that cannot be read any more serves for twelve hours, then the answer is a 503', async () => {
    const { delivery, clock, secrets, dataOf } = container();
    await delivery.answer(entryOf({}));
    secrets.read = async () => {
      throw new Error('denied');
    };
    await clock.advance(11.9 * HOUR);
    expect((await dataOf(entryOf({}))).sources[0]!.url).toContain('/t/');
    expect([secrets.unreadable, secrets.missing]).toEqual([1, 0]);
    await clock.advance(0.2 * HOUR);
    await expect(dataOf(entryOf({}))).rejects.toThrow('unavailable');
    expect([secrets.unreadable, secrets.missing]).toEqual([1, 1]);
    secrets.read = async () => secretOf('a', 'a');
    await clock.advance(20_000);
    expect((await dataOf(entryOf({}))).sources[0]!.url).toContain('/t/');
  });

  test.each([
    ['rejects', () => Promise.reject(new Error('no'))],
    ['is empty', async () => ''],
    ['is too short', async () => 'short'],
    ['names a key that is not there', async () => secretOf('b', 'a')],
    ['has no keys', async () => '{"current":"a"}'],
    ['is half a document', async () => '{"current":"a","keys":[{"id":"a","sec'],
    ['is a page of another service', async () => `<html>${'x'.repeat(60)}</html>`],
    ['is the end of a document', async () => `rrent":"a","keys":[{"id":"a","secret":"${'a'.repeat(40)}"}]}`],
    ['is no set of keys', async () => 'a'.repeat(43)],
    ['is a set in quotes', async () => JSON.stringify(secretOf('a', 'a'))],
    ['is null', async () => 'null'],
    [
      'has blanks for a key',
      async () => JSON.stringify({ current: 'a', keys: [null, { id: 'a', secret: ' '.repeat(40) }] }),
    ],
    [
      'has a key that is no text',
      async () => JSON.stringify({ current: 1, keys: [{ id: 1, secret: 'a'.repeat(40) }] }),
    ],
  ])('of a new container that %s is a 503, never a link without a signature', async (_, read) => {
    const { dataOf, secrets } = container();
    secrets.read = read;
    await expect(dataOf(entryOf({}))).rejects.toThrow('unavailable');
  });

  test('of CloudFront that is cut or of another kind leaves the last good one in use, and is a 503 in a new container', async () => {
    const pem = (kind: 'P-256' | 'P-384') =>
      generateKeyPairSync('ec', { namedCurve: kind }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const settings: CdnSettings = { ...MAIN, sign: { ...MAIN.sign!, type: 'cloudfront', keyId: 'K123456789' } };
    const entry = entryOf({ sources: [source(`${ORIGIN}m/550/film.mp4`, 'mp4')] });
    const good = pem('P-256');
    for (const damaged of [good.slice(0, 100), pem('P-384'), secretOf('a', 'a'), 'x'.repeat(60)]) {
      const { dataOf, secrets, clock } = container([settings]);
      secrets.read = async () => good;
      await dataOf(entry);
      secrets.read = async () => damaged;
      await clock.advance(6 * 60_000);
      expect((await dataOf(entry)).sources[0]!.url).toContain('Signature=');
      const fresh = container([settings]);
      fresh.secrets.read = secrets.read;
      await expect(fresh.dataOf(entry)).rejects.toThrow('unavailable');
    }
  });

  test('that hangs keeps no request waiting while the last good one is there', async () => {
    const { delivery, secrets, clock } = container();
    await delivery.answer(entryOf({}));
    secrets.read = () => new Promise(() => undefined);
    for (let second = 0; second < 900; second += 1) {
      let answered = false;
      const answer = Promise.resolve(delivery.answer(entryOf({}, clock.now()))).then(() => {
        answered = true;
      });
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
      expect([second, answered]).toEqual([second, true]);
      await answer;
      await clock.advance(1000);
    }
    expect(secrets.unreadable).toBeGreaterThan(10);
  });

  test('is read for a container that slept, within half a second, since the former key may have been removed', async () => {
    const { delivery, secrets, clock, dataOf } = container();
    await delivery.answer(entryOf({}));
    await clock.advance(HOUR);
    secrets.read = async () => secretOf('b', 'b');
    const { url } = (await dataOf(entryOf({}, clock.now()))).sources[0]!;
    const edge = edgeFunction(
      () => storedKeys(secretOf('b', 'b')),
      () => clock.now(),
    );
    expect(await edge({ method: 'GET', uri: new URL(url).pathname })).toHaveProperty('uri');
    secrets.read = () => new Promise(() => undefined);
    await clock.advance(HOUR);
    let answered = false;
    const answer = dataOf(entryOf({}, clock.now())).then(() => {
      answered = true;
    });
    await clock.advance(500);
    expect(answered).toBe(true);
    await answer;
    // The others do not wait for what that one did not get.
    for (let time = 0; time < 60; time += 1) {
      await clock.advance(200);
      await dataOf(entryOf({}, clock.now()));
    }
  });

  test('that hangs costs two seconds once, and is a 503', async () => {
    const { dataOf, secrets, clock } = container();
    secrets.read = () => new Promise(() => undefined);
    const answer = dataOf(entryOf({})).catch((error: Error) => error.message);
    await clock.advance(2000);
    expect(await answer).toBe('unavailable');
  });

  test('of a half rotation: old and new links open at every step, from containers of any state', async () => {
    const steps = [secretOf('a', 'a'), secretOf('a', 'a', 'b'), secretOf('b', 'a', 'b')];
    for (const [step, secret] of steps.entries()) {
      // A container holds what it read up to five minutes ago.
      for (const known of steps.slice(Math.max(0, step - 1), step + 1)) {
        const clock = new FakeClock(Date.now());
        const { dataOf, secrets } = container([MAIN], clock);
        secrets.read = async () => known;
        const { url } = (await dataOf(entryOf({}))).sources[0]!;
        const verified = await edgeFunction(() => storedKeys(secret))({ method: 'GET', uri: new URL(url).pathname });
        expect(verified).toHaveProperty('uri', '/m/550/master.m3u8');
      }
    }
  });

  test('a container whose clock is off by a minute signs links that open', async () => {
    for (const off of [-60_000, 60_000]) {
      const { dataOf } = container([MAIN], shifted(new FakeClock(Date.now()), off) as FakeClock);
      const { url } = (await dataOf(entryOf({}))).sources[0]!;
      const verified = await edgeFunction(() => storedKeys(secretOf('a', 'a')))({
        method: 'GET',
        uri: new URL(url).pathname,
      });
      expect(verified).toHaveProperty('uri', '/m/550/master.m3u8');
    }
  });
});
