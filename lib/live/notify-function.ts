import { Duration, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { acceptFindings, connectionsRole } from '../accepted-findings.ts';
import type { FunctionBundles } from '../bundling/functions.ts';
import { cacheVariables } from '../functions/extraction-access.ts';
import { StreamFunction } from '../functions/stream-function.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import type { CacheTable } from '../tables/cache-table.ts';
import { LiveApi } from './live-api.ts';
import { LiveTable } from './live-table.ts';
import { NOTIFY_MEMORY_MIB } from './notify-memory.ts';

/** An extraction may take a request's time, and then a refresh's: so long it is followed. */
const FOLLOWING_SECONDS = 40;
/** News that are older are none. It leaves room for one more try, which Lambda makes after a minute. */
const EVENT_AGE = Duration.minutes(3);

export interface NotifyFunctionProps {
  readonly settings: StageSettings;
  readonly bundles: FunctionBundles;
  readonly cacheTable: CacheTable;
}

/** Notifies those who watch a title: the one function that posts to connections. Its API and its table are its own. */
export class NotifyFunction extends StreamFunction<'notify'> {
  readonly table: LiveTable;
  readonly api: LiveApi;

  constructor(scope: Construct, id: string, { settings, bundles, cacheTable }: NotifyFunctionProps) {
    const table = new LiveTable(scope, `${id}Table`, settings);
    const api = new LiveApi(scope, `${id}Api`, settings);
    const { STAGE, CACHE_TABLE, CACHE_NAMESPACE } = cacheVariables(settings, cacheTable);
    super(scope, id, {
      name: 'notify',
      description: `Stream API (${settings.stage}): notifies those who watch`,
      bundles,
      settings,
      timeoutSeconds: settings.timeouts.refreshSeconds + FOLLOWING_SECONDS,
      memoryMiB: NOTIFY_MEMORY_MIB,
      environment: {
        STAGE,
        CACHE_TABLE,
        CACHE_NAMESPACE,
        LIVE_TABLE: table.tableName,
        LIVE_ENDPOINT: api.stage.callbackUrl,
      },
    });
    this.table = table;
    this.api = api;
    table.grantNotifying(this);
    cacheTable.grantMarking(this);
    api.stage.grantManagementApiAccess(this);
    const [region, account] = [Stack.of(this).region, Stack.of(this).account].map(known);
    acceptFindings(this, connectionsRole(region, account));
    this.live.configureAsyncInvoke({ retryAttempts: 1, maxEventAge: EVENT_AGE });
  }
}

const known = (value: string): string | undefined => (Token.isUnresolved(value) ? undefined : value);
