import type { SimulationResult } from './simulation.ts';

/** What an average request uses of what AWS bills, its share of the refreshes behind stale answers included. */
export interface Usage {
  /** Shares of the requests: answered from memory, from the table, with a stale answer, and the rest, which waited. */
  readonly memory: number;
  readonly table: number;
  readonly stale: number;
  readonly waiting: number;
  /** Refreshes that were run, to a request. */
  readonly refreshes: number;
  /** Milliseconds of both functions together. */
  readonly billedMs: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** The usage over a whole simulated run, the filling of the cache included. */
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
