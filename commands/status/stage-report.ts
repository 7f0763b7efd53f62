import type { StageStatus } from '../../lambda/wiring/operator/stage-status.ts';
import { findCacheFunction, invokeCache } from '../cache/cache-function.ts';
import { findCatalogueTable } from '../catalogue/catalogue-table.ts';
import type { LastImport } from '../catalogue/store/import-note.ts';
import type { StageTarget } from '../target/stage-target.ts';
import { type Check, check, checksText } from './check.ts';
import { alarmChecks, apiCheck, importCheck, providerChecks, tableCheck } from './stage-checks.ts';
import { placeOf } from './stage-place.ts';

/** How a stage is: what `npm run status` prints. */
export interface StageReport {
  /** Whether nothing is wrong. */
  readonly ok: boolean;
  readonly stage: string | null;
  readonly version: string | null;
  readonly lastImport: LastImport | null;
  readonly checks: readonly Check[];
}

/**
 * Looks at everything that a stage consists of. What cannot be reached is a check that failed.
 *
 * @throws Error in one sentence when there is no such stage
 */
export async function stageReport(target: StageTarget): Promise<StageReport> {
  const place = await placeOf(target);
  const table = await findCatalogueTable(target);
  let answered: StageStatus | undefined;
  let last: LastImport | undefined;
  const [api, ...rest] = await Promise.all([
    apiCheck(place.statusUrl),
    check('cache', async () => {
      answered = await invokeCache<StageStatus>(await findCacheFunction(target), { action: 'status' });
      const providers = answered.providers.filter(({ name }) => !place.ownProviders.includes(name));
      return providerChecks({ ...answered, providers });
    }),
    ...[...place.tables].map(([name, id]) => check(`table ${name}`, () => tableCheck(table.client, name, id))),
    check('last import', async () => {
      const found = await importCheck(table);
      last = found.last;
      return found.checks;
    }),
    check('alarms', () => alarmChecks(place.alarmPrefix)),
  ]);
  const checks = [api.check, ...rest.flat()];
  return {
    ok: checks.every(({ ok }) => ok !== false),
    stage: api.stage ?? answered?.stage ?? null,
    version: api.version ?? answered?.version ?? null,
    lastImport: last ?? null,
    checks,
  };
}

/** The report as lines of text. */
export function reportText({ checks, ok }: StageReport): string {
  const wrong = checks.filter((each) => each.ok === false).length;
  return `${checksText(checks)}${ok ? 'All is well' : `${wrong} wrong: docs/runbook.md`}\n`;
}
