import { describe, expect, test } from '@jest/globals';
import { ApiError } from '../../lambda/api-error.ts';
import { type CacheStatus, newCacheStatus } from '../../lambda/cache/cache-status.ts';
import type { AnswerEntry, NotFoundEntry } from '../../lambda/cache/entry.ts';
import { withoutLife } from '../../lambda/cache/entry.ts';
import type { CacheResult } from '../../lambda/cache/tiered-cache.ts';
import { cacheResponse } from '../../lambda/wiring/cache-response.ts';
import { MINUTE, movie } from '../cache/fleet.ts';

const NOW = Date.UTC(2026, 0, 1);
const DATA = '{"sources":[{"url":"https://media.example/a.mp4","quality":"720p","type":"mp4"}],"subtitles":[]}';

const entry: AnswerEntry = {
  kind: 'answer',
  data: DATA,
  etag: 'W/"abc"',
  sourceCount: 1,
  subtitleCount: 0,
  bestQuality: '720p',
  generation: 0,
  storedAt: NOW,
  freshUntil: NOW + 30 * MINUTE,
  staleUntil: NOW + 90 * MINUTE,
};
const notFound: NotFoundEntry = {
  kind: 'not-found',
  generation: 0,
  storedAt: NOW,
  freshUntil: NOW + MINUTE,
  staleUntil: NOW + MINUTE,
};

function respond(
  result: CacheResult,
  { at = NOW, headers = {}, ...status }: Partial<CacheStatus> & { at?: number; headers?: Record<string, string> } = {},
) {
  return cacheResponse(result, {
    content: movie('550'),
    status: { ...newCacheStatus(), ...status },
    now: at,
    event: { headers },
    request: { elapsed: () => 12 },
  });
}

const answer = (one: AnswerEntry = entry): CacheResult => ({ result: 'answer', entry: one });
const memory = { tier: 'memory', outcome: 'fresh' } as const;

describe('an answer', () => {
  test('is the stored data with what differs between requests around it', () => {
    const { statusCode, headers, body } = respond(answer(), memory);
    expect(statusCode).toBe(200);
    expect(headers?.['Content-Type']).toBe('application/json');
    expect(body).toContain(DATA);
    expect(JSON.parse(body)).toEqual({
      success: true,
      data: JSON.parse(DATA),
      metadata: {
        tmdbId: '550',
        mediaType: 'movie',
        sourceCount: 1,
        subtitleCount: 0,
        bestQuality: '720p',
        responseTime: '12ms',
      },
    });
  });

  test('states the same lives for its whole life, beside a growing age', () => {
    for (const [at, age] of [
      [NOW, '0'],
      [NOW + 999, '0'],
      [NOW + 1_000, '1'],
      [NOW + 80 * MINUTE, '4800'],
    ] as const) {
      const { headers } = respond(answer(), { ...memory, at });
      expect(headers).toMatchObject({
        'Cache-Control': 'private, max-age=1800, stale-while-revalidate=3600',
        Age: age,
      });
    }
  });

  test('that a container whose clock is ahead has stored is not of a negative age', () => {
    expect(respond(answer(), { ...memory, at: NOW - 800 }).headers?.Age).toBe('0');
  });

  test('without a stale window states none', () => {
    const { headers } = respond(answer({ ...entry, freshUntil: NOW + 300_000, staleUntil: NOW + 300_000 }), memory);
    expect(headers?.['Cache-Control']).toBe('private, max-age=300');
  });

  test('without a life is sent with no-store and without an age', () => {
    const { headers } = respond(answer(withoutLife(entry) as AnswerEntry), { outcome: 'extracted' });
    expect(headers).toMatchObject({ 'Cache-Control': 'no-store', 'Cache-Status': 'stream-api; fwd=miss' });
    expect(headers).not.toHaveProperty('Age');
  });
});

describe('Cache-Status', () => {
  test.each([
    ['a fresh hit in memory', { ...memory, at: NOW + 10_500 }, 'stream-api; hit; ttl=1789; detail=memory'],
    ['a fresh hit in the table', { tier: 'table', outcome: 'fresh' }, 'stream-api; hit; ttl=1800; detail=table'],
    [
      'a stale hit',
      { tier: 'table', outcome: 'stale', at: NOW + 31 * MINUTE },
      'stream-api; hit; ttl=-60; detail=table',
    ],
    ['an extraction that was stored', { outcome: 'extracted', stored: true }, 'stream-api; fwd=miss; stored'],
    ['an extraction that was not', { outcome: 'extracted' }, 'stream-api; fwd=miss'],
    ["another container's extraction", { outcome: 'waited' }, 'stream-api; fwd=miss; collapsed'],
  ] as const)('of %s', (_, status, text) => {
    expect(respond(answer(), status).headers?.['Cache-Status']).toBe(text);
  });
});

describe('a conditional request', () => {
  test.each([
    ['the tag itself', 'W/"abc"'],
    ['its strong form', '"abc"'],
    ['one of several', '"x", W/"abc" , "y"'],
    ['any', '*'],
  ])('that names %s gets 304 with the validator and the lives, and no body', (_, condition) => {
    const { statusCode, headers, body } = respond(answer(), { ...memory, headers: { 'If-None-Match': condition } });
    expect([statusCode, body]).toEqual([304, '']);
    expect(headers).toMatchObject({
      ETag: 'W/"abc"',
      Age: '0',
      'Cache-Control': 'private, max-age=1800, stale-while-revalidate=3600',
    });
    expect(headers).not.toHaveProperty('Content-Type');
  });

  test.each(['W/"abcd"', '"ab"', 'abc', ''])('that names %s gets the answer', (condition) => {
    expect(respond(answer(), { ...memory, headers: { 'if-none-match': condition } }).statusCode).toBe(200);
  });

  test('is understood in lower case too', () => {
    expect(respond(answer(), { ...memory, headers: { 'if-none-match': 'W/"abc"' } }).statusCode).toBe(304);
  });
});

describe('no answer', () => {
  const thrown = (result: CacheResult, status: Parameters<typeof respond>[1] = {}): ApiError => {
    try {
      respond(result, status);
    } catch (error) {
      return error as ApiError;
    }
    throw new Error('It answered');
  };

  test('because there is nothing is a 404 that may be kept for a minute', () => {
    const error = thrown({ result: 'not-found', entry: notFound }, { ...memory, negative: true, at: NOW + 5_000 });
    expect(error).toBeInstanceOf(ApiError);
    expect(error.status).toBe(404);
    expect(error.headers).toMatchObject({
      'Cache-Control': 'private, max-age=60',
      Age: '5',
      'Cache-Status': 'stream-api; hit; ttl=55; detail=memory',
    });
  });

  test.each([
    ['unavailable', 503],
    ['timeout', 504],
  ] as const)('because it is %s is a %i with a time to come back', (result, status) => {
    expect(thrown({ result })).toMatchObject({ status, retryAfter: 5, retryable: true });
    expect(thrown({ result, retryAfter: 17 })).toMatchObject({ status, retryAfter: 17 });
  });
});
