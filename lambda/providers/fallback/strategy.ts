import type { FallbackSettings } from '../../../contract/settings/fallback.ts';
import type { Strategy } from '../providers.ts';
import { hasEnough } from './enough.ts';
import { ExtraCalls } from './extra-calls.ts';
import { createHedge } from './hedge.ts';
import { Latencies } from './latencies.ts';
import { createMerge } from './merge.ts';

/** The settings of a function. One that has time for all providers has no `mergeWithinMs`. */
export type FunctionFallback = Omit<FallbackSettings, 'mergeWithinMs'> &
  Partial<Pick<FallbackSettings, 'mergeWithinMs'>>;

/**
 * How a function asks several providers. Budget and latencies are of its container: make it once.
 *
 * @param settings JSON of {@link FunctionFallback}
 * @returns undefined where they are asked one after the other
 */
export function strategyOf(settings: string): Strategy | undefined {
  const { strategy, hedgeAfterMs, extraCallsPercent, mergeWithinMs, enough } = JSON.parse(settings) as FunctionFallback;
  if (strategy === 'first') return undefined;
  if (strategy === 'merge') {
    return (providers, clock) => createMerge(providers, clock, { mergeWithinMs, isEnough: hasEnough(enough, clock) });
  }
  const options = { hedgeAfterMs, extraCalls: new ExtraCalls(extraCallsPercent), latencies: new Latencies() };
  return (providers, clock) => createHedge(providers, clock, options);
}
