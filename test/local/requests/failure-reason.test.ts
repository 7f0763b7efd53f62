import { describe, expect, test } from '@jest/globals';
import type { AttemptEvent, ProviderEvent } from '../../../lambda/providers/events.ts';
import { failureReason } from '../../../local/requests/failure-reason.ts';

const attempt = (provider: string, number: number, cause: string, outcome: AttemptEvent['outcome'] = 'failed') =>
  ({ provider, attempt: number, durationMs: 8_001, outcome, cause }) as const;
const done = (provider: string, outcome: ProviderEvent['outcome'], cause?: string): ProviderEvent => ({
  provider,
  durationMs: 1,
  outcome,
  cause,
});
const REFUSED = 'connect ECONNREFUSED 127.0.0.1:4000';

describe('the reason of a failure', () => {
  test.each([
    [
      'counts equal attempts',
      {
        attempts: [1, 2, 3].map((number) => attempt('http-1', number, REFUSED)),
        extractions: [done('http-1', 'unavailable', `http-1: ${REFUSED}`), done('catalogue', 'not-found')],
      },
      'http-1: ECONNREFUSED ×3',
    ],
    [
      'lists different attempts',
      {
        attempts: [
          attempt('http-1', 1, 'HTTP 503'),
          attempt('http-1', 2, 'HTTP 503'),
          attempt('http-1', 3, 'out of time', 'timeout'),
        ],
        extractions: [done('http-1', 'unavailable', 'out of time')],
      },
      'http-1: HTTP 503 ×2, no answer in 8 s',
    ],
    [
      'names the field of an answer of the wrong form',
      {
        attempts: [attempt('http-1', 1, 'sources[0].url is required (got {file})', 'invalid')],
        extractions: [done('http-1', 'invalid', 'sources[0].url is required (got {file})')],
      },
      'http-1: sources[0].url is required (got {file})',
    ],
    [
      'says that a breaker is open',
      { extractions: [done('http-1', 'blocked', 'The breaker is open')] },
      'http-1: not asked, its breaker is open for some 10 s after five failed titles',
    ],
    [
      'has the attempts of a provider that the deadline ended',
      { attempts: [attempt('http-1', 1, 'out of time', 'timeout'), attempt('http-1', 2, 'out of time', 'timeout')] },
      'http-1: no answer in 8 s ×2',
    ],
    ['is the message of the answer where no provider was asked', {}, 'Use GET.'],
  ])('%s', (_what, logged, expected) => {
    expect(failureReason(503, logged, 'Use GET.')).toBe(expected);
  });

  test('of a 500 is the error itself', () => {
    expect(failureReason(500, { cause: { name: 'TypeError', message: 'x is undefined' } }, 'Our side.')).toBe(
      'TypeError: x is undefined',
    );
  });
});

test('a success names which providers failed before, and nothing of those without the title', () => {
  const extractions = [
    done('http-1', 'not-found'),
    done('http-2', 'unavailable', 'HTTP 500'),
    done('catalogue', 'found'),
  ];
  expect(failureReason(200, { extractions }, undefined)).toBe('http-2: HTTP 500');
  expect(failureReason(200, { extractions: [done('catalogue', 'found')] }, undefined)).toBeNull();
});

test.each([
  ['HTTP 401', 'own: HTTP 401 (EXTRACTOR_TOKEN is the token that it gets)'],
  ['refused to connect: not a public address', 'own: a redirect to a private address, which is not followed'],
])('%s is explained', (cause, expected) => {
  const logged = { attempts: [attempt('own', 1, cause)], extractions: [done('own', 'unavailable', `own: ${cause}`)] };
  expect(failureReason(503, logged)).toBe(expected);
});

test('a success names what of its answer was left out, a failure only its reason', () => {
  const logged = {
    extractions: [done('own', 'found')],
    leftOut: [{ provider: 'own', problems: 'subtitles[0].url is required (got {src})' }],
    manifests: [{ provider: 'own', refused: 2 }],
  };
  expect(failureReason(200, logged)).toBe(
    'own: subtitles[0].url is required (got {src}); own: 2 manifests on a private address not read (see --trust-origin)',
  );
  expect(failureReason(503, { ...logged, extractions: [done('own', 'invalid', 'no')] })).toBe('own: no');
  const leftOut = [{ cdn: 'main', problems: '63 not-signable' }];
  expect(failureReason(200, { ...logged, manifests: [], leftOut })).toBe('CDN main: 63 not-signable');
});

test('a silent provider is named with the one that overtook it, or with the budget that kept the next one waiting', () => {
  const found = done('catalogue', 'found');
  const overtaken = { ...done('own', 'overtaken', 'Silent while another provider answered'), durationMs: 1_013 };
  expect(failureReason(200, { extractions: [overtaken, found] })).toBe('own: silent for 1 s, overtaken by catalogue');
  const cancelled = done('own', 'cancelled', 'Not needed any longer');
  expect(failureReason(200, { extractions: [cancelled, found] })).toBe(
    'own: not waited for any longer, catalogue answered first',
  );
  const waited = {
    attempts: [attempt('own', 1, 'out of time', 'timeout')],
    extractions: [done('own', 'unavailable', 'out of time'), found],
  };
  expect(failureReason(200, waited)).toBe('own: no answer in 8 s');
  expect(failureReason(200, { ...waited, extraCallsRefused: 1 })).toBe(
    'own: no answer in 8 s (the next provider was not asked earlier: extra calls used up)',
  );
});

test('a provider that lists a title in vain has its reason, once', () => {
  const cause = 'it lists only sources that cannot be played: sources[0].headers cannot be met';
  const leftOut = [{ provider: 'own', problems: 'sources[0].headers cannot be met' }];
  const none = [done('own', 'not-found', cause), done('catalogue', 'not-found', 'catalogue does not have it')];
  expect(failureReason(404, { extractions: none, leftOut })).toBe(`own: ${cause}; not at catalogue`);
  const later = [done('own', 'invalid', cause), done('catalogue', 'found')];
  expect(failureReason(200, { extractions: later, leftOut })).toBe(`own: ${cause}`);
});

test("the stack's own provider is not among those without the title", () => {
  const extractions = [done('trial-provider', 'not-found'), done('catalogue', 'not-found')];
  expect(failureReason(404, { extractions }, 'None.', 'trial-provider')).toBe('not at catalogue');
});
