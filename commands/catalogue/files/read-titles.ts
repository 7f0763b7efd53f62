import type { CatalogueRow } from '../../../contract/catalogue.ts';
import type { Problem } from '../problem.ts';

/** A title with the line that it comes from. */
export interface ReadTitle {
  readonly line: number;
  readonly row: CatalogueRow;
}

/** What the reader of one format returns. */
export interface ReadTitles {
  readonly titles: readonly ReadTitle[];
  readonly problems: readonly Problem[];
  readonly notes?: readonly string[];
}
