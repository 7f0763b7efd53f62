import { createHash } from 'node:crypto';
import { boundedCall } from '../bounded-call.ts';
import type { Clock } from '../clock.ts';
import { type Content, contentKey } from '../stream/content.ts';
import { Table, type TableClient } from '../table.ts';
import { RECENT_PARTS, recentKey } from './health-items.ts';

/** Of each part of an hour: 2,000 in all. */
const MOST_OF_A_PART = 125;
const TTL_SECONDS = 24 * 60 * 60;
const WRITE_MS = 500;

export interface RecentTitlesOptions {
  readonly client: TableClient;
  readonly table: string;
  readonly clock: Clock;
  readonly random: () => number;
  /** The share of extractions that are noted, 0 to 1. */
  readonly share: number;
}

/** Notes a share of the contents that are extracted, which are the ones that viewers ask for. It never rejects. */
export function recentTitles({ client, table: name, clock, random, share }: RecentTitlesOptions) {
  const table = new Table(client, name);
  return async (content: Content): Promise<void> => {
    if (random() >= share) return;
    const key = contentKey(content);
    const part = createHash('sha256').update(key).digest()[0]! % RECENT_PARTS;
    const now = clock.now();
    const write = (signal: AbortSignal) =>
      table.update(recentKey(now, part), {
        set: 'ADD #contents :content SET #ttl = :ttl',
        condition: 'attribute_not_exists(#contents) OR size(#contents) < :most',
        names: { '#contents': 'contents', '#ttl': 'ttl' },
        values: {
          ':content': new Set([key]),
          ':ttl': Math.floor(now / 1000) + TTL_SECONDS,
          ':most': MOST_OF_A_PART,
        },
        signal,
      });
    // A title that is not noted is probed when it is asked for again, or as a row of the catalogue.
    await boundedCall(clock, WRITE_MS, write).catch(() => undefined);
  };
}
