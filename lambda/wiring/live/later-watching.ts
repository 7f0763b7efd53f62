import type { Watching } from '../../cache/watching.ts';
import type { Clock } from '../../clock.ts';
import type { ExtractionObserver } from '../../providers/events.ts';
import type { ExtractionEnvironment } from '../environment.ts';

/** {@link watching}, loaded by the first extraction; undefined in a stage without a WebSocket API. */
export function laterWatching(
  environment: ExtractionEnvironment,
  clock: Clock,
): Watching<ExtractionObserver> | undefined {
  if (environment.NOTIFY_FUNCTION === '') return undefined;
  let loaded: Watching<ExtractionObserver> | undefined;
  return {
    begin: async (content, extraction) => {
      try {
        loaded ??= (await import('./watching.ts')).watching(environment, clock);
        return await loaded.begin(content, extraction);
      } catch {
        // The extraction goes on without notices.
        return undefined;
      }
    },
  };
}
