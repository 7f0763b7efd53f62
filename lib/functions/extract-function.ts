import type { Construct } from 'constructs';
import type { FunctionBundles } from '../bundling/functions.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import type { LimitsTable } from '../tables/limits-table.ts';
import { type ExtractionTables, extractionVariables, grantExtraction } from './extraction-access.ts';
import type { RefreshFunction } from './refresh-function.ts';
import { StreamFunction } from './stream-function.ts';

export interface ExtractFunctionProps extends ExtractionTables {
  readonly settings: StageSettings;
  readonly bundles: FunctionBundles;
  readonly refresh: RefreshFunction;
  readonly limitsTable: LimitsTable;
}

/** Answers the API's requests for sources, from the cache or by an extraction. */
export class ExtractFunction extends StreamFunction<'extract'> {
  constructor(
    scope: Construct,
    id: string,
    { settings, bundles, refresh, limitsTable, ...tables }: ExtractFunctionProps,
  ) {
    const { timeouts } = settings;
    super(scope, id, {
      name: 'extract',
      description: `Stream API (${settings.stage}): finds every playable source of a title`,
      bundles,
      settings,
      timeoutSeconds: timeouts.functionSeconds,
      reservedConcurrency: settings.reservedConcurrency,
      environment: {
        ...extractionVariables(settings, tables, timeouts),
        ...limitsTable.variables,
        CORS_ORIGINS: JSON.stringify(settings.corsOrigins),
        LOG_SAMPLING: String(settings.logSampling),
        MEMORY_CACHE_MIB: String(settings.memoryCacheMiB),
        EARLY_TIMEOUT_RESERVE_MS: String(timeouts.functionSeconds * 1000 - timeouts.earlyTimeoutMs),
        REFRESH_FUNCTION: refresh.live.functionArn,
      },
    });
    grantExtraction(this, settings, tables);
    limitsTable.grantCounting(this);
    tables.healthTable?.grantLook(this);
    refresh.live.grantInvoke(this);
  }
}
