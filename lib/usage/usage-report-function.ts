import type { Construct } from 'constructs';
import type { FunctionBundles } from '../bundling/functions.ts';
import { StreamFunction } from '../functions/stream-function.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import type { UsageTable } from './usage-table.ts';

/** For the sums of 90 days. */
const TIMEOUT_SECONDS = 60;

export interface UsageReportFunctionProps {
  readonly settings: StageSettings;
  readonly bundles: FunctionBundles;
  readonly usageTable: UsageTable;
}

/** Shows what viewers really got, to everyone whom IAM lets invoke it. It has no route. */
export class UsageReportFunction extends StreamFunction<'usage-report'> {
  constructor(scope: Construct, id: string, { settings, bundles, usageTable }: UsageReportFunctionProps) {
    super(scope, id, {
      name: 'usage-report',
      description: `Stream API (${settings.stage}): shows what viewers really got`,
      bundles,
      settings,
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: { STAGE: settings.stage, USAGE_TABLE: usageTable.tableName },
    });
    usageTable.grantReading(this);
  }
}
