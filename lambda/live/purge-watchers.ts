import type { PurgeScope } from '../cache/purges.ts';
import type { LiveTable, Watcher } from './live-table.ts';

/** Everybody who watches something of what a purge covers. */
export async function* watchersOfPurge(
  scope: PurgeScope,
  table: Pick<LiveTable, 'watchersOf' | 'watchers'>,
): AsyncGenerator<Watcher[]> {
  if ('all' in scope) yield* table.watchers();
  else if ('title' in scope) yield* table.watchersOf(scope.title);
  else for (const content of 'contents' in scope ? scope.contents : [scope.content]) yield* table.watchersOf(content);
}

/** Whether there is anybody. */
export async function isWatched(
  scope: PurgeScope,
  table: Pick<LiveTable, 'watchersOf' | 'watchers'>,
): Promise<boolean> {
  for await (const watchers of watchersOfPurge(scope, table)) if (watchers.length > 0) return true;
  return false;
}
