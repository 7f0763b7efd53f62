import { counted } from '../counted.ts';
import type { CatalogueChanges } from './store/catalogue-update.ts';
import type { PurgeTargets } from './store/import-note.ts';

export interface ImportFacts {
  /** Titles of the file. */
  readonly titles: number;
  readonly rejected: number;
  /** Undefined where the table was not looked at. */
  readonly changes?: CatalogueChanges | undefined;
  readonly dryRun?: boolean;
  readonly purged?: PurgeTargets | undefined;
  /** Whether there was a cache to purge. */
  readonly purges?: boolean;
  /** The options that name the stage of that cache: ` --stage prod`. */
  readonly where?: string;
}

/** What an import did, as lines of text. */
export function importReport(facts: ImportFacts): string {
  const { titles, rejected, changes, dryRun = false, purged = [], purges = false, where = '' } = facts;
  const verb = dryRun ? 'can be imported' : 'imported';
  const lines = [`${counted(titles, 'title')} ${verb}, ${counted(rejected, 'line')} rejected`];
  if (changes && changes.added.length < titles) {
    const { added, changed, unchanged } = changes;
    lines.push(`${added.length} new, ${changed.length} changed, ${unchanged} as before`);
  }
  if (dryRun && purged === 'everything') lines.push('The whole cache would be purged: more changes than can be named');
  if (dryRun) lines.push('Nothing was written');
  else if (purged === 'everything')
    lines.push('The whole cache is purged: within 5 seconds no container serves an old answer');
  else if (purged.length > 0)
    lines.push(`${counted(purged.length, 'title')} purged: within 5 seconds no container serves the old answer`);
  if (!dryRun && changes && !purges && changes.changed.length > 0) {
    lines.push('Nothing was purged: cached answers are served until they expire');
  }
  const left =
    purges && changes && purged !== 'everything' && purged.length < changes.added.length + changes.changed.length;
  if (left && changes.added.length > 0) {
    lines.push(
      `The new titles are too many to purge by name: for those that were asked for before, \`npm run cache -- purge --everything${where}\``,
    );
  }
  return lines.join('\n');
}
