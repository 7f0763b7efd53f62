import { isFailing, type Verdict } from '../probes/probe.ts';

/** This number of sources of one origin makes what happens to all of them a fact about the origin. */
const ENOUGH = 3;

export interface OriginFacts {
  /** Origins of which every probed source fails. */
  readonly down: readonly string[];
  /** That holds for all of them: it is us whom nobody answers. */
  readonly isBlocked: boolean;
}

/** What the verdicts of one run say of whole origins. */
export function originFacts(found: readonly { readonly origin: string; readonly verdict: Verdict }[]): OriginFacts {
  const conclusive = found.filter(({ verdict }) => verdict !== 'inconclusive');
  const origins = [...Map.groupBy(conclusive, ({ origin }) => origin)];
  const down = origins.filter(([, its]) => its.length >= ENOUGH && its.every(({ verdict }) => isFailing(verdict)));
  return {
    down: down.map(([origin]) => origin).toSorted(),
    isBlocked: origins.length > 0 && down.length === origins.length,
  };
}
