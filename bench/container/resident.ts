import { join } from 'node:path';
import { EVENT_FILE } from '../lambda-environment.ts';
import { MIB } from '../memory.ts';
import { childFacts } from './child-facts.ts';
import type { TlsTable } from './tls-table.ts';

/** Memory of one container, in MiB. */
export interface ResidentFigure {
  /** Size of its memory tier. */
  readonly tierMiB: number;
  readonly answers: number;
  /** Resident after the first 5,000 answers. */
  readonly early: number;
  /** Resident at the end, garbage included. */
  readonly resident: number;
  /** Still in use at the end: objects, and buffers beside the heap. */
  readonly used: number;
}

/** The tier's size in the stages, and none. */
const TIERS = [64, 0];

/**
 * A container that answers every request from the table, each for another title: so its memory tier fills, and every
 * answer passes through the DynamoDB client.
 *
 * @param bundle the extract function's folder
 */
export async function measureResident(seconds: number, bundle: string, table: TlsTable): Promise<ResidentFigure[]> {
  const figures: ResidentFigure[] = [];
  for (const tierMiB of TIERS) {
    const facts = await childFacts<Record<'answers' | 'early' | 'resident' | 'used', number>>(
      'resident-child.cjs',
      [join(bundle, 'extract.js'), EVENT_FILE, String(seconds)],
      { ...table.environment, MEMORY_CACHE_MIB: String(tierMiB) },
      ['--expose-gc'],
    );
    const { answers, early, resident, used } = facts;
    figures.push({ tierMiB, answers, early: early / MIB, resident: resident / MIB, used: used / MIB });
  }
  return figures;
}
