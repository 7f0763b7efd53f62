import { MAX_PURGE_TARGETS } from '../../../contract/bounds.ts';
import { catalogueRow } from '../../../contract/catalogue.ts';
import type { Clock } from '../../../lambda/clock.ts';
import { type CatalogueItem, itemOf } from '../catalogue-row.ts';
import { type BatchTable, readRows, writeRows } from './batches.ts';
import { noteUnpurged, type PurgeTargets, readNote } from './import-note.ts';

/** A read that is not consistent may return what was there before, for about a second (DynamoDB Developer Guide). */
const SETTLING_MS = 1_000;

/** What is to be in the table, and what is not. */
export interface WantedTitles {
  readonly items: readonly CatalogueItem[];
  /** Keys of titles to remove; one that is not there does no harm. */
  readonly remove?: readonly string[];
}

/** What differs between the table and what is wanted. */
export interface CatalogueChanges {
  readonly added: readonly CatalogueItem[];
  readonly changed: readonly CatalogueItem[];
  /** The number of titles that are as they should be, and are not written. */
  readonly unchanged: number;
  readonly removed: readonly string[];
}

/** The cache in front of a catalogue. */
export interface CachePurges {
  /** The keys that the item of purges holds already. */
  targets(): Promise<readonly string[]>;
  purge(targets: PurgeTargets): Promise<void>;
}

export interface UpdateOptions {
  readonly table: BatchTable;
  /** Absent where no cache is known, or none is to be purged. */
  readonly purges?: CachePurges | undefined;
  /** Whether the table is DynamoDB itself, whose readers may be a moment behind; then waited for on this clock. */
  readonly settlesOn?: Clock | undefined;
  /** Asked before anything is written when the whole cache must be purged; it throws to stop. */
  readonly beforePurgingEverything?: (changes: CatalogueChanges) => Promise<void>;
  readonly onProgress?: (written: number) => void;
}

export interface Update {
  readonly changes: CatalogueChanges;
  readonly purged: PurgeTargets;
}

/** Compares what is wanted with the table, and writes nothing. */
export async function catalogueChanges(
  table: BatchTable,
  { items, remove = [] }: WantedTitles,
): Promise<CatalogueChanges> {
  const stored = await readRows(table, [...items.map(({ key }) => key), ...remove]);
  const known = items.filter(({ key }) => stored.has(key));
  const changed = known.filter(({ key, row }) => !isSame(stored.get(key)!, row));
  return {
    added: items.filter(({ key }) => !stored.has(key)),
    changed,
    unchanged: known.length - changed.length,
    removed: remove.filter((key) => stored.has(key)),
  };
}

/** Rows that say the same may be written differently: an earlier version had other fields, in another order. */
function isSame(stored: string, row: string): boolean {
  if (stored === row) return true;
  try {
    return itemOf(catalogueRow.parse(JSON.parse(stored))).row === row;
  } catch {
    return false;
  }
}

/**
 * Makes these the titles of the catalogue: writes what differs, then purges it from the cache. Titles that are the same
 * are not written and stay cached. Interrupted, it can be run again: what was written and not yet purged is noted in
 * the table before.
 *
 * @throws Error when the table or the cache keeps refusing; the next run then completes this one
 */
export async function updateCatalogue(wanted: WantedTitles, options: UpdateOptions): Promise<Update> {
  const { table, purges, onProgress } = options;
  const changes = await catalogueChanges(table, wanted);
  const purged = purges ? await targetsOf(changes, table, purges) : [];
  if (purged === 'everything') await options.beforePurgingEverything?.(changes);
  if (purged.length > 0) await noteUnpurged(table, purged);
  await writeRows(table, { put: [...changes.changed, ...changes.added], remove: changes.removed }, onProgress);
  if (purges && purged.length > 0) {
    await options.settlesOn?.sleep(SETTLING_MS);
    await purges.purge(purged);
    await noteUnpurged(table, []);
  }
  return { changes, purged };
}

/**
 * What must be purged after these changes.
 *
 * A new title is purged, too, while half of the room is free: that it is not there may be cached. A first import has
 * thousands of them, for which the whole cache need not go: nobody was served a wrong link, and a cached 404 expires in
 * a minute. The other half is for the corrections of the next days.
 */
export async function targetsOf(
  changes: CatalogueChanges,
  table: BatchTable,
  purges: CachePurges,
): Promise<PurgeTargets> {
  const { unpurged } = await readNote(table);
  if (unpurged === 'everything') return 'everything';
  const needed = new Set([...unpurged, ...changes.changed.map(({ key }) => key), ...changes.removed]);
  const added = changes.added.map(({ key }) => key);
  if (needed.size + added.length === 0) return [];
  const named = await purges.targets();
  const taken = (more: readonly string[]) => new Set([...named, ...needed, ...more]).size;
  if (needed.size > 0 && taken([]) > MAX_PURGE_TARGETS) return 'everything';
  return taken(added) <= MAX_PURGE_TARGETS / 2 ? [...needed, ...added] : [...needed];
}
