import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleFunction } from '../lib/bundling/function-bundles.ts';
import { EVENT_FILE, lambdaEnvironment } from './lambda-environment.ts';
import { type Spread, shuffled, spreadOf } from './statistics.ts';

const HERE = import.meta.dirname;

export interface ColdFigure {
  readonly name: string;
  /** From the start of the process to the first answer, in milliseconds. */
  readonly total: Spread;
  /** Of each round's time beyond the empty handler's in the same round. */
  readonly above: Spread;
  /** Milliseconds of processor time, user and system, on all cores. */
  readonly processor: Spread;
  /** Resident memory at the first answer, in MiB. */
  readonly memory: number;
}

interface ColdStart {
  readonly total: number;
  readonly cpu: number;
  readonly rss: number;
}

/** @param bundle the extract function's folder · @param outdir for what the benchmark makes for itself */
export async function measureCold(rounds: number, bundle: string, outdir: string): Promise<ColdFigure[]> {
  const table = await startTable(outdir);
  const empty = join(await bundleFunction(join(HERE, 'handlers/empty.ts'), outdir), 'empty.js');
  const extract = join(bundle, 'extract.js');
  const kinds = [
    { name: 'empty handler', file: empty, environment: {}, starts: [] as ColdStart[] },
    { name: 'extract', file: extract, environment: {}, starts: [] as ColdStart[] },
    {
      name: 'extract, with a compile cache',
      file: extract,
      environment: { NODE_COMPILE_CACHE: join(outdir, 'compile-cache') },
      starts: [] as ColdStart[],
    },
  ];
  // The first round fills the compile cache and the machine's own caches.
  for (let round = -1; round < rounds; round++) {
    for (const { file, environment, starts } of shuffled(kinds)) {
      const start = await coldStart(file, { ...table.environment, ...environment });
      if (round >= 0) starts.push(start);
    }
  }
  table.stop();
  const base = kinds[0]!.starts;
  return kinds.map(({ name, starts }) => ({
    name,
    total: spreadOf(starts.map(({ total }) => total)),
    above: spreadOf(starts.map(({ total }, round) => total - base[round]!.total)),
    processor: spreadOf(starts.map(({ cpu }) => cpu)),
    memory: spreadOf(starts.map(({ rss }) => rss)).median / 2 ** 20,
  }));
}

/** Tried again where the machine was too busy for the times that the function gives the table. */
async function coldStart(bundle: string, environment: Record<string, string>, tries = 3): Promise<ColdStart> {
  const child = spawn(process.execPath, [join(HERE, 'children/cold-child.cjs'), bundle, EVENT_FILE], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: lambdaEnvironment(environment),
  });
  let told = '';
  child.stderr.on('data', (chunk) => {
    told += chunk;
  });
  await once(child, 'close');
  const facts = told.match(/^BENCH (.*)$/m)?.[1];
  if (facts !== undefined) return JSON.parse(facts);
  if (tries > 1) return coldStart(bundle, environment, tries - 1);
  throw new Error(`A cold start failed: ${told}`);
}

/** DynamoDB's stand-in, with a certificate of its own making. */
async function startTable(outdir: string): Promise<{ environment: Record<string, string>; stop(): void }> {
  const [key, certificate] = [join(outdir, 'key.pem'), join(outdir, 'certificate.pem')];
  const request = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1';
  await promisify(execFile)('openssl', [...request.split(' '), '-keyout', key, '-out', certificate]);
  const texts = await Promise.all([key, certificate].map((file) => readFile(file, 'utf8')));
  const child = spawn(process.execPath, [join(HERE, 'children/fake-dynamodb.ts'), ...texts], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = await once(child.stdout, 'data');
  return {
    environment: {
      AWS_ENDPOINT_URL_DYNAMODB: `https://127.0.0.1:${String(port).trim()}`,
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    },
    stop: () => child.kill(),
  };
}
