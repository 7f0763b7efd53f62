import type { VideoData } from '../answer.ts';
import type { Clock } from '../clock.ts';
import type { LooseRequest } from '../fetch/request.ts';
import type { StreamClient } from '../stream-client.ts';

/** The change reaches all who watch a title at the same time: each asks at a moment of its own within this. */
const SPREAD_MS = 500;

/**
 * Asks for a title that has changed. Where a cache may still have the old answer, the client reports the change again.
 *
 * @throws StreamError when there is none; the signal's reason when it is aborted
 */
export async function newerAnswer(
  client: StreamClient,
  request: LooseRequest,
  clock: Clock,
  signal: AbortSignal,
): Promise<VideoData> {
  await clock.sleep(Math.random() * SPREAD_MS, signal);
  return (await client.getAnswer(request, { signal, reload: true })).data;
}
