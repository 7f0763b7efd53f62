import { describe, expect, test } from '@jest/globals';
import type { RequestRecord } from '../../../contract/local/requests.ts';
import { otherLine, type Paint, refreshLine, terminalLine } from '../../../local/requests/terminal-line.ts';

const plain: Paint = (_colour, text) => text;

const record: RequestRecord = {
  seq: 1,
  id: 'a',
  time: '2026-01-01T00:00:00.000Z',
  method: 'GET',
  path: '/api/stream/extract',
  title: { mediaType: 'movie', tmdbId: '550' },
  status: 200,
  tier: 'provider',
  outcome: 'extracted',
  provider: 'catalogue',
  sources: 5,
  bestQuality: '1080p',
  ms: 167,
  why: null,
  log: null,
  answer: null,
};
const failed = { status: 503, provider: null, sources: null, bestQuality: null, outcome: 'failed' };
const episode = { mediaType: 'tv', tmdbId: '1396', season: 1, episode: 2 } as const;

describe('the terminal has one line for', () => {
  test.each<[string, Partial<RequestRecord>, string]>([
    ['a miss', {}, '200 movie 550 · miss → catalogue · 5 sources, 1080p · 167 ms'],
    [
      'a hit',
      { tier: 'memory', outcome: 'fresh', provider: null, sources: 1 },
      '200 movie 550 · memory · 1 source, 1080p · 167 ms',
    ],
    [
      'a stale answer of an episode',
      { title: episode, tier: 'table', outcome: 'stale' },
      '200 tv 1396 S1E2 · table, stale · 5 sources, 1080p · 167 ms',
    ],
    [
      'one that waited',
      { outcome: 'waited', provider: null },
      '200 movie 550 · miss, waited for another container · 5 sources, 1080p · 167 ms',
    ],
    ['another method', { method: 'HEAD' }, '200 HEAD movie 550 · miss → catalogue · 5 sources, 1080p · 167 ms'],
    [
      'a title of another route',
      { path: '/api/stream/list.m3u8' },
      '200 list.m3u8 movie 550 · miss → catalogue · 5 sources, 1080p · 167 ms',
    ],
    [
      'a failed provider',
      { ...failed, why: 'own: sources[0].url is required (got {file})' },
      '503 movie 550 · 167 ms · own: sources[0].url is required (got {file})',
    ],
    [
      'no title',
      { ...failed, status: 404, title: null, tier: null, path: '/health', why: 'There is no such route.' },
      '404 GET /health · 167 ms · There is no such route.',
    ],
    [
      'what would steer the terminal',
      { ...failed, why: 'own: {\u001b[2J\u009b31m\n}' },
      '503 movie 550 · 167 ms · own: {?[2J?31m?}',
    ],
  ])('%s', (_what, changes, line) => {
    expect(terminalLine({ ...record, ...changes }, plain)).toBe(line);
  });

  test('a request that is not of the API', () => {
    const served = { method: 'GET', path: '/media/a.ts', status: 206, ms: 1 };
    expect(otherLine(served, plain)).toBe('206 GET /media/a.ts · 1 ms');
    const signed = { ...served, path: `/two/t/1800000000.2.${'A'.repeat(43)}/films/550/a.ts` };
    expect(otherLine(signed, plain)).toBe('206 GET /two/…/films/550/a.ts · 1 ms');
  });
});

test('a refresh that failed has a line with its reason, and no other line of a log has one', () => {
  const line = {
    message: 'refresh',
    outcome: 'unavailable',
    mediaType: 'tv',
    tmdbId: '1396',
    season: 1,
    episode: 2,
    responseTime: 3000,
    attempts: [{ provider: 'own', attempt: 1, durationMs: 1, outcome: 'failed', cause: 'HTTP 500' }],
    extractions: [{ provider: 'own', durationMs: 1, outcome: 'unavailable', cause: 'own: HTTP 500' }],
  };
  expect(refreshLine(line, plain)).toBe('refresh tv 1396 S1E2 · 3000 ms · own: HTTP 500');
  expect(refreshLine({ ...line, outcome: 'found' }, plain)).toBeUndefined();
  expect(refreshLine({ ...line, message: 'request' }, plain)).toBeUndefined();
});

test('a status has the colour of its class', () => {
  const colours = [200, 404, 503].map((status) => {
    const [first] = terminalLine({ ...record, status }, (colour, text) => `${colour}(${text})`).split(' ');
    return first;
  });
  expect(colours).toEqual(['green(200)', 'yellow(404)', 'red(503)']);
});
