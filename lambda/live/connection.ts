import { MAX_WATCHED_TITLES, RETRY_AFTER_SECONDS } from '../../contract/bounds.ts';
import type { LiveAction, LiveEvent } from '../../contract/events.ts';
import validateAction from '../../contract/generated/live-action.js';
import { usableEntry } from '../cache/entry.ts';
import { rememberedFor } from '../cache/failure-memory.ts';
import type { Purges } from '../cache/purges.ts';
import { isCurrent, type StoredRecord } from '../cache/shared-store.ts';
import type { Clock } from '../clock.ts';
import type { Content } from '../stream/content.ts';
import { failedEvent, type Notice, progressEvent } from './events.ts';
import { CONNECTION_SECONDS, type LiveTable } from './live-table.ts';
import { isFollowed, type WatchedTitles } from './watched-titles.ts';

export interface ConnectionOptions {
  readonly table: Pick<LiveTable, 'watch' | 'unwatch'>;
  readonly titles: Pick<WatchedTitles, 'mark'>;
  readonly purges: Purges;
  readonly clock: Clock;
  readonly notify: (notice: Notice) => Promise<void>;
  readonly onFailure: (error: unknown) => void;
}

export const BYE: LiveEvent = { type: 'bye', after: RETRY_AFTER_SECONDS };

/** What one message of a connection is answered with; undefined for nothing. Never rejects. */
export async function answerTo(
  connection: string,
  message: string | null | undefined,
  options: ConnectionOptions,
): Promise<LiveEvent | undefined> {
  const action = actionOf(message);
  if (action === undefined) return failedEvent(undefined, 'badRequest');
  try {
    switch (action.action) {
      case 'watch':
        return await watch(connection, action.title as Content, options);
      case 'unwatch':
        return (await options.table.unwatch(connection, action.title as Content)) ? undefined : BYE;
      case 'ping':
        return undefined;
    }
  } catch (error) {
    options.onFailure(error);
    return BYE;
  }
}

function actionOf(message: string | null | undefined): LiveAction | undefined {
  try {
    const parsed: unknown = JSON.parse(message ?? '');
    return validateAction(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** The row first, then the look: what ends between them is either notified to the row or seen by the look. */
async function watch(connection: string, title: Content, options: ConnectionOptions): Promise<LiveEvent> {
  const { table, titles, purges, clock } = options;
  const looking = purges.isRecent() ? undefined : purges.look();
  const watching = await table.watch(connection, title);
  if (watching === 'spent') return BYE;
  if (watching === 'full') {
    const refusal = failedEvent(title, 'tooManyRequests', RETRY_AFTER_SECONDS);
    return { ...refusal, message: `A connection watches at most ${MAX_WATCHED_TITLES} titles.` } as LiveEvent;
  }
  const [record] = await Promise.all([titles.mark(title, clock.now() + CONNECTION_SECONDS * 1000), looking]);
  const required = purges.required(title);
  const state = stateOf(title, record, required, clock.now());
  const { lease, follower } = record;
  const isUnderWay = state.type === 'progress' && lease !== undefined && isCurrent(lease, required, clock.now());
  // The first who watches an extraction has it followed, lest its holder is killed before it has notified anything.
  if (isUnderWay && !isFollowed(follower, lease.owner)) {
    await options.notify({ content: title, events: [], owner: lease.owner, follow: true }).catch(options.onFailure);
  }
  return state;
}

function stateOf(title: Content, record: StoredRecord, required: number, now: number): LiveEvent {
  const { lease, note, progress = NO_PROGRESS } = record;
  const entry = usableEntry(record.entry, required, now);
  if (entry)
    return entry.kind === 'answer' ? { type: 'ready', title, etag: entry.etag } : failedEvent(title, 'notAvailable');
  if (lease && isCurrent(lease, required, now)) return progressEvent(title, progress);
  const failedFor = rememberedFor(note, required, now);
  if (failedFor === undefined) return progressEvent(title, NO_PROGRESS);
  return failedEvent(title, note?.outcome === 'timeout' ? 'timeout' : 'unavailable', failedFor);
}

const NO_PROGRESS = { seq: 0, steps: [] } as const;
