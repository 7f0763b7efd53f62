import { Readable } from 'node:stream';
import { importCatalogue } from '../../commands/catalogue/catalogue-import.ts';
import { type CatalogueTable, removeFromCatalogue } from '../../commands/catalogue/catalogue-table.ts';
import type { CacheCommand } from '../../contract/cache-command.ts';
import type { Content } from '../../lambda/stream/content.ts';
import { readTitlesFile } from './titles-file.ts';

/** The scope of a purge that a command asks for. */
export type PurgeScope = Extract<CacheCommand, { action: 'purge' }>['scope'];

/** Beyond this number of titles, one purge of everything costs less than theirs. */
const MOST_PURGES = 50;

export interface WatchedTitlesOptions {
  readonly catalogue: CatalogueTable;
  readonly purge: (scope: PurgeScope) => Promise<void>;
  /** Key → line of the titles that get their own row back when the file no longer has them. */
  readonly samples: ReadonlyMap<string, string>;
  /** What the file held when the stack ran last: key → line. */
  readonly former: ReadonlyMap<string, string>;
}

export interface AppliedChanges {
  readonly changed: number;
  readonly removed: number;
  /** `line 3: sources is required`, and what follows from it. */
  readonly problems: readonly string[];
}

/**
 * Keeps the catalogue's titles of one file as that file has them. What it did not bring itself stays, samples included.
 */
export class WatchedTitles {
  readonly #options: WatchedTitlesOptions;
  #known: Map<string, string>;
  /** Whether every line has been written since the start: the samples may have been written over them. */
  #isComplete = false;

  constructor(options: WatchedTitlesOptions) {
    this.#options = options;
    this.#known = new Map(options.former);
  }

  /** Key → line of the titles that the file has brought. */
  get titles(): ReadonlyMap<string, string> {
    return this.#known;
  }

  /** Writes what has changed, removes what is no longer in it, then purges both from the cache. */
  async apply(text: string): Promise<AppliedChanges> {
    const { catalogue } = this.#options;
    const { lines, titles, unnamed } = readTitlesFile(text);
    const changed = [...titles].filter(([key, { text: line }]) => this.#known.get(key) !== line);
    const written = new Set((this.#isComplete ? changed : [...titles]).map(([, { text: line }]) => line));
    // Blank in the place of what stays, so that the numbers of the lines are the file's.
    const wanted = lines.map((line, index) => (written.has(line) || unnamed.includes(index + 1) ? line : ''));
    const { rejected } = await importCatalogue({
      client: catalogue.client,
      table: catalogue.name,
      lines: Readable.from(wanted),
    });
    const refused = new Set(rejected.map(({ line }) => lines[line - 1]));
    const accepted = changed.filter(([, { text: line }]) => !refused.has(line));
    const removed = unnamed.length > 0 ? [] : [...this.#known.keys()].filter((key) => !titles.has(key));
    for (const key of removed) await this.#remove(key);
    // What fails until here is done again with the next change.
    await this.#purge([...accepted.map(([key]) => key), ...removed]);
    for (const [key, { text: line }] of accepted) this.#known.set(key, line);
    for (const key of removed) this.#known.delete(key);
    this.#isComplete = true;
    const problems = rejected.map(({ line, reason }) => `line ${line}: ${reason}`);
    const kept = unnamed.length > 0 && [...this.#known.keys()].some((key) => !titles.has(key));
    if (kept) problems.push(`no title is removed while line ${unnamed[0]} does not name one`);
    return { changed: accepted.length, removed: removed.length, problems };
  }

  async #remove(key: string): Promise<void> {
    const { catalogue, samples } = this.#options;
    const sample = samples.get(key);
    if (sample === undefined) await removeFromCatalogue(catalogue, contentOfKey(key));
    else await importCatalogue({ client: catalogue.client, table: catalogue.name, lines: Readable.from([sample]) });
  }

  async #purge(keys: readonly string[]): Promise<void> {
    const { purge } = this.#options;
    if (keys.length > MOST_PURGES) return purge({ all: true });
    for (const key of keys) await purge({ content: contentOfKey(key) });
  }
}

/** The content of a key that `contentKey` made. */
function contentOfKey(key: string): Content {
  const [mediaType, tmdbId = '', season, episode] = key.split(':');
  return mediaType === 'tv'
    ? { mediaType, tmdbId, season: Number(season), episode: Number(episode) }
    : { mediaType: 'movie', tmdbId };
}
