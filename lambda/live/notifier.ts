import { RETRY_AFTER_SECONDS } from '../../contract/bounds.ts';
import type { LiveEvent } from '../../contract/events.ts';
import { isCurrent, LEASE_MS } from '../cache/shared-store.ts';
import type { Clock } from '../clock.ts';
import type { Content } from '../stream/content.ts';
import { failedEvent, type Notice } from './events.ts';
import { CONNECTION_SECONDS, type LiveTable, type Watcher } from './live-table.ts';
import type { PostToConnection } from './post-to-connections.ts';
import { watchersOfPurge } from './purge-watchers.ts';
import { type FollowedRecord, followerOf, type WatchedTitles } from './watched-titles.ts';

/** Posts under way at a time. */
const CONCURRENCY = 50;

/** How often a followed extraction is looked at: its lease lives three times as long. */
const LOOK_MS = LEASE_MS / 3;

export interface NotifierOptions {
  readonly table: Pick<LiveTable, 'watchersOf' | 'watchers' | 'disconnect'>;
  readonly titles: Pick<WatchedTitles, 'mark' | 'read' | 'follow'>;
  readonly post: PostToConnection;
  readonly clock: Clock;
  /** A post that failed, for the log. */
  readonly onFailure: (error: unknown) => void;
}

/** What became of one notice. */
export interface Notified {
  /** Connections that got it. */
  posted: number;
  /** Connections that had ended, whose rows are deleted. */
  ended: number;
  failed: number;
}

/**
 * Notifies those who watch.
 *
 * @param invocation the same for each try of it
 * @param signal ends the following of an extraction
 */
export async function notify(
  notice: Notice,
  options: NotifierOptions,
  { invocation, signal }: { readonly invocation: string; readonly signal: AbortSignal },
): Promise<Notified> {
  const notified: Notified = { posted: 0, ended: 0, failed: 0 };
  if ('purged' in notice) {
    for await (const watchers of watchersOfPurge(notice.purged, options.table)) {
      await postAll(
        watchers,
        ({ content }) => [{ type: 'changed', title: content, reason: 'purged' }],
        options,
        notified,
      );
    }
    return notified;
  }
  const { content, events, owner, follow } = notice;
  // The end may overtake the last steps: nothing is posted of an extraction that is no longer under way.
  if (events.length > 0 && (owner === undefined || (await options.titles.read(content)).lease?.owner === owner)) {
    await notifyWatchersOf(content, events, options, notified);
  }
  if (owner === undefined) await markAgain(content, notified, options);
  if (follow && owner !== undefined && (await options.titles.follow(content, owner, invocation))) {
    await followExtraction(content, followerOf(owner, invocation), options, signal, notified);
  }
  return notified;
}

async function notifyWatchersOf(
  content: Content,
  events: readonly LiveEvent[],
  options: NotifierOptions,
  notified: Notified,
) {
  for await (const watchers of options.table.watchersOf(content)) {
    await postAll(watchers, () => events, options, notified);
  }
}

/** A stored entry replaces the item, and the mark with it. */
async function markAgain(content: Content, { posted }: Notified, { titles, clock }: NotifierOptions): Promise<void> {
  if (posted > 0) await titles.mark(content, clock.now() + CONNECTION_SECONDS * 1000);
}

/** Waits for the end of an extraction; one whose holder was killed, and that nobody else goes on with, has failed. */
async function followExtraction(
  content: Content,
  self: string,
  options: NotifierOptions,
  signal: AbortSignal,
  notified: Notified,
): Promise<void> {
  const { titles, clock } = options;
  let record: FollowedRecord | undefined;
  do {
    try {
      await clock.sleep(LOOK_MS, signal);
    } catch {
      return;
    }
    record = await titles.read(content).catch(() => record);
  } while (record === undefined || (record.lease && isCurrent(record.lease, 0, clock.now())));
  // Where it was handed over, its new holder may have named another follower.
  if (record.lease === undefined || record.follower !== self) return;
  await notifyWatchersOf(content, [failedEvent(content, 'unavailable', RETRY_AFTER_SECONDS)], options, notified);
}

async function postAll(
  watchers: readonly Watcher[],
  eventsOf: (watcher: Watcher) => readonly LiveEvent[],
  { table, post, onFailure }: NotifierOptions,
  notified: Notified,
): Promise<void> {
  // One at a time of a connection, so that a dead one costs one post, however many titles it watches.
  const queue = Map.groupBy(watchers, ({ connection }) => connection).entries();
  const work = async () => {
    for (const [connection, watched] of queue) {
      try {
        if (await postEach(connection, watched)) continue;
        notified.ended += 1;
        const contents = watched.map(({ content }) => content);
        // A row that is left costs the next event a post. This one is not repeated for it.
        await table.disconnect(connection, contents).catch(onFailure);
      } catch (error) {
        notified.failed += 1;
        onFailure(error);
      }
    }
  };
  const postEach = async (connection: string, watched: readonly Watcher[]): Promise<boolean> => {
    for (const watcher of watched) {
      const messages = eventsOf(watcher).map((event) => JSON.stringify(event));
      if (!(await post(connection, messages))) return false;
      notified.posted += 1;
    }
    return true;
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, watchers.length) }, work));
}
