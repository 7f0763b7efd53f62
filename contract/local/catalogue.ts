/** A title as the local stack's catalogue lists it: what the console shows of a row. */
export interface CatalogueTitle {
  readonly tmdbId: string;
  readonly mediaType: 'movie' | 'tv';
  /** Of an episode only. */
  readonly season?: number;
  readonly episode?: number;
  readonly title?: string;
  readonly poster?: string;
}

/** The answer of `GET /local/catalogue?search=TEXT&offset=N&limit=N`: a part of the titles found, sorted by name. */
export interface CatalogueAnswer {
  readonly titles: readonly CatalogueTitle[];
  /** How many titles the search finds: all of them without a search. */
  readonly found: number;
  /** How many titles the catalogue has. */
  readonly total: number;
}
