import type { IncomingMessage, ServerResponse } from 'node:http';
import { type CatalogueTable, listCatalogue } from '../../commands/catalogue/catalogue-table.ts';
import type { CatalogueRow } from '../../contract/catalogue.ts';
import { ConsolePage } from './console-page.ts';
import { serveTrialExtractor, TRIAL_EXTRACTOR_PATH } from './trial-provider.ts';

/** More than a person looks through. */
const MAX_TITLES = 500;

export interface ConsoleRoutesOptions {
  /** Where to build the page; the folder is replaced. */
  readonly folder: string;
  /** Of the gateway. */
  readonly origin: string;
  readonly catalogue: CatalogueTable;
}

/** The console page, and the local-only routes that it and its trials need. */
export class ConsoleRoutes {
  readonly #page: ConsolePage;
  readonly #origin: string;
  readonly #catalogue: CatalogueTable;

  private constructor(page: ConsolePage, { origin, catalogue }: ConsoleRoutesOptions) {
    this.#page = page;
    this.#origin = origin;
    this.#catalogue = catalogue;
  }

  static async open(options: ConsoleRoutesOptions): Promise<ConsoleRoutes> {
    return new ConsoleRoutes(await ConsolePage.build(options.folder), options);
  }

  /** Answers when the path is a file of the page. @returns whether it was */
  servePage(message: IncomingMessage, response: ServerResponse, path: string): Promise<boolean> {
    return this.#page.serve(message, response, path);
  }

  /** Answers what the control guard has let through. @returns whether there is such a route */
  async serveLocal(message: IncomingMessage, response: ServerResponse, path: string): Promise<boolean> {
    if (message.method !== 'GET') return false;
    if (path === TRIAL_EXTRACTOR_PATH) {
      await serveTrialExtractor(this.#origin, message, response);
      return true;
    }
    if (path !== '/local/catalogue') return false;
    const titles = await this.#titles();
    response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    response.end(JSON.stringify({ titles }));
    return true;
  }

  /** What a shelf shows of each title, by name. */
  async #titles(): Promise<unknown[]> {
    const rows: CatalogueRow[] = [];
    for await (const { row } of listCatalogue(this.#catalogue)) {
      if (row) rows.push(row);
      if (rows.length === MAX_TITLES) break;
    }
    const name = (row: CatalogueRow) => row.title ?? row.tmdbId;
    return rows
      .sort((a, b) => name(a).localeCompare(name(b), 'en', { numeric: true }))
      .map((row) => ({
        tmdbId: row.tmdbId,
        mediaType: row.mediaType,
        ...(row.mediaType === 'tv' && { season: row.season, episode: row.episode }),
        ...(row.title && { title: row.title }),
        ...(row.poster && { poster: row.poster }),
      }));
  }
}
