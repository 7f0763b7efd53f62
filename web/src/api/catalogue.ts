import type { StreamRequest } from '@stream-api/client';

/** A title that the local stack's catalogue holds. */
export type CatalogueTitle = StreamRequest & { readonly tmdbId: string; title?: string; poster?: string };

/** The titles of the local stack; none where there is no local stack, or it cannot be asked. */
export async function readCatalogue(signal: AbortSignal): Promise<readonly CatalogueTitle[]> {
  if (!LOCAL_STACK) return [];
  try {
    const response = await fetch('/local/catalogue', { signal });
    return response.ok ? ((await response.json()) as { titles: CatalogueTitle[] }).titles : [];
  } catch {
    return [];
  }
}
