import type { CatalogueTable } from '../../commands/catalogue/catalogue-table.ts';
import type { Clock } from '../../lambda/clock.ts';
import type { LocalService } from '../http/service.ts';
import { catalogueService } from './catalogue-service.ts';
import { CatalogueView } from './catalogue-view.ts';
import { ConsolePage } from './console-page.ts';
import { trialProviderService } from './trial-provider.ts';

/**
 * The console page, and the local routes that it and its trials need.
 * @param folder to put the page in; its content is replaced · @param origin of the gateway
 */
export async function consoleServices(
  folder: string,
  origin: string,
  catalogue: CatalogueTable,
  clock: Clock,
): Promise<LocalService[]> {
  return [
    await ConsolePage.build(folder),
    trialProviderService(origin),
    catalogueService(new CatalogueView(clock, catalogue)),
  ];
}
