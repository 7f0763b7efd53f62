import environmentRules from '../../contract/generated/usage-report-environment.js';
import type { UsageReport } from '../../contract/local/usage.ts';
import { USAGE_DAYS, USAGE_DIMENSIONS, type UsageDimension } from '../../contract/usage.ts';
import { systemClock } from '../clock.ts';
import { usageReport } from '../usage/usage-report.ts';
import { UsageTable } from '../usage/usage-table.ts';
import { createTableClient } from '../wiring/clients/table-client.ts';
import type { UsageReportEnvironment } from '../wiring/environment.ts';
import { readEnvironment } from '../wiring/read-environment.ts';

/** An operator's `npm run usage`. */
export interface UsageCommand {
  readonly by: UsageDimension;
  /** 1 to 90; without it 1. */
  readonly days?: number;
}

const environment = readEnvironment<UsageReportEnvironment>(environmentRules);
const table = new UsageTable(createTableClient(), environment.USAGE_TABLE);

/**
 * What viewers really got, for everyone whom IAM lets invoke it. It has no route.
 *
 * @throws Error for a dimension or a number of days that does not exist, and what the table throws
 */
export async function handler({ by, days = 1 }: UsageCommand): Promise<UsageReport> {
  if (!USAGE_DIMENSIONS.includes(by)) throw new Error(`Not a command of usage: by ${USAGE_DIMENSIONS.join(', ')}`);
  if (!Number.isInteger(days) || days < 1 || days > USAGE_DAYS) throw new Error(`days must be 1 to ${USAGE_DAYS}`);
  return usageReport(table, { by, days }, systemClock.now());
}
