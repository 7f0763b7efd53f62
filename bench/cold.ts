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
  /** The time beyond that of the empty handler in the same round. */
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

/**
 * Measures cold starts.
 *
 * @param bundle the extract function's folder
 * @param outdir for the benchmark's own files
 */
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

/** Measures one start. Retried when the machine was too busy, so that the function's table calls timed out. */
async function coldStart(bundle: string, environment: Record<string, string>, tries = 3): Promise<ColdStart> {
  const child = spawn(process.execPath, [join(HERE, 'children/cold-child.cjs'), bundle, EVENT_FILE], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: lambdaEnvironment(environment),
  });
  let output = '';
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  await once(child, 'close');
  const facts = output.match(/^BENCH (.*)$/m)?.[1];
  if (facts !== undefined) return JSON.parse(facts);
  if (tries > 1) return coldStart(bundle, environment, tries - 1);
  throw new Error(`A cold start failed: ${output}`);
}

/** Starts a server in DynamoDB's place, with its own certificate. */
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
