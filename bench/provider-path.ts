import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseDash } from '../lambda/manifests/dash.ts';
import { parseHls } from '../lambda/manifests/hls.ts';
import { createHttpClient } from '../lambda/outgoing/http-client.ts';
import { childFacts } from './container/child-facts.ts';
import { bundleExtract } from './deployed-extract.ts';
import { DATA } from './handlers/answer.ts';
import { EVENT_FILE } from './lambda-environment.ts';
import { manifests, mediaPlaylist, multivariantPlaylist } from './manifests.ts';
import { type Spread, spreadOf } from './statistics.ts';

const CONCURRENT = 8;

/** The connections that calls to one provider open, with eight calls at a time. */
export async function connectionsFor(calls: number): Promise<number> {
  const provider = await startProvider(FILES);
  const client = createHttpClient();
  let left = calls;
  const caller = async (): Promise<void> => {
    while (left-- > 0) {
      await client.get(provider.url, { signal: AbortSignal.timeout(10_000), allowPrivate: true });
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT }, caller));
  client.close();
  provider.stop();
  return provider.connections();
}

export interface ManifestFigure {
  readonly name: string;
  readonly bytes: number;
  /** The time to read it, relative to JSON.parse of as many bytes of JSON. */
  readonly ratio: Spread;
}

/** Measures reading manifests, relative to parsing a JSON answer of the same length. */
export function measureManifests(rounds: number): ManifestFigure[] {
  const json = (bytes: number): string => {
    const source = (JSON.parse(DATA) as { sources: unknown[] }).sources[0];
    const length = JSON.stringify(source).length + 1;
    return JSON.stringify(Array.from({ length: Math.round(bytes / length) }, () => source));
  };
  return manifests().map(({ name, text }) => {
    const url = 'https://media.example/title/manifest';
    const read = name.startsWith('HLS') ? () => parseHls(text, url) : () => parseDash(text, url);
    const same = json(text.length);
    const ratios: number[] = [];
    for (let round = -20; round < rounds; round++) {
      const ratio = timeOf(read) / timeOf(() => JSON.parse(same));
      if (round >= 0) ratios.push(ratio);
    }
    return { name, bytes: text.length, ratio: spreadOf(ratios) };
  });
}

function timeOf(work: () => unknown): number {
  const began = performance.now();
  for (let time = 0; time < 20; time++) work();
  return performance.now() - began;
}

export interface MissFigures {
  /** Of a title with files only. */
  readonly files: Spread;
  /** Of a title of two hours: its master and a playlist of 1,800 segments are read as well. */
  readonly manifests: Spread;
}

/**
 * Milliseconds that an uncached answer takes beyond the time of provider and media host: everything from the event to
 * the answer, with a table in memory, less what plain requests for the same addresses take.
 */
export async function measureMiss(rounds: number, outdir: string): Promise<MissFigures> {
  const bundle = await bundleExtract(outdir);
  return {
    files: await missesOf(FILES, [], { bundle, rounds }),
    manifests: await missesOf(LADDER, ['title/master.m3u8', 'title/video.m3u8'], { bundle, rounds }),
  };
}

/** @param read the paths that are read beside the provider's answer */
async function missesOf(
  answer: Answer,
  read: readonly string[],
  { bundle, rounds }: { bundle: string; rounds: number },
): Promise<Spread> {
  const provider = await startProvider(answer);
  const addresses = [provider.url, ...read.map((path) => new URL(`/${path}`, provider.url).href)];
  try {
    const args = [bundle, EVENT_FILE, String(rounds), ...addresses];
    return spreadOf(
      await childFacts<number[]>('miss-child.cjs', args, {
        PROVIDERS: JSON.stringify([{ type: 'http', name: 'provider', url: provider.url }]),
        TRUSTED_ORIGINS: JSON.stringify([new URL(provider.url).origin]),
        MEMORY_CACHE_MIB: '0',
        BENCH_TABLE: 'empty',
      }),
    );
  } finally {
    provider.stop();
  }
}

/** What a provider answers, given its own origin. */
type Answer = (origin: string) => object;

async function startProvider(answer: Answer): Promise<{ url: string; connections(): number; stop(): void }> {
  let connections = 0;
  const [ladder, segments] = [multivariantPlaylist([]), mediaPlaylist()];
  const server = createServer(({ url = '', headers: { host } }, response) => {
    const [type, body] = url.endsWith('.m3u8')
      ? ['application/vnd.apple.mpegurl', url.endsWith('/master.m3u8') ? ladder : segments]
      : ['application/json', JSON.stringify(answer(`http://${host}`))];
    response.writeHead(200, { 'content-type': type }).end(body);
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/extract`,
    connections: () => connections,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const FILES: Answer = () => ({
  sources: [1080, 720, 480, 360].map((height) => ({
    url: `https://media.example/title/550/${height}p/film.mp4`,
    height,
    type: 'mp4',
  })),
  subtitles: [{ url: 'https://media.example/title/550/en.vtt', language: 'en' }],
  duration: 7200,
});

const LADDER: Answer = (origin) => ({
  sources: [{ url: `${origin}/title/master.m3u8`, type: 'hls' }],
  subtitles: [{ url: 'https://media.example/title/550/en.vtt', language: 'en' }],
});
