import type { IncomingMessage, ServerResponse } from 'node:http';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CheckTimes, checkProvider, STANDARD_TIMES } from '../../commands/provider/check-provider.ts';
import type { Content } from '../../lambda/stream/content.ts';
import { loadStageSettings } from '../../lib/stage/load-stage.ts';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { runCommand } from './run-command.ts';

const MOVIE: Content = { mediaType: 'movie', tmdbId: '550' };
/** What the command asks for to see how an unknown title is answered. */
const NOBODYS = '2147483647';
const SOURCE = { url: 'https://media.example.com/1080p.mp4', quality: '1080p' };
const BAD_URL = 'must be an absolute http(s) URL without credentials, at most 8192 characters';

let provider: ProviderService;
beforeAll(async () => {
  provider = await startProviderService();
});
afterAll(() => provider.stop());

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

async function deviationsOf(answer: Answer, times?: CheckTimes): Promise<string[]> {
  provider.on('550', answer);
  const { deviations } = await checkProvider({ url: provider.url, content: MOVIE, ...(times && { times }) });
  return deviations.map(({ field, message }) => `${field} ${message}`);
}

const status =
  (code: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse): void => {
    response.writeHead(code, headers).end();
  };

/** Seconds that no attempt outlasts, so that nothing is repeated. */
const LATER = { 'retry-after': '60' };

describe('the shape of an answer', () => {
  test.each<[string, unknown, string[]]>([
    ['a list instead of an object', [], ['body must be an object (got a list)']],
    ['no sources', { links: [] }, ['sources is required (got {links})']],
    ['sources that are no list', { sources: {} }, ['sources must be a list (got {})']],
    ['an empty list', { sources: [] }, ['sources is empty: the provider does not have movie:550']],
    ['a source without a URL', { sources: [{ file: 'a.mp4' }, SOURCE] }, ['sources[0].url is required (got {file})']],
    ['a source that is a text', { sources: ['a.mp4', SOURCE] }, ['sources[0] must be an object (got a text)']],
    [
      'facts of other types',
      { sources: [{ ...SOURCE, quality: true, codecs: 7, height: 'x'.repeat(201) }] },
      [
        'sources[0].quality must be a number, a text or null (got true)',
        'sources[0].height must have at most 200 characters (got 201)',
        'sources[0].codecs must be a text or null (got 7)',
      ],
    ],
    [
      'a subtitle without a URL',
      { sources: [SOURCE], subtitles: [{ url: 'https://media.example.com/en.vtt', language: 'en' }, { lang: 'en' }] },
      [
        'subtitles[1].url is required (got {lang})',
        'subtitles[1].language names no language that is known, nor does the label (got {lang}): it is "und"',
      ],
    ],
    [
      'subtitles that are no list',
      { sources: [SOURCE], subtitles: 'en' },
      ['subtitles must be a list or null (got a text)'],
    ],
    [
      'a poster that is no text',
      { sources: [SOURCE], poster: { url: 'x' } },
      ['poster must be a text or null (got {url})'],
    ],
  ])('%s', async (_what, answer, expected) => {
    expect(await deviationsOf(json(answer))).toEqual(expected);
  });

  test('a value is described and not quoted: it may be a link with a token', async () => {
    const secret = 'https://media.example.com/?token=secret';
    const all = await deviationsOf(json({ sources: secret, subtitles: [secret], poster: [secret] }));
    expect(all).toHaveLength(3);
    expect(all.join()).not.toContain('secret');
  });
});

describe('what the API leaves out', () => {
  const facts = { quality: 'nice', type: 'avi', width: 'wide', height: -1, bandwidth: 0, frameRate: 5000 };
  test.each<[string, object, string[]]>([
    ['a relative link', { url: '/a.mp4' }, [`url ${BAD_URL}: the source is left out`]],
    ['credentials', { url: 'https://me:pw@media.example.com/' }, [`url ${BAD_URL}: the source is left out`]],
    [
      'a signature that has expired',
      { url: 'https://media.example.com/a.mp4?Expires=1600000000&Signature=a&Key-Pair-Id=b' },
      ['url has expired by its own signature: the source is left out'],
    ],
    [
      'facts that cannot be read',
      { ...SOURCE, ...facts, codecs: 'x'.repeat(201), label: ' ' },
      [
        'type is none of hls, dash, mp4, webm and their media types: it is ignored',
        'quality names no quality that is known: it is ignored',
        ...['width', 'height', 'bandwidth', 'codecs', 'frameRate', 'label'].map(
          (name) => `${name} cannot be read: it is left out`,
        ),
      ],
    ],
    ['a label that is too long', { ...SOURCE, label: 'x'.repeat(501) }, ['label is cut after 500 characters']],
    [
      'an expiry in the past',
      { ...SOURCE, expiresAt: '2020-01-01' },
      ['expiresAt is in the past: the source is left out'],
    ],
    [
      'an expiry that cannot be read',
      { ...SOURCE, expiresAt: 'in an hour' },
      ['expiresAt is neither RFC 3339 nor seconds since 1970, within ten years: the answer is kept for 5 minutes'],
    ],
    ['sound by its path', { url: 'https://media.example.com/a.mp3' }, ['url is of sound only: the source is left out']],
    ['sound by its type', { ...SOURCE, type: 'audio/mp4' }, ['type is of sound only: the source is left out']],
    [
      'request headers',
      { ...SOURCE, headers: { referer: 'https://example.com/' } },
      ['headers is ignored, since a page cannot send request headers to a media host: leave such a source out'],
    ],
    ['nothing of a source as the page shows it', { ...SOURCE, expiresAt: '2034-01-01T00:00:00Z', label: null }, []],
  ])('%s', async (_what, source, expected) => {
    expect(await deviationsOf(json({ sources: [source] }))).toEqual(expected.map((each) => `sources[0].${each}`));
  });

  test('what is in an answer once, and what is too much', async () => {
    const sources = Array.from({ length: 101 }, (_, index) => ({ url: `https://media.example.com/${index}.mp4` }));
    const subtitle = { url: 'en.vtt', language: 'english', label: 'x'.repeat(501) };
    const subtitles = [subtitle, ...sources.concat(sources).map(({ url }) => ({ url, language: 'en' }))];
    expect(await deviationsOf(json({ sources, subtitles, poster: '/p.jpg', duration: 'long' }))).toEqual([
      'sources has 101 entries, of which the best 100 are in the answer',
      `subtitles[0].url ${BAD_URL}: the subtitle is left out`,
      'subtitles[0].label is cut after 500 characters',
      'subtitles has 203 entries, of which the first 200 are in the answer',
      `poster ${BAD_URL}: the poster is left out`,
      'duration cannot be read as seconds, H:MM:SS or ISO 8601 of at most 48 hours: it is left out',
    ]);
  });
});

describe('below the body', () => {
  test.each<[string, Answer, string[]]>([
    [
      '404',
      status(404),
      ["status is 404: the provider does not have movie:550. Name a title that it has, or check the URL's path"],
    ],
    [
      '204',
      status(204),
      ["status is 204: the provider does not have movie:550. Name a title that it has, or check the URL's path"],
    ],
    ['401', status(401), ['status is 401 without a token: see --token-env']],
    [
      '403',
      status(403),
      [
        'status is 403: every title fails so, and after five nothing is asked for 10 s. A title that you refuse is a 404, a token a 401',
      ],
    ],
    ['429', status(429, LATER), ['status is 429: the call is repeated, twice at most']],
    ['503', status(503, LATER), ['status is 503: the call is repeated, twice at most']],
    ['400', status(400), ['status is 400: this title fails. One that is not there must be 404']],
    ['304', status(304), ['status is 304, which is no answer']],
    [
      'a Retry-After that is neither form',
      status(403, { 'retry-after': 'soon' }),
      [
        'status is 403: every title fails so, and after five nothing is asked for 10 s. A title that you refuse is a 404, a token a 401',
        'Retry-After is neither seconds nor an HTTP date: it is ignored',
      ],
    ],
    ['a redirect in a circle', status(302, { location: '?tmdbId=550' }), ['redirect more than 3 redirects']],
    ['a redirect to another scheme', status(302, { location: 'ftp://a/' }), ['redirect not an http(s) URL']],
    [
      'a redirect to another private address',
      status(302, { location: 'http://127.0.0.2/' }),
      ['connection refused to connect: not a public address'],
    ],
    ['a body that is not JSON', (response) => response.end('<html>'), ['body is not JSON in UTF-8']],
    ['a body in Latin 1', (response) => response.end(Buffer.from('"é"', 'latin1')), ['body is not JSON in UTF-8']],
    [
      'a body that is too large',
      (response) => response.end(Buffer.alloc(5 * 1024 * 1024 + 1, ' ')),
      ['body is larger than 5242880 bytes'],
    ],
    [
      'an encoding that was not asked for',
      (response) => response.writeHead(200, { 'content-encoding': 'zstd' }).end('x'),
      ['body has an encoding that was not requested'],
    ],
    [
      'none of an answer in Brotli with a byte order mark',
      (response) =>
        response
          .writeHead(200, { 'content-encoding': 'br' })
          .end(brotliCompressSync(`\ufeff${JSON.stringify({ sources: [SOURCE] })}`)),
      [],
    ],
  ])('%s', async (_what, answer, expected) => {
    expect(await deviationsOf(answer)).toEqual(expected);
  });

  test('no answer in time: every call is one deviation, and the API answers 504', async () => {
    provider.on('550', () => undefined);
    const times = { attemptMs: 100, deadlineMs: 500, inspectMs: 100 };
    const { deviations, answer } = await checkProvider({ url: provider.url, content: MOVIE, times });
    const message = expect.stringMatching(/^expired after \d+\.\d s without a whole answer$/);
    expect(deviations).toEqual([{ field: 'time', message }]);
    expect(answer).toEqual({ status: 504 });
  });

  test('the times are those of a stage', () => {
    expect(loadStageSettings('prod').timeouts).toMatchObject(STANDARD_TIMES);
  });

  test.each([
    [500, 503],
    [200, 200],
  ])('a title that nobody has, answered with %d', async (code, ours) => {
    provider.on(NOBODYS, (response) => response.writeHead(code, LATER).end(JSON.stringify({ sources: [SOURCE] })));
    const deviations = await deviationsOf(json({ sources: [SOURCE] }));
    provider.on(NOBODYS, status(404));
    expect(deviations).toEqual([
      `status for a title that nobody has (movie:${NOBODYS}) makes the API answer ${ours}: must be 404`,
    ]);
  });
});

describe('npm run provider -- check', () => {
  const run = (...args: string[]) => runCommand('provider', args, { environment: { TOKEN: 's3cret', EMPTY: '' } });

  test('prints what the API would answer, best first, and ends with 0', async () => {
    provider.on('1396', (response, request) => {
      const { searchParams } = new URL(request.url!, provider.url);
      const asked = [...searchParams].sort().join(' ');
      if (request.headers.authorization !== 'Bearer s3cret') return response.writeHead(401).end();
      if (asked !== 'episode,2 mediaType,tv region,eu season,1 tmdbId,1396') return response.writeHead(404).end();
      const sources = [{ url: 'https://media.example.com/480p.mp4' }, { ...SOURCE, expiresAt: '2034-01-01' }];
      const subtitles = [{ url: 'https://media.example.com/en.vtt', language: 'eng' }];
      return json({ sources, subtitles, poster: 'https://media.example.com/p.jpg', duration: '0:58:00' })(
        response,
        request,
      );
    });
    const title = ['--tmdb-id', '1396', '--media-type', 'tv', '--season', '1', '--episode', '2'];
    const url = `${provider.url}?region=eu`;
    expect(await run('check', url, ...title, '--token-env', 'TOKEN')).toEqual({
      code: 0,
      out: `${url} conforms.

The API would answer 200 with
  1080p  mp4   https://media.example.com/1080p.mp4, until 2034-01-01T00:00:00.000Z
  480p   mp4   https://media.example.com/480p.mp4
  subtitle en "English" https://media.example.com/en.vtt
  poster https://media.example.com/p.jpg
  duration 3480 s
`,
      err: '',
    });
  });

  test('ends with 1 where there are deviations; --json prints them as data', async () => {
    provider.on('550', json({ sources: [{ file: 'a.mp4' }, SOURCE] }));
    const { code, out } = await run('check', provider.url, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      url: provider.url,
      conforms: false,
      deviations: [{ field: 'sources[0].url', message: 'is required (got {file})' }],
      answer: { status: 200, data: { sources: [{ ...SOURCE, id: expect.any(String), type: 'mp4' }], subtitles: [] } },
    });
  });

  test('opens no manifest on a private address', async () => {
    provider.on('551', json({ sources: [{ url: `${provider.url}/master.m3u8` }] }));
    const { code, out } = await run('check', provider.url, '--tmdb-id', '551', '--media-type', 'movie');
    expect([code, out.split('\n').slice(3)]).toEqual([
      0,
      [`  auto   hls   ${provider.url}/master.m3u8`, 'Manifests: 1 refused.', ''],
    ]);
  });

  test('reports that nobody listens', async () => {
    const { code, out } = await run('check', 'http://127.0.0.1:1/');
    expect([code, out]).toEqual([
      1,
      'http://127.0.0.1:1/: 1 deviation\n  connection ECONNREFUSED (3 calls)\n\nThe API would answer 503.\n',
    ]);
  });

  test.each([
    ['no URL', ['check'], 'check needs the URL of a provider'],
    ['no such URL', ['check', 'ftp://a/'], 'URL is the http(s) address of the provider'],
    ['half a title', ['check', 'http://a/', '--tmdb-id', '1'], 'a title is --tmdb-id and --media-type movie'],
    ['an empty token', ['check', 'http://a/', '--token-env', 'EMPTY'], 'the variable EMPTY is empty'],
    ['an unknown option', ['check', 'http://a/', '--token', 'x'], "Unknown option '--token'"],
  ])('ends with 2 for %s', async (_what, args, sentence) => {
    const { code, err } = await run(...args);
    expect([code, err.startsWith(sentence)]).toEqual([2, true]);
  });

  test('--help ends with 0', async () => {
    const { code, out } = await run('--help');
    expect([code, out.split('\n', 1)[0]]).toEqual([0, 'Checks a provider against docs/provider.md.']);
  });
});
