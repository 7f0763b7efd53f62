import { RETRY_AFTER_SECONDS } from '../../contract/bounds.ts';
import type { LiveEvent } from '../../contract/events.ts';
import { boundedCall } from '../bounded-call.ts';
import type { CacheEntry } from '../cache/entry.ts';
import type { ExtractionOutcome } from '../cache/extraction.ts';
import type { ExtractionWatch, WatchedExtraction } from '../cache/watching.ts';
import type { Clock } from '../clock.ts';
import type { ExtractionObserver } from '../providers/events.ts';
import type { Content } from '../stream/content.ts';
import { failedEvent, type Notice, progressEvent } from './events.ts';
import { ExtractionSteps } from './extraction-steps.ts';

/** Steps that follow each other at once are one notice, and the last of them are in that of the end. */
const GATHER_MS = 200;

/** How long a response may wait for the last invocations to be accepted. */
const LAST_CALLS_MS = 700;

export interface WatchExtractionOptions {
  readonly clock: Clock;
  readonly labelOf: (provider: string) => string;
  /** Invokes the notify function. */
  readonly notify: (notice: Notice, signal: AbortSignal) => Promise<void>;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Follows an extraction: gathers its steps, and notifies those who watch. Nothing is invoked until a write of the lease
 * has returned that somebody watches.
 */
export function watchExtraction(
  content: Content,
  { owner, record, served, observer = {} }: WatchedExtraction<ExtractionObserver>,
  options: WatchExtractionOptions,
): ExtractionWatch<ExtractionObserver> {
  const { clock } = options;
  const calls = new Set<Promise<void>>();
  let watchedUntil = record?.watchedUntil ?? 0;
  let cancelGathered: (() => void) | undefined;
  let isFollowed = false;
  let hasEnded = false;
  let sentSeq = 0;
  const isWatched = () => watchedUntil > clock.now();

  const send = (events: readonly LiveEvent[]): void => {
    const follow = !hasEnded && !isFollowed;
    isFollowed = true;
    const notice: Notice = { content, events, ...(!hasEnded && { owner }), ...(follow && { follow }) };
    const call = boundedCall(clock, LAST_CALLS_MS, (signal) => options.notify(notice, signal))
      .catch(options.onFailure)
      .finally(() => calls.delete(call));
    calls.add(call);
  };
  const gathered = (): void => {
    cancelGathered = undefined;
    const { progress } = steps;
    if (hasEnded || !isWatched() || progress.seq <= sentSeq) return;
    sentSeq = progress.seq;
    send([progressEvent(content, progress)]);
  };
  const gather = (): void => {
    // Nobody waits for a refresh.
    if (served === undefined && isWatched()) cancelGathered ??= clock.setTimer(GATHER_MS, gathered);
  };
  const stop = (): void => {
    hasEnded = true;
    cancelGathered?.();
  };
  const steps = new ExtractionSteps({
    clock,
    labelOf: options.labelOf,
    former: record?.progress,
    passedTo: observer,
    onStep: gather,
  });

  return {
    observer: steps.observer,
    get progress() {
      return steps.progress;
    },
    get isWatched() {
      return isWatched();
    },
    learn: (until) => {
      watchedUntil = Math.max(watchedUntil, Number(until) || 0);
      if (!hasEnded) gather();
    },
    ended: async (outcome, entry, isPurged) => {
      stop();
      const last: LiveEvent | undefined = isPurged
        ? { type: 'changed', title: content, reason: 'purged' }
        : lastEvent(content, outcome, entry, served);
      if (last && isWatched()) {
        const { progress } = steps;
        send([...(served === undefined && progress.steps.length > 0 ? [progressEvent(content, progress)] : []), last]);
      }
      await Promise.all(calls);
    },
    left: stop,
  };
}

/** @param served the answer that requests got meanwhile */
function lastEvent(
  title: Content,
  outcome: ExtractionOutcome,
  entry: CacheEntry | undefined,
  served: CacheEntry | undefined,
): LiveEvent | undefined {
  if (served?.kind === 'answer') {
    const isSame = entry === undefined || (entry.kind === 'answer' && entry.etag === served.etag);
    return isSame ? undefined : { type: 'changed', title, reason: 'refreshed' };
  }
  if (entry?.kind === 'answer') return { type: 'ready', title, etag: entry.etag };
  if (outcome.outcome === 'found' || outcome.outcome === 'not-found') return failedEvent(title, 'notAvailable');
  return failedEvent(title, outcome.outcome, outcome.retryAfter ?? RETRY_AFTER_SECONDS);
}
