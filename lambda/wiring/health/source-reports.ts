import type { Clock } from '../../clock.ts';
import type { SourceReports } from '../../health/source-reports.ts';
import type { Client } from '../../limits/client.ts';
import { logger } from '../../observability/telemetry.ts';
import type { TableClient } from '../../table.ts';
import type { InvokeAsynchronously } from '../clients/lambda-invoker.ts';

/** An invocation that hangs must not keep a player waiting. */
const INVOKE_MS = 2_000;

export interface ReportsEnvironment {
  /** Both empty in a stage that does not look at health. */
  readonly HEALTH_REPORTS: string;
  readonly HEALTH_FUNCTION: string;
}

/**
 * Reports sources that fail for several clients to the prober. It makes the prober look, and changes nothing by itself.
 *
 * @returns undefined in a stage that does not look at health; else what never rejects
 */
export function sourceReports(
  { HEALTH_REPORTS, HEALTH_FUNCTION }: ReportsEnvironment,
  client: TableClient,
  clock: Clock,
) {
  if (HEALTH_REPORTS === '') return undefined;
  let reports: SourceReports | undefined;
  let invoke: InvokeAsynchronously | undefined;
  return async (content: string, ids: readonly string[], { hash, saltIsLocal }: Client): Promise<void> => {
    // Under the salt of a container alone, one client could be several.
    if (saltIsLocal) return;
    try {
      reports ??= new (await import('../../health/source-reports.ts')).SourceReports(client, HEALTH_REPORTS);
      for (const id of ids) {
        if (!(await reports.add(content, id, hash, clock.now()))) continue;
        invoke ??= (await import('../clients/lambda-invoker.ts')).createInvoker();
        await invoke(HEALTH_FUNCTION, { action: 'probe', content, id }, AbortSignal.timeout(INVOKE_MS));
      }
    } catch (error) {
      logger.warn('a report was lost', { reason: (error as Error).name });
    }
  };
}
