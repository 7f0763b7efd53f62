import type { Watching } from '../../cache/watching.ts';
import type { Clock } from '../../clock.ts';
import { watchExtraction } from '../../live/watch-extraction.ts';
import { logger } from '../../observability/telemetry.ts';
import type { ExtractionObserver } from '../../providers/events.ts';
import type { ExtractionEnvironment } from '../environment.ts';
import { providersOf } from '../shared-cache.ts';
import { noticesTo } from './notices.ts';

/** What a stage with a WebSocket API adds to its extractions. The first of them loads it. */
export function watching(environment: ExtractionEnvironment, clock: Clock): Watching<ExtractionObserver> {
  const labels = new Map(providersOf(environment).map(({ name, label = name }) => [name, label]));
  const options = {
    clock,
    labelOf: (provider: string) => labels.get(provider) ?? provider,
    notify: noticesTo(environment.NOTIFY_FUNCTION),
    onFailure: (error: unknown) => logger.warn('those who watch cannot be notified', error as Error),
  };
  return { begin: async (content, extraction) => watchExtraction(content, extraction, options) };
}
