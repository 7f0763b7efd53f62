import type { Watching } from '../../cache/extraction-watch.ts';
import type { Clock } from '../../clock.ts';
import type { Notice } from '../../live/events.ts';
import { watchExtraction } from '../../live/watch-extraction.ts';
import { logger } from '../../observability/telemetry.ts';
import type { ExtractionObserver } from '../../providers/events.ts';
import type { ExtractionEnvironment } from '../environment.ts';
import type { InvokeAsynchronously } from '../lambda-invoker.ts';
import { providersOf } from '../shared-cache.ts';

/** Tells those who watch, by the notify function. The first notice loads the client. */
export function noticesTo(notifyFunction: string): (notice: Notice, signal: AbortSignal) => Promise<void> {
  let invoke: InvokeAsynchronously | undefined;
  return async (notice, signal) => {
    invoke ??= (await import('../lambda-invoker.ts')).createInvoker();
    await invoke(notifyFunction, notice, signal);
  };
}

/** What a stage with a WebSocket API adds to its extractions. The first of them loads it. */
export function watching(environment: ExtractionEnvironment, clock: Clock): Watching<ExtractionObserver> {
  const labels = new Map(providersOf(environment).map(({ name, label = name }) => [name, label]));
  const options = {
    clock,
    labelOf: (provider: string) => labels.get(provider) ?? provider,
    notify: noticesTo(environment.NOTIFY_FUNCTION),
    onFailure: (error: unknown) => logger.warn('those who watch cannot be told', error as Error),
  };
  return { begin: async (content, extraction) => watchExtraction(content, extraction, options) };
}
