import { join } from 'node:path';
import { bundleFunction } from '../../lib/bundling/function-bundles.ts';
import { EVENT_FILE } from '../lambda-environment.ts';
import { type Spread, shuffled, spreadOf } from '../statistics.ts';
import { childFacts } from './child-facts.ts';
import type { TlsTable } from './tls-table.ts';

const HERE = join(import.meta.dirname, '..');

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
export async function measureCold(
  rounds: number,
  bundle: string,
  outdir: string,
  table: TlsTable,
): Promise<ColdFigure[]> {
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
  try {
    return await childFacts('cold-child.cjs', [bundle, EVENT_FILE], environment);
  } catch (error) {
    if (tries > 1) return coldStart(bundle, environment, tries - 1);
    throw error;
  }
}
