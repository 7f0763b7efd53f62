import type { Context } from 'aws-lambda';
import environmentRules from '../../contract/generated/notify-environment.js';
import { systemClock } from '../clock.ts';
import type { Errand, Notice } from '../live/events.ts';
import { LiveTable } from '../live/live-table.ts';
import { type Notified, notify } from '../live/notifier.ts';
import type { PostToConnection } from '../live/post-to-connections.ts';
import { WatchedTitles } from '../live/watched-titles.ts';
import { logger } from '../observability/telemetry.ts';
import { createTableClient } from '../wiring/clients/table-client.ts';
import type { NotifyEnvironment } from '../wiring/environment.ts';
import { readEnvironment } from '../wiring/read-environment.ts';

/** Left of the function's own time when it stops following an extraction. */
const RESERVE_MS = 5_000;

const environment = readEnvironment<NotifyEnvironment>(environmentRules);
const client = createTableClient();
const clock = systemClock;
const table = new LiveTable(client, environment.LIVE_TABLE, () => clock.now());
const titles = new WatchedTitles(client, environment.CACHE_TABLE, environment.CACHE_NAMESPACE);
// Loaded while the tables are read. An import that fails is reported by the first post.
const posting = import('../live/post-to-connections.ts').then((module) =>
  module.createPosting(environment.LIVE_ENDPOINT),
);
posting.catch(() => undefined);
const post: PostToConnection = async (...message) => (await posting).post(...message);

/**
 * Notifies those who watch a title what has become of it. It is invoked asynchronously, once for each event.
 *
 * @throws Error where somebody could not be notified, so that Lambda tries again
 */
export async function handler(event: Notice | Errand, lambda: Context): Promise<Notified | undefined> {
  if ('warm' in event || 'close' in event) {
    const { close } = await posting;
    if ('close' in event) await close(event.close);
    return undefined;
  }
  const signal = AbortSignal.timeout(Math.max(1, lambda.getRemainingTimeInMillis() - RESERVE_MS));
  const onFailure = (error: unknown) => logger.warn('a connection was not notified', error as Error);
  const options = { table, titles, post, clock, onFailure };
  const notified = await notify(event, options, { invocation: lambda.awsRequestId, signal });
  logger.info('notice', {
    ...('purged' in event
      ? { event: 'changed', scope: event.purged }
      : { event: event.events.at(-1)?.type ?? 'follow', ...event.content }),
    ...notified,
  });
  if (notified.failed > 0) throw new Error(`${notified.failed} connections were not notified`);
  return notified;
}
