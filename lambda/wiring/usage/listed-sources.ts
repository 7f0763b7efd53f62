import type { SharedStore } from '../../cache/shared-store.ts';
import type { LookUpSources } from '../../usage/known-sources.ts';

/**
 * Looks the sources of a title up in the cache: one eventually consistent read. An entry counts as long as it is there,
 * since its viewers are still watching when it has expired.
 */
export const listedSources =
  (store: Pick<SharedStore, 'read'>): LookUpSources =>
  async (title) => {
    const { entry } = await store.read(title);
    if (entry?.kind !== 'answer') return undefined;
    const { sources } = JSON.parse(entry.data) as { sources: readonly { readonly id?: string }[] };
    return sources.flatMap(({ id }) => id ?? []);
  };
