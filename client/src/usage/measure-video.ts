import type { Source } from '../answer.ts';
import { systemClock } from '../clock.ts';
import type { MediaType, RequestOf } from '../fetch/request.ts';
import type { StreamClient } from '../stream-client.ts';
import type { MeasureOptions } from './measure-options.ts';

/** A viewing in the page's own player. */
export interface MeasureVideoOptions<M extends MediaType = MediaType> extends MeasureOptions {
  client: Pick<StreamClient, 'baseUrl'>;
  request: RequestOf<M>;
  /** The source that it plays. */
  source: Source;
  /** Whether it plays at once. Default: true; else the start is measured from the press on play. */
  autoplay?: boolean | undefined;
  /** Ends it, as `stop` does. */
  signal?: AbortSignal | undefined;
}

/**
 * Measures what a viewer gets of a source in any player, by its video element: Shaka, dash.js, Video.js, or the
 * browser's own. Call it when the viewer wishes to watch, before the source loads. `playTitle` does it by itself.
 *
 * @returns what ends it
 *
 * @example
 * const measuring = measureVideo(video, { client, request, source });
 * await player.load(source.url);
 */
export function measureVideo<M extends MediaType>(
  video: HTMLVideoElement,
  { source, signal, autoplay = true, ...options }: MeasureVideoOptions<M>,
): { stop(): void } {
  const ending = new AbortController();
  const stop = () => ending.abort();
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { signal: ending.signal });
  const begunAt = systemClock.now();
  const viewing = { ...options, video, begunAt, autoplay, clock: systemClock, signal: ending.signal };
  import('./viewing.ts').then(
    ({ startViewing }) => startViewing(viewing)?.opened({ source, player: undefined }),
    () => undefined,
  );
  return { stop };
}
