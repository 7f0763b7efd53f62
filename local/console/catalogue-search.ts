import type { CatalogueTitle } from '../../contract/local/catalogue.ts';

const BY_NAME = new Intl.Collator('en', { numeric: true });

interface Entry {
  readonly title: CatalogueTitle;
  /** Its name as it is searched: without case and accents. */
  readonly words: string;
}

/** The titles of a catalogue, sorted by name, to be searched by name or id. */
export class CatalogueSearch {
  readonly #entries: readonly Entry[];

  constructor(titles: readonly CatalogueTitle[]) {
    const name = ({ title, tmdbId }: CatalogueTitle) => title ?? tmdbId;
    this.#entries = [...titles]
      .sort((a, b) => BY_NAME.compare(name(a), name(b)) || byPosition(a, b))
      .map((title) => ({ title, words: searchable(title.title ?? '') }));
  }

  get total(): number {
    return this.#entries.length;
  }

  /**
   * Returns the titles whose name contains every word of a text, or whose id begins with it: those with exactly that id
   * first, then those whose name begins with the text. Without a text, all of them.
   */
  find(text: string): CatalogueTitle[] {
    const wanted = searchable(text.trim());
    if (wanted === '') return this.#entries.map(({ title }) => title);
    const words = wanted.split(/\s+/);
    const ranks = this.#entries.flatMap(({ title, words: name }) => {
      if (title.tmdbId === wanted) return [{ title, rank: 0 }];
      if (name.startsWith(wanted)) return [{ title, rank: 1 }];
      const isFound = words.every((word) => name.includes(word)) || title.tmdbId.startsWith(wanted);
      return isFound ? [{ title, rank: 2 }] : [];
    });
    return ranks.sort((a, b) => a.rank - b.rank).map(({ title }) => title);
  }
}

const byPosition = (a: CatalogueTitle, b: CatalogueTitle): number =>
  BY_NAME.compare(a.tmdbId, b.tmdbId) || (a.season ?? 0) - (b.season ?? 0) || (a.episode ?? 0) - (b.episode ?? 0);

/** In lower case and without accents, so that `amelie` finds `Amélie`. */
const searchable = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
