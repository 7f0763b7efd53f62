import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseDash } from '../lambda/manifests/dash.ts';
import { parseHls } from '../lambda/manifests/hls.ts';
import { createHttpClient } from '../lambda/outgoing/http-client.ts';
import { bundleExtract } from './deployed-extract.ts';
import { DATA } from './handlers/answer.ts';
import { EVENT_FILE, lambdaEnvironment } from './lambda-environment.ts';
import { manifests } from './manifests.ts';
import { type Spread, spreadOf } from './statistics.ts';

const HERE = import.meta.dirname;
const CONCURRENT = 8;

/** The connections that calls to one provider open, with eight calls at a time. */
export async function connectionsFor(calls: number): Promise<number> {
  const provider = await startProvider();
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

/**
 * Milliseconds that an uncached answer takes beyond the provider's time: everything from the event to the answer, with
 * a provider that answers at once and a table in memory.
 */
export async function measureMiss(rounds: number, outdir: string): Promise<Spread> {
  const provider = await startProvider();
  const bundle = await bundleExtract(outdir);
  const providers = JSON.stringify([{ type: 'http', name: 'provider', url: provider.url }]);
  const child = fork(join(HERE, 'children/miss-child.cjs'), [bundle, EVENT_FILE, String(rounds)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: lambdaEnvironment({ PROVIDERS: providers, MEMORY_CACHE_MIB: '0', BENCH_TABLE: 'empty' }),
  });
  const [milliseconds] = (await once(child, 'message')) as [number[]];
  provider.stop();
  return spreadOf(milliseconds);
}

async function startProvider(): Promise<{ url: string; connections(): number; stop(): void }> {
  let connections = 0;
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(ANSWER);
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

/** Files only, since reading manifests would add the time of other hosts. */
const ANSWER = JSON.stringify({
  sources: [1080, 720, 480, 360].map((height) => ({
    url: `https://media.example/title/550/${height}p/film.mp4`,
    height,
    type: 'mp4',
  })),
  subtitles: [{ url: 'https://media.example/title/550/en.vtt', language: 'en' }],
  duration: 7200,
});
