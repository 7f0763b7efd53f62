import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { CacheView } from '../../lambda/wiring/operator/show-entry.ts';
import { runCommand } from './run-command.ts';

/** Plays the local stack, Lambda and CloudFormation. */
let cloud: Server;
let address: string;
/** What the cache function was asked, and what it answers. */
let asked: { readonly name: string; readonly command: unknown }[] = [];
let answer: unknown;
let failed = false;

const VIEW: CacheView = {
  key: 'movie:550',
  entry: {
    kind: 'answer',
    state: 'stale',
    ageSeconds: 1_865,
    freshForSeconds: -65,
    staleForSeconds: 3_535,
    storedAt: '2026-01-01T00:00:00.000Z',
    freshUntil: '2026-01-01T00:30:00.000Z',
    staleUntil: '2026-01-01T01:30:00.000Z',
    generation: 2,
    answer: {
      sources: 3,
      subtitles: 1,
      bestQuality: '1080p',
      bytes: 812,
      earliestLinkExpiry: '2026-01-01T06:00:00.000Z',
    },
  },
  lease: { endsInSeconds: 5, generation: 3 },
  lastFailure: { outcome: 'unavailable', retryAfter: null },
  refreshes: { failedInARow: 2, notBefore: '2026-01-01T00:31:00.000Z' },
  generation: { current: 3, required: 2 },
  breakers: [{ provider: 'http-1', openForSeconds: 7 }],
};

beforeAll(async () => {
  cloud = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const invoked = /^\/2015-03-31\/functions\/([^/]+)\/invocations/.exec(request.url ?? '')?.[1];
      if (request.url === '/local/stack') {
        const endpoints = { dynamodb: address, lambda: address };
        const tables = { cache: 'cache-table', catalogue: 'catalogue-table' };
        response.end(JSON.stringify({ endpoints, tables, functions: { cache: 'local-cache' } }));
      } else if (invoked) {
        asked.push({ name: decodeURIComponent(invoked), command: JSON.parse(Buffer.concat(chunks).toString()) });
        if (failed) response.setHeader('x-amz-function-error', 'Unhandled');
        response.end(JSON.stringify(answer));
      } else {
        response.setHeader('content-type', 'text/xml');
        response.end(
          '<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member><StackName>StreamApi-staging</StackName><Outputs><member><OutputKey>CacheFunctionName</OutputKey><OutputValue>staging-cache</OutputValue></member></Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>',
        );
      }
    });
  });
  await new Promise<void>((resolve) => cloud.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(cloud.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => cloud.close(resolve)));

beforeEach(() => {
  asked = [];
  answer = { purged: {}, generation: 4 };
  failed = false;
});

const cache = (...options: string[]) =>
  runCommand('cache', options, {
    environment: {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_LAMBDA: address,
      AWS_ENDPOINT_URL_CLOUDFORMATION: address,
    },
  });

const MOVIE = ['--tmdb-id', '550', '--media-type', 'movie'];
const EPISODE = ['--tmdb-id', '1396', '--media-type', 'tv', '--season', '0', '--episode', '3'];

describe('npm run cache -- purge', () => {
  test.each([
    ['one movie', MOVIE, { content: { mediaType: 'movie', tmdbId: '550' } }],
    ['one episode', EPISODE, { content: { mediaType: 'tv', tmdbId: '1396', season: 0, episode: 3 } }],
    [
      'all of a title',
      ['--tmdb-id', '1396', '--media-type', 'tv', '--all-of-title'],
      { title: { mediaType: 'tv', tmdbId: '1396' } },
    ],
    ['everything', ['--everything'], { all: true }],
  ])('of %s asks the local function for exactly that, and mentions browsers', async (_, options, scope) => {
    const { code, out, err } = await cache('purge', ...options, '--endpoint', address);
    expect({ code, asked }).toEqual({ code: 0, asked: [{ name: 'local-cache', command: { action: 'purge', scope } }] });
    expect(out).toBe('Purged (generation 4). Within 5 seconds no container serves it.\n');
    expect(err).toMatch(/^Browsers keep .* 30 minutes/);
  });

  test('says that everything was purged with it, where no more titles are listed', async () => {
    answer = { purged: { all: true }, generation: 4 };
    const { code, err } = await cache('purge', ...MOVIE, '--endpoint', address);
    expect(code).toBe(0);
    expect(err).toMatch(/^The whole cache was purged with it: 200 others/);
    expect((await cache('purge', '--everything', '--endpoint', address)).err).not.toContain('with it');
  });

  test('finds the function of a deployed stage by its stack', async () => {
    const { code } = await cache('purge', '--everything', '--stage', 'staging');
    expect({ code, name: asked[0]?.name }).toEqual({ code: 0, name: 'staging-cache' });
  });
});

describe('npm run cache -- show', () => {
  test('explains the entry, its lives, links, lease, generation and breaker', async () => {
    answer = VIEW;
    const { code, out } = await cache('show', ...MOVIE, '--endpoint', address);
    expect(code).toBe(0);
    expect(asked[0]?.command).toEqual({ action: 'show', content: { mediaType: 'movie', tmdbId: '550' } });
    for (const text of [
      /^key +movie:550$/m,
      /^entry +answer, stale$/m,
      /^stored +2026-01-01T00:00:00\.000Z, 31 min 5 s ago$/m,
      /^fresh until +2026-01-01T00:30:00\.000Z, 1 min 5 s ago$/m,
      /^stale until +2026-01-01T01:30:00\.000Z, in 58 min 55 s$/m,
      /^answer +3 sources, 1 subtitles, best 1080p$/m,
      /^links expire +2026-01-01T06:00:00\.000Z$/m,
      /^lease +held for another 5 s$/m,
      /^last failure +unavailable$/m,
      /^refreshes +2 failed in a row/m,
      /^generation +3 purges so far; served from generation 2 on$/m,
      /^breaker http-1 +open for another 7 s$/m,
    ]) {
      expect(out).toMatch(text);
    }
  });

  test('reports that there is nothing', async () => {
    answer = { ...VIEW, entry: null, lease: null, lastFailure: null, refreshes: null, breakers: [] };
    const { out } = await cache('show', ...MOVIE, '--endpoint', address);
    expect(out).toMatch(/^entry +none$/m);
    expect(out).toMatch(/^lease +none$/m);
  });

  test('with --json it is the data itself', async () => {
    answer = VIEW;
    const { out } = await cache('show', ...MOVIE, '--json', '--endpoint', address);
    expect(JSON.parse(out)).toEqual(VIEW);
  });
});

describe('what cannot be done is one line and exit code 1', () => {
  test.each([
    ['no command', [], /^no command given/],
    ['an unknown command', ['drop', '--stage', 'dev'], /^unknown command drop/],
    ['an unknown option', ['show', '--tmdbid', '550'], /^Unknown option '--tmdbid'/],
    ['no place', ['purge', '--everything'], /^give one of --stage and --endpoint/],
    ['two places', ['purge', '--everything', '--stage', 'dev', '--endpoint', 'http://x'], /^give one of/],
    ['no title', ['purge', '--stage', 'dev'], /^a title is/],
    [
      'an episode without its season',
      ['show', '--tmdb-id', '1', '--media-type', 'tv', '--stage', 'dev'],
      /^a title is/,
    ],
    ['everything and a title', ['purge', '--everything', ...MOVIE, '--stage', 'dev'], /^--everything takes no title/],
    ['all of an episode', ['purge', ...EPISODE, '--all-of-title', '--stage', 'dev'], /^--all-of-title takes neither/],
    ['all of nothing', ['purge', '--all-of-title', '--stage', 'dev'], /^--all-of-title needs/],
    ['showing everything', ['show', '--everything', '--stage', 'dev'], /^show takes one title/],
    ['no local stack', ['purge', '--everything', '--endpoint', 'http://127.0.0.1:9'], /^No local stack answers/],
  ])('%s', async (_, options, message) => {
    const { code, out, err } = await cache(...options);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(message);
    expect(err.trimEnd()).not.toContain('\n');
    expect(asked).toEqual([]);
  });

  test('a function that fails', async () => {
    failed = true;
    answer = { errorType: 'Error', errorMessage: 'The table refuses' };
    const { code, err } = await cache('show', ...MOVIE, '--endpoint', address);
    expect({ code, err }).toEqual({ code: 1, err: 'local-cache failed: The table refuses\n' });
  });
});

test('--help shows every way to call it', async () => {
  const { code, out } = await cache('--help');
  expect(code).toBe(0);
  for (const word of ['show', 'purge', '--all-of-title', '--everything', '--stage', '--endpoint', '--json']) {
    expect(out).toContain(word);
  }
});
