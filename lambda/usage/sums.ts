import { ERROR_KINDS, type ErrorKind, OTHER, type UsageQuality } from '../../contract/usage.ts';
import { startupBin } from './startup-bins.ts';
import type { Contribution } from './viewing.ts';

/** What sums are told apart by, within one title and hour. */
export interface SumKey {
  /** Id of the source, or `other`. */
  readonly source: string;
  readonly quality: UsageQuality;
  readonly isEstimated: boolean;
  /** Name of the CDN, or `unknown`. */
  readonly cdn: string;
}

/** Numbers by name, as the table adds them: `p` milliseconds played, `r` stalled, and so on. */
export type Sums = ReadonlyMap<string, number>;

export const SUM = { played: 'p', stalled: 'r', sessions: 's', changes: 'c', switches: 'w' } as const;
/** Starts of one bin: `b17`. */
const startSum = (bin: number): string => `b${bin}`;
/** Errors of one kind: `e0`. */
export const errorSum = (kind: ErrorKind): string => `e${ERROR_KINDS.indexOf(kind)}`;

export interface KeyedSums {
  readonly key: SumKey;
  readonly sums: Sums;
}

/** Each key is one write. A player changes its quality a few times a body; a forger would name a hundred. */
const MOST_KEYS = 8;

/**
 * The contributions of a body by what they are told apart by.
 *
 * @param known whether a source is one of the title · @param cdnOf name of the CDN behind a host
 */
export function sumsOf(
  contributions: readonly Contribution[],
  known: (source: string) => boolean,
  cdnOf: (host: string | undefined) => string,
): KeyedSums[] {
  const found = new Map<string, { readonly key: SumKey; readonly sums: Map<string, number> }>();
  for (const each of contributions) {
    const { quality, isEstimated } = each;
    const source = each.source !== undefined && known(each.source) ? each.source : OTHER;
    const own: SumKey = { source, quality, isEstimated, cdn: cdnOf(each.host) };
    const name = nameOf(own);
    const key = found.has(name) || found.size < MOST_KEYS ? own : REST;
    const sums = found.get(nameOf(key))?.sums ?? new Map<string, number>();
    found.set(nameOf(key), { key, sums });
    const [sum, amount] = numberOf(each);
    sums.set(sum, (sums.get(sum) ?? 0) + amount);
  }
  return [...found.values()];
}

const REST: SumKey = { source: OTHER, quality: 'unknown', isEstimated: false, cdn: 'unknown' };
const nameOf = ({ source, quality, isEstimated, cdn }: SumKey): string =>
  JSON.stringify([source, quality, isEstimated, cdn]);

function numberOf(each: Contribution): readonly [sum: string, amount: number] {
  switch (each.kind) {
    case 'played':
      return [SUM.played, each.ms];
    case 'stalled':
      return [SUM.stalled, each.ms];
    case 'session':
      return [SUM.sessions, 1];
    case 'change':
      return [SUM.changes, 1];
    case 'switch':
      return [SUM.switches, 1];
    case 'start':
      return [startSum(startupBin(each.ms)), 1];
    case 'error':
      return [errorSum(each.error), 1];
  }
}
