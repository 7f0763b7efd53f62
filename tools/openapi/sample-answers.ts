import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCatalogueFile } from '../../commands/catalogue/files/catalogue-file.ts';
import { successAnswer } from '../../contract/answer.ts';
import { bestQuality } from '../../contract/rank.ts';
import { systemClock } from '../../lambda/clock.ts';
import { createDeadline } from '../../lambda/deadline.ts';
import type { HttpClient } from '../../lambda/outgoing/http-client.ts';
import { createProviders } from '../../lambda/providers/providers.ts';
import { type BuiltAnswer, buildVideoData } from '../../lambda/stream/answer.ts';
import { type Content, contentKey } from '../../lambda/stream/content.ts';
import { sampleFile } from '../../local/sample-catalogue.ts';
import type { BodyExamples } from './error-examples.ts';

/** Where the local stack is by default: what it answers there is the example. */
const ORIGIN = 'http://localhost:3000';
const MEDIA = fileURLToPath(new URL('../../samples', import.meta.url));
const LONGEST_MS = 30_000;

/** The title that the parameters' examples ask for. */
export const EPISODE: Content = { mediaType: 'tv', tmdbId: '1396', season: 1, episode: 1 };

const TITLES: Readonly<Record<string, { readonly summary: string; readonly content: Content }>> = {
  episode: {
    summary: 'An episode: tmdbId=1396&mediaType=tv&season=1&episode=1',
    content: EPISODE,
  },
  movie: { summary: 'A movie: tmdbId=550&mediaType=movie', content: { mediaType: 'movie', tmdbId: '550' } },
};

/** A title of the sample catalogue as an extraction builds it, by the functions' own code. */
export async function builtSample(content: Content): Promise<BuiltAnswer> {
  const { items } = readCatalogueFile(await sampleFile(ORIGIN));
  const rows = new Map(items.map(({ key, row }) => [key, row]));
  const provide = createProviders({
    providers: [{ type: 'catalogue', name: 'catalogue' }],
    readCatalogue: async (content) => JSON.parse(rows.get(contentKey(content))!),
    readToken: async () => undefined,
    trustedOrigins: [ORIGIN],
    attemptTimeoutMs: LONGEST_MS,
    inspectBudgetMs: LONGEST_MS,
    clock: systemClock,
    random: () => 0,
    httpClient: mediaOnDisk,
  });
  const deadline = createDeadline(systemClock, systemClock.now() + LONGEST_MS);
  try {
    return buildVideoData(content, await provide(content, deadline, {}), systemClock.now())!;
  } finally {
    deadline.clear();
  }
}

/** What the local stack answers for two titles of the sample catalogue. */
export async function sampleAnswers(): Promise<BodyExamples> {
  const answers: [string, BodyExamples[string]][] = [];
  for (const [name, { summary, content }] of Object.entries(TITLES)) {
    const { data } = await builtSample(content);
    const { tmdbId, mediaType } = content;
    const value = successAnswer.parse({
      success: true,
      data,
      metadata: {
        tmdbId,
        mediaType,
        sourceCount: data.sources.length,
        subtitleCount: data.subtitles.length,
        bestQuality: bestQuality(data.sources),
        responseTime: '12ms',
      },
    });
    answers.push([name, { summary, value }]);
  }
  return Object.fromEntries(answers);
}

/** Reads the manifests of the sample media, which the local stack serves, from their folder. */
const mediaOnDisk: HttpClient = {
  get: async (url) => ({
    status: 200,
    headers: { 'content-type': url.endsWith('.mpd') ? 'application/dash+xml' : 'application/vnd.apple.mpegurl' },
    finalUrl: url,
    body: await readFile(join(MEDIA, new URL(url).pathname)),
  }),
  close: () => undefined,
};
