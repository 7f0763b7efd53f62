import validateCommand from '../../contract/generated/cache-command.js';
import environmentRules from '../../contract/generated/cache-environment.js';
import { logger } from '../observability/telemetry.ts';
import { createTableClient } from '../wiring/clients/table-client.ts';
import type { OperatorEnvironment } from '../wiring/environment.ts';
import { showEntry } from '../wiring/operator/show-entry.ts';
import { stageStatus } from '../wiring/operator/stage-status.ts';
import { readEnvironment } from '../wiring/read-environment.ts';
import { sharedCache } from '../wiring/shared-cache.ts';

const environment = readEnvironment<OperatorEnvironment>(environmentRules);
const client = createTableClient();
const shared = sharedCache(environment, client);

/**
 * Shows or purges what the cache holds, or reports how the stage is. It has no route: only operators invoke it, with
 * `npm run cache`, `catalogue` and `status`.
 *
 * @throws Error when the command is not one of the contract's
 */
export async function handler(command: unknown): Promise<unknown> {
  if (!validateCommand(command)) throw new Error('Not a command of the cache: see contract/cache-command.ts');
  if (command.action === 'show') return showEntry(shared, command.content);
  if (command.action === 'status') return stageStatus(environment, shared);
  const { generation, everything } = await shared.purges.purge(command.scope);
  // The list of purged titles may have been full.
  const purged = everything === generation ? { all: true } : command.scope;
  logger.info('purge', { scope: purged, generation });
  if (environment.LIVE_TABLE !== '') {
    const { notifyOfPurge } = await import('../wiring/live/notify-of-purge.ts');
    await notifyOfPurge(environment, client, command.scope);
  }
  return { purged, generation };
}
