import { describe, expect, test } from '@jest/globals';
import { bestQuality } from '../../contract/rank.ts';
import type { AnswerEntry } from '../../lambda/cache/entry.ts';
import type { ExtractionOutcome } from '../../lambda/cache/extraction.ts';
import { buildVideoData } from '../../lambda/stream/answer.ts';
import { cacheResponse } from '../../lambda/wiring/cache-response.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { Fleet, LIFETIMES, MINUTE, movie, ScriptedProvider } from './fleet.ts';
import { MemoryStores } from './memory-stores.ts';

/*
 * For every form of signed link: its answer's life, in every tier and in the response's headers, ends before the link
 * expires.
 */

const TITLE = movie('550');
const NOW = Date.UTC(2026, 0, 1);
const MARGIN = MINUTE;
const HEX = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const seconds = (ms: number) => String(Math.floor(ms / 1000));
const basicDate = (ms: number) => new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '');
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (exp: number) => `${base64url({ alg: 'RS256' })}.${base64url({ sub: 'x', exp })}.${HEX}`;
const cloudFrontPolicy = (ms: number) =>
  Buffer.from(
    JSON.stringify({
      Statement: [{ Resource: '*', Condition: { DateLessThan: { 'AWS:EpochTime': Math.floor(ms / 1000) } } }],
    }),
  )
    .toString('base64')
    .replaceAll('+', '-')
    .replaceAll('=', '_')
    .replaceAll('/', '~');

/** How each form writes a link that expires at a moment (milliseconds since 1970). */
const FORMS: Record<string, (expires: number) => string> = {
  'S3 SigV4': (expires) =>
    `https://b.s3.amazonaws.com/v.mp4?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=${basicDate(NOW)}&X-Amz-Expires=${seconds(expires - NOW)}&X-Amz-Signature=${HEX}`,
  'S3 V2': (expires) =>
    `https://b.s3.amazonaws.com/v.mp4?AWSAccessKeyId=AK&Expires=${seconds(expires)}&Signature=${HEX}`,
  'CloudFront canned': (expires) =>
    `https://d1.cloudfront.net/v.mp4?Expires=${seconds(expires)}&Signature=${HEX}&Key-Pair-Id=K1`,
  'CloudFront custom': (expires) =>
    `https://d1.cloudfront.net/v.mp4?Policy=${cloudFrontPolicy(expires)}&Signature=${HEX}&Key-Pair-Id=K1`,
  'Google V4': (expires) =>
    `https://storage.googleapis.com/b/v.mp4?X-Goog-Date=${basicDate(NOW)}&X-Goog-Expires=${seconds(expires - NOW)}&X-Goog-Signature=${HEX}`,
  'Google V2': (expires) =>
    `https://storage.googleapis.com/b/v.mp4?GoogleAccessId=g&Expires=${seconds(expires)}&Signature=${HEX}`,
  'Cloud CDN': (expires) => `https://cdn.example/v.mp4?Expires=${seconds(expires)}&KeyName=k&Signature=${HEX}`,
  'Azure SAS': (expires) =>
    `https://a.blob.core.windows.net/c/v.mp4?sv=2024-11-04&se=${encodeURIComponent(new Date(expires).toISOString())}&sig=${HEX}`,
  'Akamai hdnts in the query': (expires) =>
    `https://cdn.example/v.mp4?hdnts=st=1~exp=${seconds(expires)}~acl=/*~hmac=${HEX}`,
  'Akamai hdnea in the path': (expires) => `https://cdn.example/hdnea=exp=${seconds(expires)}~acl=*~hmac=${HEX}/v.m3u8`,
  'Akamai __token__': (expires) => `https://cdn.example/v.mp4?__token__=exp=${seconds(expires)}~hmac=${HEX}`,
  'nginx secure_link': (expires) => `https://cdn.example/v.mp4?md5=AbCdEfGhIjKlMnOpQrStUv&expires=${seconds(expires)}`,
  'Bunny in the query': (expires) => `https://v.b-cdn.net/v.mp4?token=${HEX}&expires=${seconds(expires)}`,
  'Bunny in the path': (expires) => `https://v.b-cdn.net/bcdn_token=${HEX}&expires=${seconds(expires)}/v.m3u8`,
  Wowza: (expires) => `https://cdn.example/v.m3u8?wowzatokenendtime=${seconds(expires)}&wowzatokenhash=${HEX}`,
  Fastly: (expires) => `https://cdn.example/v.mp4?token=${seconds(expires)}_${HEX}`,
  'JWT in the query': (expires) => `https://stream.mux.com/v.m3u8?token=${jwt(Math.floor(expires / 1000))}`,
  'JWT in the path': (expires) => `https://videodelivery.net/${jwt(Math.floor(expires / 1000))}/manifest/video.m3u8`,
};

const PLAIN = 'https://media.example/film-720p.mp4';

interface Links {
  readonly source?: string;
  readonly subtitle?: string;
  readonly poster?: string;
  readonly expiresAt?: string;
}

/** One container whose provider finds these links, through the domain's own reading of them. */
function set({ source = PLAIN, subtitle, poster, expiresAt }: Links) {
  const clock = new FakeClock(NOW);
  const stores = new MemoryStores();
  const provider = new ScriptedProvider();
  const fleet = new Fleet({ clock, store: stores, purgeStore: stores, provider });
  provider.answer = (content): ExtractionOutcome => {
    const built = buildVideoData(
      content,
      {
        sources: [{ url: PLAIN }, { url: source, ...(expiresAt && { expiresAt }) }],
        subtitles: subtitle ? [{ url: subtitle, language: 'en' }] : [],
        ...(poster && { poster }),
      },
      clock.now(),
    )!;
    const { data, expiresAt: earliest, signedWithoutExpiry } = built;
    return {
      outcome: 'found',
      answer: {
        data: JSON.stringify(data),
        etag: 'W/"x"',
        sourceCount: data.sources.length,
        subtitleCount: data.subtitles.length,
        bestQuality: bestQuality(data.sources),
        links: { expiresAt: earliest, signedWithoutExpiry },
      },
    };
  };
  return { clock, stores, provider, fleet };
}

/** The HTTP response to a lookup now, with its lives in milliseconds. */
async function respond({ clock, fleet }: ReturnType<typeof set>, container = fleet.container()) {
  const { result, status } = await container.get(TITLE);
  const response = cacheResponse(result, {
    content: TITLE,
    status,
    now: clock.now(),
    event: { headers: {} },
    request: { elapsed: () => 1 },
  });
  const control = String(response.headers?.['Cache-Control']);
  const age = Number(response.headers?.Age ?? 0) * 1000;
  const directive = (name: string) => Number(new RegExp(`${name}=(\\d+)`).exec(control)?.[1] ?? 0) * 1000;
  return {
    control,
    status,
    entry: (result as { entry: AnswerEntry }).entry,
    freshUntil: clock.now() - age + directive('max-age'),
    staleUntil: clock.now() - age + directive('max-age') + directive('stale-while-revalidate'),
  };
}

describe.each(Object.entries(FORMS))('%s', (_, link) => {
  test.each([
    ['in 20 minutes', 20 * MINUTE],
    ['within the stale window', 50 * MINUTE],
    ['in a minute and a second', MINUTE + 1_000],
  ])('a link that expires %s is stale and expired before, in every tier and in Cache-Control', async (_, life) => {
    const expires = NOW + life;
    const one = set({ source: link(expires) });
    const first = await respond(one);
    const stored = one.stores.record('movie:550').entry!;
    expect(first.status.stored).toBe(true);
    expect(stored.freshUntil).toBe(Math.min(NOW + LIFETIMES.freshMs, expires - MARGIN));
    expect(stored.staleUntil).toBe(expires - MARGIN);
    expect(first.freshUntil).toBeLessThanOrEqual(expires - MARGIN);
    expect(first.staleUntil).toBeLessThanOrEqual(expires - MARGIN);

    const container = one.fleet.container();
    await one.clock.advance(Math.floor((life - MARGIN) / 2));
    const hit = await respond(one, container);
    expect(hit.status).toMatchObject({ tier: 'table' });
    expect(hit.entry.staleUntil).toBe(stored.staleUntil);
    expect(hit.control).toBe(first.control);
    expect(hit.staleUntil).toBeLessThanOrEqual(expires - MARGIN + 1_000);
    // Nor does the copy in memory live longer.
    expect(container.memory.get('movie:550', expires - MARGIN - 1)).toBeDefined();
    expect(container.memory.get('movie:550', expires - MARGIN)).toBeUndefined();
  });

  test('a link with 40 s left is sent with no-store and kept nowhere', async () => {
    const one = set({ source: link(NOW + 40_000) });
    const container = one.fleet.container();
    const { control, status } = await respond(one, container);
    expect(control).toBe('no-store');
    expect(status).toMatchObject({ outcome: 'extracted', stored: false });
    expect(container.memory.size).toBe(0);
    expect(one.stores.record('movie:550').entry).toBeUndefined();
    await container.get(TITLE);
    expect(one.provider.calls).toBe(2);
  });
});

describe('the earliest of all links counts', () => {
  const expires = NOW + 20 * MINUTE;
  test.each([
    ['a subtitle', { subtitle: FORMS['S3 V2']!(expires).replace('.mp4', '.vtt') }],
    ['the poster', { poster: FORMS['S3 V2']!(expires).replace('.mp4', '.jpg') }],
    ['the declared expiry', { expiresAt: new Date(expires).toISOString() }],
    [
      "the declared expiry, later than the link's own",
      { source: FORMS.Wowza!(expires), expiresAt: '2026-01-01T05:00:00Z' },
    ],
    [
      "the declared expiry, earlier than the link's own",
      { source: FORMS.Wowza!(expires + MINUTE), expiresAt: new Date(expires).toISOString() },
    ],
  ])('of %s', async (_, links) => {
    const one = set(links);
    await respond(one);
    expect(one.stores.record('movie:550').entry).toMatchObject({
      freshUntil: expires - MARGIN,
      staleUntil: expires - MARGIN,
    });
  });
});

test('a signed link without an expiry lives five minutes and is never stale', async () => {
  const one = set({ source: `https://cdn.example/v.mp4?signature=${HEX}` });
  const { control } = await respond(one);
  expect(control).toBe('private, max-age=300');
  expect(one.stores.record('movie:550').entry).toMatchObject({
    freshUntil: NOW + 5 * MINUTE,
    staleUntil: NOW + 5 * MINUTE,
  });
});

test('an impossible time shortens nothing', async () => {
  const one = set({ source: 'https://cdn.example/v.mp4?expires=1000000000' });
  expect((await respond(one)).control).toBe('private, max-age=1800, stale-while-revalidate=3600');
});
