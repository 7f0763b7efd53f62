import type { StoredRecord } from '../cache/shared-store.ts';
import { recordOf, sweptAt } from '../cache/table/cache-item.ts';
import { type Content, contentKey } from '../stream/content.ts';
import { Table, type TableClient } from '../table.ts';

/** What the table has of a title, and which invocation follows its extraction. */
export type FollowedRecord = StoredRecord & { readonly follower?: string | undefined };

/**
 * Marks in the items of the cache table: that somebody watches the title, which the holder of its lease learns from its
 * own next write, and who takes care that those who watch are notified when the holder is killed.
 */
export class WatchedTitles {
  readonly #table: Table;
  readonly #namespace: string;

  constructor(client: TableClient, table: string, namespace: string) {
    this.#table = new Table(client, table);
    this.#namespace = namespace;
  }

  /** @param until milliseconds since 1970 @returns what the table has of the title, and its follower */
  async mark(content: Content, until: number): Promise<FollowedRecord> {
    const item = await this.#table.update(this.#pk(content), {
      set: 'SET watchedUntil = :until, #ttl = if_not_exists(#ttl, :ttl)',
      names: { '#ttl': 'ttl' },
      values: { ':until': until, ':ttl': sweptAt(until) },
      returns: 'ALL_NEW',
    });
    return followedRecord(item);
  }

  async read(content: Content): Promise<FollowedRecord> {
    return followedRecord(await this.#table.get(this.#pk(content), { consistent: true }));
  }

  /**
   * Makes an invocation the one that follows an extraction. A repeated invocation has the same id.
   * @returns false where another follows it
   */
  async follow(content: Content, owner: string, invocation: string): Promise<boolean> {
    const follower = followerOf(owner, invocation);
    const item = await this.#table.update(this.#pk(content), {
      set: 'SET follower = :follower',
      condition:
        'leaseOwner = :owner AND (attribute_not_exists(follower) OR follower = :follower' +
        ' OR NOT begins_with(follower, :prefix))',
      values: { ':owner': owner, ':follower': follower, ':prefix': followerOf(owner, '') },
    });
    return item !== undefined;
  }

  #pk(content: Content): string {
    return `${this.#namespace}#${contentKey(content)}`;
  }
}

const followedRecord = (item: Record<string, unknown> = {}): FollowedRecord => ({
  ...recordOf(item),
  follower: item.follower as string | undefined,
});

export const followerOf = (owner: string, invocation: string): string => `${owner}/${invocation}`;

/** Whether somebody follows the extraction of a lease. */
export const isFollowed = (follower: string | undefined, owner: string): boolean =>
  follower?.startsWith(followerOf(owner, '')) ?? false;
