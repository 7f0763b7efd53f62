import { readFile, writeFile } from 'node:fs/promises';
import type { SimulationResult } from './simulation.ts';

/** What AWS bills for an average request, including its share of the refreshes. */
export interface Usage {
  /** Shares of the requests: answered from memory, from the table, with a stale answer, and after waiting. */
  readonly memory: number;
  readonly table: number;
  readonly stale: number;
  readonly waiting: number;
  /** Refreshes per request. */
  readonly refreshes: number;
  /** Milliseconds of both functions. */
  readonly billedMs: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** The usage over a whole simulated run, including the time in which the cache fills. */
export function usageOf({ whole, operations, refreshes, busyMs }: SimulationResult): Usage {
  const { requests } = whole;
  return {
    memory: whole.share('memory'),
    table: whole.share('table'),
    stale: whole.share('stale'),
    waiting: whole.share('waited', 'extracted', 'failed'),
    refreshes: refreshes / requests,
    billedMs: busyMs / requests,
    readUnits: (operations.reads / 2 + operations.consistentReads) / requests,
    writeUnits: operations.writes / requests,
  };
}

/** Writes usages by their scenarios' names, and keeps those that the file has of other scenarios. */
export async function writeUsages(file: string, usages: Readonly<Record<string, Usage>>): Promise<void> {
  const kept: Record<string, Usage> = JSON.parse(await readFile(file, 'utf8'));
  // A simulation is not more precise than four digits.
  const rounded = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value);
  await writeFile(file, `${JSON.stringify({ ...kept, ...usages }, rounded, 2)}\n`);
}
