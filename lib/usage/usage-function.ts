import type { Construct } from 'constructs';
import type { FunctionBundles } from '../bundling/functions.ts';
import { cacheVariables } from '../functions/extraction-access.ts';
import { pageOrigins } from '../functions/page-origins.ts';
import { StreamFunction } from '../functions/stream-function.ts';
import type { HealthFunction } from '../health/health-function.ts';
import type { HealthTable } from '../health/health-table.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import type { CacheTable } from '../tables/cache-table.ts';
import type { LimitsTable } from '../tables/limits-table.ts';
import { cdnHosts } from './cdn-hosts.ts';
import type { UsageTable } from './usage-table.ts';

const TIMEOUT_SECONDS = 10;

export interface UsageFunctionProps {
  readonly settings: StageSettings;
  readonly usage: NonNullable<StageSettings['usage']>;
  readonly bundles: FunctionBundles;
  readonly cacheTable: CacheTable;
  readonly limitsTable: LimitsTable;
  readonly usageTable: UsageTable;
  /** Where the stage looks at health: the prober, which looks at sources that fail. */
  readonly prober?: { readonly table: HealthTable; readonly function: HealthFunction } | undefined;
}

/** Takes what players report, and adds it to sums. */
export class UsageFunction extends StreamFunction<'usage'> {
  constructor(scope: Construct, id: string, props: UsageFunctionProps) {
    const { settings, usage, bundles, cacheTable, limitsTable, usageTable, prober } = props;
    super(scope, id, {
      name: 'usage',
      description: `Stream API (${settings.stage}): adds up what viewers really get`,
      bundles,
      settings,
      timeoutSeconds: TIMEOUT_SECONDS,
      reservedConcurrency: usage.reservedConcurrency,
      environment: {
        ...cacheVariables(settings, cacheTable),
        ...limitsTable.variables,
        RATE_LIMIT: String(usage.limit),
        USAGE_TABLE: usageTable.tableName,
        CORS_ORIGINS: JSON.stringify(settings.corsOrigins),
        PAGE_ORIGINS: JSON.stringify([...new Set([...pageOrigins(settings), ...usage.origins])]),
        CDN_HOSTS: JSON.stringify(cdnHosts(settings)),
        HEALTH_REPORTS: prober?.table.tableName ?? '',
        HEALTH_FUNCTION: prober?.function.live.functionArn ?? '',
      },
    });
    usageTable.grantAdding(this);
    cacheTable.grantLook(this);
    limitsTable.grantCounting(this);
    prober?.table.grantChecking(this);
    prober?.function.live.grantInvoke(this);
  }
}
