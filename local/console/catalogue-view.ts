import { type CatalogueTable, listCatalogue, readTitle } from '../../commands/catalogue/catalogue-table.ts';
import type { CatalogueRow } from '../../contract/catalogue.ts';
import type { CatalogueAnswer, CatalogueTitle } from '../../contract/local/catalogue.ts';
import type { Clock } from '../../lambda/clock.ts';
import type { Content } from '../../lambda/stream/content.ts';
import { CatalogueSearch } from './catalogue-search.ts';

/** Ten thousand titles take most of a second to read, which would be felt at every key of a search. */
const READ_AGAIN_AFTER_MS = 5_000;

/** What the console reads of the stack's catalogue. */
export class CatalogueView {
  readonly #clock: Clock;
  readonly #table: CatalogueTable;
  #read: { readonly at: number; readonly search: Promise<CatalogueSearch> } | undefined;

  constructor(clock: Clock, table: CatalogueTable) {
    this.#clock = clock;
    this.#table = table;
  }

  /** A part of the titles that a search finds. An import is seen after five seconds at the latest. */
  async find(text: string, offset: number, limit: number): Promise<CatalogueAnswer> {
    const search = await this.#search();
    const found = search.find(text);
    return { titles: found.slice(offset, offset + limit), found: found.length, total: search.total };
  }

  /** One title, from its own row as it is now; undefined when the catalogue does not have it. */
  async title(content: Content): Promise<CatalogueTitle | undefined> {
    const stored = await readTitle(this.#table, content);
    return stored?.row && titleOf(stored.row);
  }

  #search(): Promise<CatalogueSearch> {
    const now = this.#clock.now();
    if (this.#read === undefined || now - this.#read.at >= READ_AGAIN_AFTER_MS) {
      const search = this.#readAll();
      const read = { at: now, search };
      this.#read = read;
      // A failed read is not kept.
      search.catch(() => {
        if (this.#read === read) this.#read = undefined;
      });
    }
    return this.#read.search;
  }

  async #readAll(): Promise<CatalogueSearch> {
    const titles: CatalogueTitle[] = [];
    for await (const { row } of listCatalogue(this.#table)) if (row) titles.push(titleOf(row));
    return new CatalogueSearch(titles);
  }
}

const titleOf = (row: CatalogueRow): CatalogueTitle => ({
  tmdbId: row.tmdbId,
  mediaType: row.mediaType,
  ...(row.mediaType === 'tv' && { season: row.season, episode: row.episode }),
  ...(row.title && { title: row.title }),
  ...(row.poster && { poster: row.poster }),
});
