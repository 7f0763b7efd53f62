import type { VideoData } from '../answer.ts';
import type { Clock } from '../clock.ts';
import type { LooseRequest } from '../fetch/request.ts';
import type { StreamClient } from '../stream-client.ts';

/** The change reaches all who watch a title at the same time: each asks at a moment of its own within this. */
const SPREAD_MS = 500;
/** Until then a container of the API may have the old answer in its memory. */
const SEEN_EVERYWHERE_MS = 6_000;

/**
 * Asks for a title that has changed. What is still the old answer, out of a cache, is asked for once more.
 *
 * @throws StreamError when there is none; the signal's reason when it is aborted
 */
export async function newerAnswer(
  client: StreamClient,
  request: LooseRequest,
  { sources: old }: VideoData,
  clock: Clock,
  signal: AbortSignal,
): Promise<VideoData> {
  const ask = async (after: number) => {
    await clock.sleep(after + Math.random() * SPREAD_MS, signal);
    return client.getAnswer(request, { signal, reload: true });
  };
  const { data, fromCache } = await ask(0);
  const isOld = fromCache && JSON.stringify(data.sources) === JSON.stringify(old);
  return isOld ? (await ask(SEEN_EVERYWHERE_MS)).data : data;
}
