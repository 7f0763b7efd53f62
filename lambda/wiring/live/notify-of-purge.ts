import type { PurgeScope } from '../../cache/purges.ts';
import { systemClock } from '../../clock.ts';
import { LiveTable } from '../../live/live-table.ts';
import { isWatched } from '../../live/purge-watchers.ts';
import { logger } from '../../observability/telemetry.ts';
import type { TableClient } from '../../table.ts';
import type { OperatorEnvironment } from '../environment.ts';
import { noticesTo } from './notices.ts';

const NOTIFY_MS = 5_000;

/** Invokes the notify function where somebody watches what was purged. Never rejects: the purge has been issued. */
export async function notifyOfPurge(
  { LIVE_TABLE, NOTIFY_FUNCTION }: OperatorEnvironment,
  client: TableClient,
  purged: PurgeScope,
): Promise<void> {
  const table = new LiveTable(client, LIVE_TABLE, () => systemClock.now());
  try {
    if (await isWatched(purged, table)) await noticesTo(NOTIFY_FUNCTION)({ purged }, AbortSignal.timeout(NOTIFY_MS));
  } catch (error) {
    logger.warn('those who watch cannot be notified', error as Error);
  }
}
