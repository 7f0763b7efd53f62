import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { FunctionBundles } from '../bundling/functions.ts';
import { cacheVariables } from '../functions/extraction-access.ts';
import { pageOrigins } from '../functions/page-origins.ts';
import { StreamFunction } from '../functions/stream-function.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import type { CacheTable } from '../tables/cache-table.ts';
import type { LimitsTable } from '../tables/limits-table.ts';
import type { NotifyFunction } from './notify-function.ts';

const TIMEOUT_SECONDS = 10;

export interface LiveFunctionProps {
  readonly settings: StageSettings;
  readonly live: NonNullable<StageSettings['live']>;
  readonly bundles: FunctionBundles;
  readonly cacheTable: CacheTable;
  readonly limitsTable: LimitsTable;
  readonly notify: NotifyFunction;
}

/** Serves the connections of the WebSocket API, and issues their tickets. */
export class LiveFunction extends StreamFunction<'live'> {
  constructor(scope: Construct, id: string, props: LiveFunctionProps) {
    const { settings, live, bundles, cacheTable, limitsTable, notify } = props;
    super(scope, id, {
      name: 'live',
      description: `Stream API (${settings.stage}): connections of those who watch`,
      bundles,
      settings,
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: {
        ...cacheVariables(settings, cacheTable),
        ...limitsTable.variables,
        LIVE_TABLE: notify.table.tableName,
        NOTIFY_FUNCTION: notify.live.functionArn,
        LIVE_ORIGINS: JSON.stringify(live.origins ?? pageOrigins(settings)),
        NEEDS_TICKET: String(settings.access === 'key'),
        LOG_SAMPLING: String(settings.logSampling),
      },
    });
    notify.table.grantServing(this);
    notify.live.grantInvoke(this);
    cacheTable.grantMarking(this);
    limitsTable.grantCounting(this);
    notify.api.serve(this.live as IFunction);
  }
}
