import { describe, expect, test } from '@jest/globals';
import { bestQuality } from '../../contract/rank.ts';
import type { AnswerEntry } from '../../lambda/cache/entry.ts';
import type { ExtractionOutcome } from '../../lambda/cache/extraction.ts';
import { buildVideoData } from '../../lambda/stream/answer.ts';
import { cacheResponse } from '../../lambda/wiring/cache-response.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { Fleet, LIFETIMES, MINUTE, movie, ScriptedUpstream } from './fleet.ts';
import { MemoryStores } from './memory-stores.ts';

/*
 * For every form of signed link: what the cache holds of it, in every tier and in what it tells the client, ends before
 * the link does.
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

/** How each form writes a link that dies at a moment (milliseconds since 1970). */
const FORMS: Record<string, (dies: number) => string> = {
  'S3 SigV4': (dies) =>
    `https://b.s3.amazonaws.com/v.mp4?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=${basicDate(NOW)}&X-Amz-Expires=${seconds(dies - NOW)}&X-Amz-Signature=${HEX}`,
  'S3 V2': (dies) => `https://b.s3.amazonaws.com/v.mp4?AWSAccessKeyId=AK&Expires=${seconds(dies)}&Signature=${HEX}`,
  'CloudFront canned': (dies) =>
    `https://d1.cloudfront.net/v.mp4?Expires=${seconds(dies)}&Signature=${HEX}&Key-Pair-Id=K1`,
  'CloudFront custom': (dies) =>
    `https://d1.cloudfront.net/v.mp4?Policy=${cloudFrontPolicy(dies)}&Signature=${HEX}&Key-Pair-Id=K1`,
  'Google V4': (dies) =>
    `https://storage.googleapis.com/b/v.mp4?X-Goog-Date=${basicDate(NOW)}&X-Goog-Expires=${seconds(dies - NOW)}&X-Goog-Signature=${HEX}`,
  'Google V2': (dies) =>
    `https://storage.googleapis.com/b/v.mp4?GoogleAccessId=g&Expires=${seconds(dies)}&Signature=${HEX}`,
  'Cloud CDN': (dies) => `https://cdn.example/v.mp4?Expires=${seconds(dies)}&KeyName=k&Signature=${HEX}`,
  'Azure SAS': (dies) =>
    `https://a.blob.core.windows.net/c/v.mp4?sv=2024-11-04&se=${encodeURIComponent(new Date(dies).toISOString())}&sig=${HEX}`,
  'Akamai hdnts in the query': (dies) => `https://cdn.example/v.mp4?hdnts=st=1~exp=${seconds(dies)}~acl=/*~hmac=${HEX}`,
  'Akamai hdnea in the path': (dies) => `https://cdn.example/hdnea=exp=${seconds(dies)}~acl=*~hmac=${HEX}/v.m3u8`,
  'Akamai __token__': (dies) => `https://cdn.example/v.mp4?__token__=exp=${seconds(dies)}~hmac=${HEX}`,
  'nginx secure_link': (dies) => `https://cdn.example/v.mp4?md5=AbCdEfGhIjKlMnOpQrStUv&expires=${seconds(dies)}`,
  'Bunny in the query': (dies) => `https://v.b-cdn.net/v.mp4?token=${HEX}&expires=${seconds(dies)}`,
  'Bunny in the path': (dies) => `https://v.b-cdn.net/bcdn_token=${HEX}&expires=${seconds(dies)}/v.m3u8`,
  Wowza: (dies) => `https://cdn.example/v.m3u8?wowzatokenendtime=${seconds(dies)}&wowzatokenhash=${HEX}`,
  Fastly: (dies) => `https://cdn.example/v.mp4?token=${seconds(dies)}_${HEX}`,
  'JWT in the query': (dies) => `https://stream.mux.com/v.m3u8?token=${jwt(Math.floor(dies / 1000))}`,
  'JWT in the path': (dies) => `https://videodelivery.net/${jwt(Math.floor(dies / 1000))}/manifest/video.m3u8`,
};

const PLAIN = 'https://media.example/film-720p.mp4';

interface Links {
  readonly source?: string;
  readonly subtitle?: string;
  readonly poster?: string;
  readonly expiresAt?: string;
}

/** One container whose upstream finds these links, through the domain's own reading of them. */
function set({ source = PLAIN, subtitle, poster, expiresAt }: Links) {
  const clock = new FakeClock(NOW);
  const stores = new MemoryStores();
  const upstream = new ScriptedUpstream();
  const fleet = new Fleet({ clock, store: stores, purgeStore: stores, upstream });
  upstream.answer = (content): ExtractionOutcome => {
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
  return { clock, stores, upstream, fleet };
}

/** What a lookup now answers over HTTP, with its lives in milliseconds. */
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
  ])('a link that dies %s is stale and gone before, in every tier and in Cache-Control', async (_, life) => {
    const dies = NOW + life;
    const one = set({ source: link(dies) });
    const first = await respond(one);
    const stored = one.stores.record('movie:550').entry!;
    expect(first.status.stored).toBe(true);
    expect(stored.freshUntil).toBe(Math.min(NOW + LIFETIMES.freshMs, dies - MARGIN));
    expect(stored.staleUntil).toBe(dies - MARGIN);
    expect(first.freshUntil).toBeLessThanOrEqual(dies - MARGIN);
    expect(first.staleUntil).toBeLessThanOrEqual(dies - MARGIN);

    const container = one.fleet.container();
    await one.clock.advance(Math.floor((life - MARGIN) / 2));
    const hit = await respond(one, container);
    expect(hit.status).toMatchObject({ tier: 'table' });
    expect(hit.entry.staleUntil).toBe(stored.staleUntil);
    expect(hit.control).toBe(first.control);
    expect(hit.staleUntil).toBeLessThanOrEqual(dies - MARGIN + 1_000);
    // Nor does the copy in memory live longer.
    expect(container.memory.get('movie:550', dies - MARGIN - 1)).toBeDefined();
    expect(container.memory.get('movie:550', dies - MARGIN)).toBeUndefined();
  });

  test('a link with 40 s left goes out with no-store and is kept nowhere', async () => {
    const one = set({ source: link(NOW + 40_000) });
    const container = one.fleet.container();
    const { control, status } = await respond(one, container);
    expect(control).toBe('no-store');
    expect(status).toMatchObject({ outcome: 'extracted', stored: false });
    expect(container.memory.size).toBe(0);
    expect(one.stores.record('movie:550').entry).toBeUndefined();
    await container.get(TITLE);
    expect(one.upstream.calls).toBe(2);
  });
});

describe('the earliest of all links counts', () => {
  const dies = NOW + 20 * MINUTE;
  test.each([
    ['a subtitle', { subtitle: FORMS['S3 V2']!(dies).replace('.mp4', '.vtt') }],
    ['the poster', { poster: FORMS['S3 V2']!(dies).replace('.mp4', '.jpg') }],
    ["the extractor's word", { expiresAt: new Date(dies).toISOString() }],
    [
      "the extractor's word, later than the link's own",
      { source: FORMS.Wowza!(dies), expiresAt: '2026-01-01T05:00:00Z' },
    ],
    [
      "the extractor's word, earlier than the link's own",
      { source: FORMS.Wowza!(dies + MINUTE), expiresAt: new Date(dies).toISOString() },
    ],
  ])('of %s', async (_, links) => {
    const one = set(links);
    await respond(one);
    expect(one.stores.record('movie:550').entry).toMatchObject({
      freshUntil: dies - MARGIN,
      staleUntil: dies - MARGIN,
    });
  });
});

test('a signed link that tells no expiry lives five minutes and is never stale', async () => {
  const one = set({ source: `https://cdn.example/v.mp4?signature=${HEX}` });
  const { control } = await respond(one);
  expect(control).toBe('private, max-age=300');
  expect(one.stores.record('movie:550').entry).toMatchObject({
    freshUntil: NOW + 5 * MINUTE,
    staleUntil: NOW + 5 * MINUTE,
  });
});

test('a time that cannot be meant shortens nothing', async () => {
  const one = set({ source: 'https://cdn.example/v.mp4?expires=1000000000' });
  expect((await respond(one)).control).toBe('private, max-age=1800, stale-while-revalidate=3600');
});
