import { type CatalogueTable, listCatalogue } from '../../commands/catalogue/catalogue-table.ts';
import type { CatalogueRow } from '../../contract/catalogue.ts';
import { jsonRoute, type LocalService } from '../http/service.ts';
import { ConsolePage } from './console-page.ts';
import { trialProviderService } from './trial-provider.ts';

/** More than a person looks through. */
const MAX_TITLES = 500;

/**
 * The console page, and the local routes that it and its trials need.
 * @param folder to build the page in; its content is replaced · @param origin of the gateway
 */
export async function consoleServices(
  folder: string,
  origin: string,
  catalogue: CatalogueTable,
): Promise<LocalService[]> {
  return [
    await ConsolePage.build(folder),
    trialProviderService(origin),
    jsonRoute('/local/catalogue', async () => ({ titles: await titlesOf(catalogue) })),
  ];
}

/** What the console's shelf shows of each title, sorted by name. */
async function titlesOf(catalogue: CatalogueTable): Promise<unknown[]> {
  const rows: CatalogueRow[] = [];
  for await (const { row } of listCatalogue(catalogue)) {
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
