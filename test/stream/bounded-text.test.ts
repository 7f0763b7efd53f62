import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { toExtraction } from '../../lambda/providers/candidates.ts';
import { buildVideoData } from '../../lambda/stream/answer.ts';
import { boundedText } from '../../lambda/stream/bounded-text.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { inProcessFunction } from '../support/in-process-function.ts';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { proxyEvent } from '../support/proxy-event.ts';

const HALF = '\ud83c';

describe('a bounded text', () => {
  test.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'abc'],
    ['ab🎬', 4, 'ab🎬'],
    ['ab🎬', 3, 'ab'],
    ['a🎬b', 3, 'a🎬'],
    ['a🎬b', 2, 'a'],
    [`a${HALF}`, 2, 'a\ufffd'],
    [`a${HALF}bcd`, 3, 'a\ufffdb'],
    [`${HALF}`, 9, '\ufffd'],
    ['\udfac🎬', 9, '\ufffd🎬'],
    ['', 3, ''],
  ])('%j cut at %i is %j', (text, most, expected) => {
    expect(boundedText(text, most)).toBe(expected);
  });

  test('is a well-formed beginning, at most one unit short', () => {
    const text = fc.array(fc.constantFrom('a', '🎬', '\ud83c', '\udfac', '文')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.nat(20), (given, most) => {
        const bounded = boundedText(given, most);
        expect(bounded.isWellFormed()).toBe(true);
        expect(bounded.length).toBeLessThanOrEqual(most);
        expect(bounded.length).toBeGreaterThanOrEqual(Math.min(given.length, most) - 1);
        expect(given.toWellFormed().startsWith(bounded)).toBe(true);
      }),
    );
  });
});

describe('an answer is well-formed', () => {
  const film = `${'a'.repeat(499)}🎬 film`;

  test('where a label is cut', () => {
    const url = 'https://cdn.example.com/a';
    const built = buildVideoData(
      { mediaType: 'movie', tmdbId: '1' },
      { sources: [{ url, label: film }], subtitles: [{ url, label: film, language: film }] },
      0,
    );
    expect(built?.data.sources[0]?.label).toBe('a'.repeat(499));
    expect(built?.data.subtitles[0]?.label).toBe('a'.repeat(499));
  });

  test('any halves of characters that a provider writes', () => {
    const broken = `https://cdn.example.com/${HALF}.mp4`;
    const extraction = toExtraction({
      sources: [{ url: broken, label: `x${HALF}`, codecs: `avc1${HALF}`, quality: `720p${HALF}`, type: HALF }],
      subtitles: [{ url: broken, label: HALF, language: `en${HALF}` }],
      poster: broken,
      duration: `90${HALF}`,
    });
    const built = buildVideoData({ mediaType: 'movie', tmdbId: '1' }, extraction, 0);
    const url = 'https://cdn.example.com/\ufffd.mp4';
    expect(built?.data).toMatchObject({ sources: [{ url, label: 'x\ufffd' }], subtitles: [{ url }], poster: url });
    expect(JSON.stringify(built?.data)).not.toMatch(/\\ud[89a-f]/i);
  });

  test('a link with half a character that came another way is dropped, and such codecs are left out', () => {
    const sources = [{ url: `https://cdn.example.com/${HALF}` }, { url: 'https://cdn.example.com/a', codecs: HALF }];
    const built = buildVideoData({ mediaType: 'movie', tmdbId: '1' }, { sources, subtitles: [] }, 0);
    expect(built?.data.sources).toMatchObject([{ url: 'https://cdn.example.com/a', quality: 'auto', type: 'mp4' }]);
    expect(built?.dropped.links).toBe(1);
  });
});

describe('through the real function', () => {
  let service: ProviderService;
  beforeAll(async () => {
    service = await startProviderService();
    jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await service.stop();
  });

  const now = Date.UTC(2026, 10, 26, 11);
  const day = 86_400_000;
  const call = (query: Record<string, string>) =>
    inProcessFunction({ clock: new FakeClock(now), serviceUrl: service.url }).call(proxyEvent(query));

  test('a title whose only link expired six days ago has nothing to play', async () => {
    service.on(
      '101',
      json({
        sources: [
          {
            url: `https://media.example.com/f.mp4?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20261120T110001Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature=a1a1`,
            quality: '1080p',
          },
        ],
      }),
    );
    expect((await call({ tmdbId: '101', mediaType: 'movie' })).statusCode).toBe(503);
  });

  test('of two links the one that its provider declared expired six days ago stays out', async () => {
    const old = { url: 'https://media.example.com/old.mp4', quality: '1080p' };
    const ok = { url: 'https://media.example.com/ok.mp4', quality: '480p' };
    service.on('102', json({ sources: [{ ...old, expiresAt: new Date(now - 6 * day).toISOString() }, ok] }));
    const { statusCode, body, headers } = await call({ tmdbId: '102', mediaType: 'movie' });
    expect(statusCode).toBe(200);
    expect(JSON.parse(body)).toMatchObject({
      data: { sources: [ok] },
      metadata: { bestQuality: '480p', sourceCount: 1 },
    });
    expect(headers?.['Cache-Control']).toBe('private, max-age=1800, stale-while-revalidate=3600');
  });

  test('half a character makes no answer unreadable', async () => {
    service.on('103', json({ sources: [{ url: `https://media.example.com/${HALF}.mp4`, label: film(HALF) }] }));
    const { statusCode, body } = await call({ tmdbId: '103', mediaType: 'movie' });
    expect(statusCode).toBe(200);
    expect(body).not.toMatch(/\\ud[89a-f]/i);
    expect(body.isWellFormed()).toBe(true);
  });

  const film = (half: string) => `${'a'.repeat(499)}🎬${half}`;
});
