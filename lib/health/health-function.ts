import type { Construct } from 'constructs';
import type { FunctionBundles } from '../bundling/functions.ts';
import { cdnVariables, grantSigning } from '../functions/cdns.ts';
import { cacheVariables, type ExtractionTables } from '../functions/extraction-access.ts';
import { pageOrigins } from '../functions/page-origins.ts';
import { ScheduledFunction } from '../functions/scheduled-function.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import type { HealthTable } from './health-table.ts';

/** Longer than a run of the largest budget takes where every source hangs. */
const TIMEOUT_SECONDS = 300;

export interface HealthFunctionProps extends ExtractionTables {
  readonly settings: StageSettings;
  readonly health: NonNullable<StageSettings['health']>;
  readonly bundles: FunctionBundles;
  readonly healthTable: HealthTable;
}

/** Probes sources on a schedule, and shows what it found to everyone whom IAM lets invoke it. */
export class HealthFunction extends ScheduledFunction<'health'> {
  constructor(scope: Construct, id: string, props: HealthFunctionProps) {
    const { settings, health, bundles, cacheTable, catalogueTable, healthTable } = props;
    super(scope, id, {
      name: 'health',
      description: `Stream API (${settings.stage}): finds out which sources are well`,
      bundles,
      settings,
      timeoutSeconds: TIMEOUT_SECONDS,
      everyMinutes: health.everyMinutes,
      environment: {
        ...cacheVariables(settings, cacheTable),
        CATALOGUE_TABLE: catalogueTable.tableName,
        HEALTH_TABLE: healthTable.tableName,
        ...cdnVariables(settings),
        PAGE_ORIGINS: JSON.stringify(health.origins ?? pageOrigins(settings)),
        BUDGET_SOURCES: String(health.budgetSources),
        FAILURES_TO_DOWN: String(health.failuresToDown),
        SUCCESSES_TO_UP: String(health.successesToUp),
        SLOW_MS: String(health.slowMs),
      },
    });
    grantSigning(this, settings);
    cacheTable.grantLook(this);
    catalogueTable.grantListing(this);
    healthTable.grantChecking(this);
  }
}
