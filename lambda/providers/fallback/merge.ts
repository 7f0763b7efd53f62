import type { Clock } from '../../clock.ts';
import type { Extraction } from '../../stream/candidate.ts';
import type { Content } from '../../stream/content.ts';
import { durationOf } from '../../stream/duration.ts';
import { failureOf } from '../outcomes.ts';
import { NotFoundError, overtakenBy, type Provider, type ProvideSources } from '../provider.ts';
import { ProviderCall } from './provider-call.ts';

export interface MergeOptions {
  /** How long the answer waits for the others once one has found enough; undefined: until all have answered. */
  readonly mergeWithinMs?: number | undefined;
  /** Whether what one provider found is enough to stop waiting for the others soon. */
  readonly isEnough: (content: Content, found: Extraction) => boolean;
}

/**
 * Asks all providers at once, and returns the sources of all, in the order of the stage settings. It ends a while after
 * the first that has found enough, or when all have answered. Those that have not are cancelled, which is no failure,
 * and the extraction is partial.
 *
 * @returns a function that throws as the chain's does, once nothing that it began runs any longer
 */
export function createMerge(providers: readonly Provider[], clock: Clock, options: MergeOptions): ProvideSources {
  const { mergeWithinMs, isEnough } = options;
  return async (content, deadline, observer) => {
    const done = Promise.withResolvers<void>();
    const seen = new Set<ProviderCall>();
    let cancelTimer: (() => void) | undefined;
    const onChange = () => {
      for (const call of calls) {
        if (call.state === 'ready') call.resume();
        if (call.found === undefined || seen.has(call)) continue;
        seen.add(call);
        if (cancelTimer || mergeWithinMs === undefined || !isEnough(content, call.found)) continue;
        cancelTimer = clock.setTimer(mergeWithinMs, done.resolve);
      }
      if (calls.every(({ state }) => state === 'ended')) done.resolve();
    };
    const context = { content, deadline, observer, clock, onChange };
    // Slower than another is no failure: the refresh that follows waits for it.
    const calls = providers.map((provider) => new ProviderCall(provider, Number.POSITIVE_INFINITY, context));
    for (const call of calls) call.start();
    onChange();
    await done.promise;
    cancelTimer?.();
    await Promise.all(calls.map((call) => call.overtake()));
    const found = calls.flatMap((call) => call.found ?? []);
    if (found.length === 0) {
      throw failureOf(calls.flatMap(({ error }) => (error instanceof NotFoundError ? [] : [error])));
    }
    const ranOut = mergeWithinMs !== undefined && deadline.signal.aborted;
    const isPartial = ranOut || calls.some(({ error }) => overtakenBy(error) !== undefined);
    return merged(found, isPartial);
  };
}

/** Two sources with one URL are made one when the answer is built, as are those of one provider. */
function merged(found: readonly Extraction[], isPartial: boolean): Extraction {
  return {
    sources: found.flatMap(({ sources }) => sources),
    subtitles: found.flatMap(({ subtitles }) => subtitles),
    poster: found.find(({ poster }) => poster)?.poster,
    duration: found.find(({ duration }) => durationOf(duration) !== undefined)?.duration,
    ...(isPartial && { isPartial }),
  };
}
