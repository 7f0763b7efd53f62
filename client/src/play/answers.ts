import type { VideoData } from '../answer.ts';
import type { Clock } from '../clock.ts';
import type { LooseRequest } from '../fetch/request.ts';
import type { StreamClient } from '../stream-client.ts';
import { withTimeLimit } from '../time-limit.ts';
import { isOnline, untilOnline } from './network.ts';

/** How long a failing title waits for one more answer. */
const FRESH_ANSWER_MS = 5_000;

/** The answer for a title. Without a network, it waits for one. */
export async function answerOf(
  client: StreamClient,
  request: LooseRequest,
  onRefresh: (data: VideoData) => void,
  signal: AbortSignal,
): Promise<VideoData> {
  for (;;) {
    try {
      return await client.getStream(request, { signal, onRefresh });
    } catch (error) {
      if (signal.aborted || isOnline()) throw error;
      await untilOnline(signal);
    }
  }
}

/** One more answer of the API, whatever is stored; undefined where none comes in time. */
export async function freshAnswerOf(
  client: StreamClient,
  request: LooseRequest,
  clock: Clock,
  signal: AbortSignal,
): Promise<VideoData | undefined> {
  const tooLate = () => new Error('no answer in time');
  try {
    return await withTimeLimit(FRESH_ANSWER_MS, clock, signal, tooLate, (inTime) =>
      client.getStream(request, { signal: inTime, reload: true }),
    );
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
