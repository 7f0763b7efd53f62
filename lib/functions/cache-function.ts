import type { Construct } from 'constructs';
import type { FunctionBundles } from '../bundling/functions.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import type { CacheTable } from '../tables/cache-table.ts';
import { cdnVariables } from './cdns.ts';
import { cacheVariables, type NotifiedOfPurges } from './extraction-access.ts';
import { StreamFunction } from './stream-function.ts';

const TIMEOUT_SECONDS = 30;

export interface CacheFunctionProps {
  readonly settings: StageSettings;
  readonly bundles: FunctionBundles;
  readonly cacheTable: CacheTable;
  /** Where the stage notifies those who watch. */
  readonly notify?: NotifiedOfPurges | undefined;
}

/** Shows and purges entries of the cache, for everyone whom IAM lets invoke it. It has no route. */
export class CacheFunction extends StreamFunction<'cache'> {
  constructor(scope: Construct, id: string, { settings, bundles, cacheTable, notify }: CacheFunctionProps) {
    super(scope, id, {
      name: 'cache',
      description: `Stream API (${settings.stage}): shows and purges the cache`,
      bundles,
      settings,
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: {
        ...cacheVariables(settings, cacheTable),
        CDNS: cdnVariables(settings).CDNS,
        NOTIFY_FUNCTION: notify?.live.functionArn ?? '',
        LIVE_TABLE: notify?.table.tableName ?? '',
      },
    });
    cacheTable.grantPurging(this);
    notify?.live.grantInvoke(this);
    notify?.table.grantLook(this);
  }
}
