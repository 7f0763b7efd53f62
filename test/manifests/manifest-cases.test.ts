import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { videoData } from '../../contract/answer.ts';
import { bestQuality } from '../../contract/rank.ts';
import { systemClock } from '../../lambda/clock.ts';
import { createDeadline } from '../../lambda/deadline.ts';
import { inspect } from '../../lambda/manifests/inspect.ts';
import { createHttpClient } from '../../lambda/outgoing/http-client.ts';
import { buildVideoData } from '../../lambda/stream/answer.ts';
import { startOrigin } from '../support/media-origin.ts';

interface Case {
  readonly file: string;
  readonly why: string;
  /** Of the manifest's URL, with its question mark. */
  readonly query?: string;
  readonly duration?: number;
  readonly bestQuality?: string;
  /** Of each source, best first. */
  readonly qualities?: readonly string[];
  /** Of each source, '' for the manifest itself. */
  readonly sources?: readonly string[];
  /** Qualities of the manifest's renditions. */
  readonly ladder?: readonly string[];
  /** Language of each subtitle. */
  readonly subtitles?: readonly string[];
  /** Kind of each subtitle, '' for an ordinary one. */
  readonly kinds?: readonly string[];
  /** File of each subtitle, '' for a track of the manifest. */
  readonly subtitleFiles?: readonly string[];
}

const FIXTURES = join(import.meta.dirname, '../fixtures');
const { cases } = JSON.parse(readFileSync(join(FIXTURES, 'manifests.json'), 'utf8')) as { cases: Case[] };

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** The answer to a title whose only source is that file, and the file's URL. */
async function answerTo({ file, query = '' }: Case) {
  const server = await startOrigin((request, response) => {
    const isAsked = request.url?.startsWith(`/${file}`);
    response.statusCode = isAsked ? 200 : 404;
    response.end(isAsked ? readFileSync(join(FIXTURES, 'manifests', file)) : '');
  });
  // Names of the outside world are looked up nowhere.
  const client = createHttpClient({ trustedOrigins: [server.url], resolve: async () => [] });
  const deadline = createDeadline(systemClock, systemClock.now() + 20_000);
  closing.push(server.close, client.close, deadline.clear);
  const url = `${server.url}/${file}${query}`;
  const extraction = await inspect(
    { sources: [{ url }], subtitles: [] },
    { client, clock: systemClock, deadline, budgetMs: 10_000 },
  );
  const built = buildVideoData({ mediaType: 'movie', tmdbId: '550' }, extraction, systemClock.now());
  return { data: videoData.parse(built?.data), url, base: `${server.url}/` };
}

describe('the facts of a recorded manifest', () => {
  test('every file has a case', () => {
    expect(cases.map(({ file }) => file).toSorted()).toEqual(readdirSync(join(FIXTURES, 'manifests')).toSorted());
  });

  test.each(cases.map((each) => [each.file, each] as const))('%s', async (_, expected) => {
    const { data, url, base } = await answerTo(expected);
    const { sources, subtitles, duration } = data;
    const said: Omit<Case, 'file' | 'query' | 'why'> = {
      ...(duration !== undefined && { duration }),
      bestQuality: bestQuality(data.sources),
      qualities: sources.map(({ quality }) => quality),
      sources: sources.map((source) => (source.url === url ? '' : source.url)),
      ladder: sources.find((source) => source.url === url)?.variants?.map(({ quality }) => quality) ?? [],
      subtitles: subtitles.map(({ language }) => language),
      kinds: subtitles.map(({ kind }) => kind ?? ''),
      subtitleFiles: subtitles.map((each) => (each.url === url ? '' : each.url.replace(base, ''))),
    };
    const { file: _file, query: _query, why: _why, ...facts } = expected;
    expect(said).toMatchObject(facts);
    for (const each of subtitles)
      expect([each.url, each.delivery === 'in-manifest']).toEqual([each.url, !/\.vtt$/.test(each.url)]);
  });
});
