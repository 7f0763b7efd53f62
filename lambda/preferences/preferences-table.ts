import { createHmac } from 'node:crypto';
import type { Preferences } from '../../contract/preferences.ts';
import { Table, type TableClient } from '../table.ts';
import { NO_PREFERENCES, preferencesIn } from './preferences-body.ts';

/** Seconds without a change after which what a viewer prefers is forgotten: a year. */
const KEPT_S = 365 * 24 * 60 * 60;

/** What each viewer prefers, by a keyed hash of whom the site calls them: the table alone names nobody. */
export class PreferencesTable {
  readonly #table: Table;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(client: TableClient, name: string, now: () => number) {
    this.#table = new Table(client, name);
    this.#now = now;
  }

  async read(viewer: ViewerKey): Promise<Preferences> {
    const item = await this.#table.get(viewer.pk, { consistent: true });
    if (typeof item?.preferences !== 'string' || Number(item.ttl) * 1000 <= this.#now()) return NO_PREFERENCES;
    try {
      return preferencesIn(item.preferences);
    } catch {
      return NO_PREFERENCES;
    }
  }

  async write({ pk }: ViewerKey, preferences: Preferences): Promise<void> {
    const ttl = Math.floor(this.#now() / 1000) + KEPT_S;
    await this.#table.put({ pk, preferences: JSON.stringify(preferences), ttl } as { pk: string });
  }

  async delete({ pk }: ViewerKey): Promise<void> {
    await this.#table.delete(pk);
  }
}

/** Of one viewer, and of no other. */
export interface ViewerKey {
  readonly pk: string;
}

export const viewerKey = (subject: string, pepper: string): ViewerKey => ({
  pk: createHmac('sha256', pepper).update(subject).digest('base64url'),
});
