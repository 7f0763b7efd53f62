import type { VideoData } from '../answer.ts';
import { SPREAD_MS, type TitleChange } from '../live/events.ts';
import { successorIn } from '../sources/successor.ts';
import type { SourceSequence } from './source-sequence.ts';

/**
 * Takes the newer answer of a title that has changed. After a purge, what plays is replaced by its like in it.
 *
 * @throws StreamError when there is no answer; the title's reason when it ends
 */
export async function takeChange({ reason }: TitleChange, title: SourceSequence): Promise<void> {
  const { sources, player, signal } = title;
  if (!sources.data) return;
  await sources.take(await newerAnswer(title), signal);
  const current = player.source;
  // What is merely fresher is of use when the present link expires, or fails.
  if (reason !== 'purged' || !current) return;
  const alike = sources.queue.playable.map(({ source }) => source).filter(({ type }) => type === current.type);
  const next = successorIn(current, alike);
  const other = sources.queue.next();
  if (next?.url === current.url) return;
  if (next) await title.renew(current, next, title.turn);
  else if (other) title.replace(other, 'renewed');
}

/** Where a cache may still have the old answer, the client reports the change again. */
async function newerAnswer({ client, request, clock, signal }: SourceSequence): Promise<VideoData> {
  await clock.sleep(Math.random() * SPREAD_MS, signal);
  return (await client.getAnswer(request, { signal, reload: true })).data;
}
