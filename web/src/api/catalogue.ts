import type { StreamRequest } from '@stream-api/client';

/** A title of the local stack's catalogue. */
export type CatalogueTitle = StreamRequest & { readonly tmdbId: string; title?: string; poster?: string };

/** Returns the titles of the local stack; none on a deployed stage, or when the request fails. */
export async function readCatalogue(signal: AbortSignal): Promise<readonly CatalogueTitle[]> {
  if (!LOCAL_STACK) return [];
  try {
    const response = await fetch('/local/catalogue', { signal });
    return response.ok ? ((await response.json()) as { titles: CatalogueTitle[] }).titles : [];
  } catch {
    return [];
  }
}
