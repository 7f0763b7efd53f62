import type { Source, VideoData } from '../answer.ts';
import type { Clock } from '../clock.ts';
import { CHECK_INTERVAL_MS, REFRESH_LEAD_MS } from '../expiry.ts';
import type { LooseRequest } from '../fetch/request.ts';
import { heard } from '../heard.ts';
import type { StreamClient } from '../stream-client.ts';
import type { StreamError } from '../stream-error.ts';

/** A player whose links are renewed. */
export interface RenewablePlayer {
  /** The source of an answer that plays; undefined where none of them does. */
  playing(data: VideoData): Source | undefined;
  /** Milliseconds until the link in use expires; undefined where that is unknown. */
  timeLeft(source: Source): number | undefined;
  /** The source of a newer answer that continues another one. Throws where there is none. */
  successorOf(source: Source, sources: readonly Source[]): Source;
  /** Whether the player already plays this link. */
  plays(next: Source): boolean;
  /**
   * Continues with the next link at the same position.
   *
   * @returns false when that cannot be loaded, and the player is back at the current one
   * @throws Error when neither can be loaded
   */
  switchOver(current: Source, next: Source, signal: AbortSignal): Promise<boolean>;
}

export interface RenewalOptions {
  client: StreamClient;
  /** The title that plays. */
  request: LooseRequest;
  /** The answer that the player's source was taken from. */
  data: VideoData;
  /** Called with each newer answer, after the player has switched to it. */
  onRefresh?: ((data: VideoData) => void) | undefined;
  clock: Clock;
}

/** When the fresh links would soon expire too, the current ones are used until this long before their expiry. */
const LAST_MOMENT_MS = 10_000;

/**
 * Fetches fresh links 30 s before those in use expire, and continues with them. Links of unknown expiry are never
 * replaced.
 *
 * @throws StreamError when there will be no fresh links; the signal's reason when it is aborted
 */
export async function renewLinks(
  player: RenewablePlayer,
  options: RenewalOptions,
  signal: AbortSignal,
): Promise<never> {
  const { client, request, onRefresh, clock } = options;
  let { data } = options;
  /** Set when the last fresh links could not be loaded, so that the stored answer is not used again. */
  let reload = false;
  const timeLeftOf = (source: Source) => player.timeLeft(source) ?? Number.POSITIVE_INFINITY;
  for (;;) {
    const current = player.playing(data);
    const timeLeft = current ? timeLeftOf(current) : Number.POSITIVE_INFINITY;
    if (timeLeft > REFRESH_LEAD_MS) {
      await clock.sleep(Math.min(CHECK_INTERVAL_MS, timeLeft - REFRESH_LEAD_MS), signal);
      continue;
    }
    const askedAt = clock.now();
    const fresh = await freshAnswer(client, request, { signal, reload });
    reload = false;
    if ('waitMs' in fresh) {
      await clock.sleep(Math.max(CHECK_INTERVAL_MS, fresh.waitMs), signal);
      continue;
    }
    signal.throwIfAborted();
    // Another source may have been chosen during the request.
    const playing = player.playing(data);
    const next = playing && player.successorOf(playing, fresh.data.sources);
    if (playing && next && !player.plays(next)) {
      const left = timeLeftOf(playing);
      const nextLeft = client.expiresIn(next) ?? Number.POSITIVE_INFINITY;
      const answeredIn = clock.now() - askedAt;
      // The next request will take about as long as this one, and must end before the current links expire.
      if (nextLeft <= 2 * REFRESH_LEAD_MS && left - answeredIn > LAST_MOMENT_MS) {
        await clock.sleep(left - answeredIn - LAST_MOMENT_MS, signal);
        continue;
      }
      reload = !(await player.switchOver(playing, next, signal));
      if (reload) {
        await clock.sleep(CHECK_INTERVAL_MS, signal);
        continue;
      }
    }
    data = fresh.data;
    heard(() => onRefresh?.(fresh.data));
    await clock.sleep(CHECK_INTERVAL_MS, signal);
  }
}

/** @returns the answer, or how long to wait after a transient failure: the current links may still work */
async function freshAnswer(
  client: StreamClient,
  request: LooseRequest,
  options: { signal: AbortSignal; reload: boolean },
): Promise<{ data: VideoData } | { waitMs: number }> {
  try {
    return { data: await client.getStream(request, options) };
  } catch (error) {
    // Compared by name, because this file is in more than one bundle, and the class would be in each of them.
    const { name, retryable, retryAfter } = error as Partial<StreamError>;
    if (name === 'StreamError' && retryable) return { waitMs: (retryAfter ?? 0) * 1000 };
    throw error;
  }
}
