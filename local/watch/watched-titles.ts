import type { CatalogueItem } from '../../commands/catalogue/catalogue-row.ts';
import { readCatalogueFile } from '../../commands/catalogue/files/catalogue-file.ts';
import { problemReport } from '../../commands/catalogue/problem-report.ts';
import type { BatchTable } from '../../commands/catalogue/store/batches.ts';
import { type CachePurges, updateCatalogue } from '../../commands/catalogue/store/catalogue-update.ts';

export interface WatchedTitlesOptions {
  readonly table: BatchTable;
  readonly purges: CachePurges;
  /** Titles that get their own row back when the file no longer has them. */
  readonly samples: readonly CatalogueItem[];
  /** Keys of the titles that the file brought when the stack ran last. */
  readonly former: readonly string[];
}

export interface AppliedChanges {
  readonly changed: number;
  readonly removed: number;
  /** `line 3: sources: is required`, and what follows from it. */
  readonly problems: readonly string[];
}

/**
 * Keeps the catalogue's titles of one file as that file has them. What it did not bring itself stays, samples included.
 */
export class WatchedTitles {
  readonly #options: WatchedTitlesOptions;
  #keys: ReadonlySet<string>;

  constructor(options: WatchedTitlesOptions) {
    this.#options = options;
    this.#keys = new Set(options.former);
  }

  /** Keys of the titles that the file has brought. */
  get keys(): readonly string[] {
    return [...this.#keys];
  }

  /**
   * Writes what has changed, removes what is no longer in it, and purges both from the cache.
   *
   * @throws UnreadableFileError when the file holds no titles in any form; Error when table or cache fail: the next
   *   change then completes this one
   */
  async apply(file: Uint8Array): Promise<AppliedChanges> {
    const { table, purges, samples } = this.#options;
    const { items, problems, rejected } = readCatalogueFile(file);
    const inFile = new Set(items.map(({ key }) => key));
    const lost = [...this.#keys].filter((key) => !inFile.has(key));
    // A line that is wrong may be a title's: it stays as it was until the line is right.
    const removable = new Set(rejected === 0 ? lost : []);
    const restored = samples.filter(({ key }) => removable.has(key));
    const remove = [...removable].filter((key) => !restored.some((sample) => sample.key === key));
    const { changes } = await updateCatalogue({ items: [...items, ...restored], remove }, { table, purges });
    this.#keys = new Set([...inFile, ...lost.filter((key) => !removable.has(key))]);
    const report = problemReport(problems);
    if (rejected > 0 && lost.length > 0) report.push('no title is removed while a line is wrong');
    const written = changes.added.length + changes.changed.length;
    return {
      changed: written - restored.length,
      removed: changes.removed.length + restored.length,
      problems: report,
    };
  }
}
