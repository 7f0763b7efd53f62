import { afterEach, expect, test } from '@jest/globals';
import { systemClock } from '../../lambda/clock.ts';
import { createDeadline } from '../../lambda/deadline.ts';
import { createHttpClient } from '../../lambda/outgoing/http-client.ts';
import type { AttemptEvent, ProviderEvent } from '../../lambda/providers/events.ts';
import { createProviders } from '../../lambda/providers/providers.ts';
import { startOrigin } from '../support/media-origin.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** What the log has of an extraction from a provider that answers with this body. */
async function eventsOf(body: string, contentType = 'application/json') {
  const server = await startOrigin((_, response) => response.setHeader('content-type', contentType).end(body));
  const httpClient = createHttpClient();
  closing.push(server.close, httpClient.close);
  const provide = createProviders({
    providers: [{ type: 'http', name: 'own', url: server.url }],
    readCatalogue: async () => undefined,
    readToken: async () => undefined,
    trustedOrigins: [],
    attemptTimeoutMs: 5_000,
    inspectBudgetMs: 1_000,
    clock: systemClock,
    random: () => 0.5,
    httpClient,
  });
  const deadline = createDeadline(systemClock, systemClock.now() + 20_000);
  const attempts: AttemptEvent[] = [];
  const extractions: ProviderEvent[] = [];
  const leftOut: { problems: string }[] = [];
  await provide({ mediaType: 'movie', tmdbId: '550' }, deadline, {
    onAttempt: (event) => attempts.push(event),
    onProvider: (event) => extractions.push(event),
    onLeftOut: (event) => leftOut.push(event),
  }).catch(() => undefined);
  deadline.clear();
  return { attempts, extractions, leftOut };
}

test.each([
  [
    'a wrong name',
    { sources: [{ file: 'https://cdn.test/a.mp4?token=secret' }] },
    'sources[0].url is required (got {file})',
  ],
  ['no list', { sources: { url: 'https://cdn.test/secret.mp4' } }, 'sources must be a list (got {url})'],
  ['no sources', { success: true, data: {} }, 'sources is required (got {success, data})'],
  ['a text', 'https://cdn.test/secret.mp4', 'body must be an object (got a text)'],
  ['a list', [{ url: 'https://cdn.test/secret.mp4' }], 'body must be an object (got a list)'],
  [
    'wrong types',
    { sources: [{ url: 7 }, 'https://cdn.test/secret.mp4', null] },
    'sources[0].url must be a text (got 7); sources[1] must be an object (got a text); sources[2] must be an object (got null)',
  ],
  [
    'more mistakes than are listed',
    { sources: Array.from({ length: 9 }, () => ({ src: 'https://cdn.test/secret.mp4' })) },
    'sources[0].url is required (got {src}); sources[1].url is required (got {src}); sources[2].url is required (got {src}); and 6 more',
  ],
  [
    'values for names',
    {
      sources: [{ 'https://cdn.test/a.mp4?token=secret': 1, 'secret@example.com': 1, [`secret${'x'.repeat(40)}`]: 1 }],
    },
    'sources[0].url is required (got {…, …, …})',
  ],
])('an answer with %s has its field in the log, and no value', async (_what, body, cause) => {
  const { attempts, extractions } = await eventsOf(JSON.stringify(body));
  expect(attempts).toMatchObject([{ outcome: 'invalid', cause }]);
  expect(extractions).toMatchObject([{ outcome: 'invalid', cause }]);
  expect(JSON.stringify([attempts, extractions])).not.toContain('secret');
});

test.each([
  [
    '<!DOCTYPE html><a href="https://cdn.test/?token=secret">',
    'text/html; charset=utf-8',
    'the answer is text/html, not JSON',
  ],
  ['secret', 'secret', 'the answer is not valid JSON'],
  ['{"sources":[{"url":"https://cdn.test/secret', 'application/json', 'the answer is not valid JSON'],
  ['', 'application/json', 'the answer is empty, not JSON'],
])('%s of type %s is recognised as no JSON', async (body, type, cause) => {
  const { attempts } = await eventsOf(body, type);
  expect(attempts).toMatchObject([{ outcome: 'invalid', cause }]);
});

test('an answer none of whose links can be used says of which source, and why', async () => {
  const { extractions } = await eventsOf(
    JSON.stringify({
      sources: [{ url: 'https://cdn.test/secret.mp4', expiresAt: '2020-01-01T00:00:00Z' }, { url: '/secret.mp4' }],
    }),
  );
  expect(extractions).toMatchObject([
    {
      outcome: 'invalid',
      cause:
        'it lists only sources that cannot be played: ' +
        'sources[1].url must be an absolute http(s) URL without credentials; the link of sources[0] has expired',
    },
  ]);
  expect(JSON.stringify(extractions)).not.toContain('secret');
});

const HEADERS = { url: 'https://cdn.test/secret.mp4', headers: { Referer: 'secret' } };
const NEEDS_HEADERS = 'headers cannot be met, since a page cannot send request headers: the source is left out';

test.each([
  [
    'different mistakes has each with its own number',
    [{ file: 'https://cdn.test/secret.mp4' }, { url: '/secret.mp4' }],
    'invalid',
    'sources[0].url is required (got {file}); sources[1].url must be an absolute http(s) URL without credentials',
  ],
  [
    'headers, and an address that is none, is not said to have expired',
    [HEADERS, { url: 'ftp://cdn.test/secret.mp4' }],
    'invalid',
    `sources[0].${NEEDS_HEADERS}; sources[1].url must be an absolute http(s) URL without credentials`,
  ],
  ['headers alone is valid', [HEADERS], 'not-found', `sources[0].${NEEDS_HEADERS}`],
  ['sound alone is valid', [{ url: 'https://cdn.test/secret.mp3' }], 'not-found', 'sources[0] has no picture'],
])('a list with %s', async (_what, sources, outcome, reason) => {
  const { extractions } = await eventsOf(JSON.stringify({ sources }));
  expect(extractions).toMatchObject([{ outcome, cause: `it lists only sources that cannot be played: ${reason}` }]);
  expect(JSON.stringify(extractions)).not.toContain('secret');
});

test('an answer that is of use names the facts that are ignored, without their values', async () => {
  const good = { url: 'https://cdn.test/a.mp4', quality: '1080p', type: 'video/mp4', headers: {} };
  const { extractions, leftOut } = await eventsOf(
    JSON.stringify({
      sources: [good, { ...good, quality: 'secret' }, { ...good, type: 'secret' }, HEADERS],
      duration: 'secret hours',
    }),
  );
  expect(extractions).toMatchObject([{ outcome: 'found' }]);
  expect(leftOut.map(({ problems }) => problems)).toEqual([
    `sources[3].${NEEDS_HEADERS}; sources[1].quality names no quality that is known: it is ignored; ` +
      'sources[2].type is none of hls, dash, mp4, webm and their media types: it is ignored; and 1 more',
  ]);
  const named = await eventsOf(
    JSON.stringify({ sources: [good, { ...good, id: 'a secret' }, { ...good, expiresAt: 'secret' }] }),
  );
  expect(named.leftOut.map(({ problems }) => problems)).toEqual([
    'sources[1].id is no id of 1 to 64 letters, digits, _ and -: it is ignored; ' +
      'sources[2].expiresAt is no moment that can be read: it is ignored',
  ]);
  const plain = await eventsOf(JSON.stringify({ sources: [good, { ...good, quality: null, type: '' }], duration: 60 }));
  expect(plain.leftOut).toEqual([]);
});

test('a hundred thousand mistakes are three in words', async () => {
  const sources = Array.from({ length: 100_000 }, () => ({ src: 1 }));
  const [wrong, partly] = await Promise.all([
    eventsOf(JSON.stringify({ sources })),
    eventsOf(JSON.stringify({ sources: [{ url: 'https://cdn.test/a.mp4' }, ...sources] })),
  ]);
  expect(wrong.attempts[0]!.cause).toMatch(/^sources\[0\].url is required \(got \{src\}\);.* and \d{3} more$/);
  expect(partly.leftOut[0]!.problems).toMatch(/^sources\[1\].url is required \(got \{src\}\);.* and \d{3} more$/);
});

test('a large number may be a secret', async () => {
  const { attempts } = await eventsOf(JSON.stringify({ sources: [{ url: 4_111_111_111_111_111 }] }));
  expect(attempts).toMatchObject([{ cause: 'sources[0].url must be a text (got a number)' }]);
});
