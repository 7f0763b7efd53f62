import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { USAGE_DAYS, type UsageQuality } from '../../contract/usage.ts';
import type { TableClient } from '../table.ts';
import type { KeyedSums, SumKey, Sums } from './sums.ts';

/*
 * Sums of hours. A day is one partition for each of a few parts, so that no partition gets every write:
 *
 *     pk  2026-11-26#2
 *     sk  19#movie:550#h3Xq0pYc1ZbM#720p#main    hour, title, source, class (720p~: estimated), CDN
 *     p, r, s, c, w, e0 …, b17 …                 see sums.ts
 */

const PARTS = 4;
const DAY_MS = 24 * 60 * 60_000;
const HOUR_MS = 60 * 60_000;

/** One item: the sums of one hour, title, source, class and CDN, or a part of them. */
export interface HourSums extends KeyedSums {
  /** When it begins, in milliseconds since 1970. */
  readonly hour: number;
  /** Key of the title, or `other`. */
  readonly title: string;
}

/** The table of sums. Its methods reject when it cannot be reached. */
export class UsageTable {
  readonly #client: TableClient;
  readonly #name: string;

  constructor(client: TableClient, name: string) {
    this.#client = client;
    this.#name = name;
  }

  /**
   * Adds to the sums of the hour of `at`. A write whose response was lost is repeated and counts twice.
   *
   * @param at milliseconds since 1970 · @param random uniform in [0, 1)
   */
  async add(title: string, { key, sums }: KeyedSums, at: number, random: number): Promise<void> {
    const [date, hour] = instantParts(at);
    const names = [...sums.keys()];
    const ttl = Math.floor(at / DAY_MS + 1 + USAGE_DAYS) * (DAY_MS / 1000);
    await this.#client.send(
      new UpdateCommand({
        TableName: this.#name,
        Key: { pk: `${date}#${Math.floor(random * PARTS)}`, sk: `${hour}#${title}#${sortText(key)}` },
        UpdateExpression: `ADD ${names.map((_, index) => `#n${index} :n${index}`).join(', ')} SET #ttl = :ttl`,
        ExpressionAttributeNames: {
          '#ttl': 'ttl',
          ...Object.fromEntries(names.map((name, index) => [`#n${index}`, name])),
        },
        ExpressionAttributeValues: {
          ':ttl': ttl,
          ...Object.fromEntries([...sums.values()].map((sum, index) => [`:n${index}`, sum])),
        },
      }),
    );
  }

  /** Every item of the hours from `first` to `last`, both moments within their hours. */
  async *hours(first: number, last: number): AsyncGenerator<HourSums> {
    for (let day = Math.floor(first / DAY_MS) * DAY_MS; day <= last; day += DAY_MS) {
      const parts = Array.from({ length: PARTS }, (_, part) => this.#part(day, part, first, last));
      for (const items of await Promise.all(parts)) yield* items;
    }
  }

  async #part(day: number, part: number, first: number, last: number): Promise<HourSums[]> {
    const [date] = instantParts(day);
    const from = first <= day ? '00' : instantParts(first)[1];
    const to = last >= day + DAY_MS ? '23' : instantParts(last)[1];
    const found: HourSums[] = [];
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await this.#client.send(
        new QueryCommand({
          TableName: this.#name,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
          // A tilde sorts after every character of a key.
          ExpressionAttributeValues: { ':pk': `${date}#${part}`, ':from': `${from}#`, ':to': `${to}#~` },
          ...(ExclusiveStartKey && { ExclusiveStartKey }),
        }),
      );
      found.push(...(page.Items ?? []).flatMap((item) => hourSums(item, day) ?? []));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return found;
  }
}

/** `2026-11-26` and `19`. */
function instantParts(at: number): [date: string, hour: string] {
  const text = new Date(at).toISOString();
  return [text.slice(0, 10), text.slice(11, 13)];
}

const sortText = ({ source, quality, isEstimated, cdn }: SumKey): string =>
  `${source}#${quality}${isEstimated ? '~' : ''}#${cdn}`;

function hourSums({ pk: _pk, sk, ttl: _ttl, ...numbers }: Record<string, unknown>, day: number): HourSums | undefined {
  const [hour, title, source, quality, cdn] = String(sk).split('#');
  if (title === undefined || source === undefined || quality === undefined || cdn === undefined) return undefined;
  const isEstimated = quality.endsWith('~');
  const key: SumKey = {
    source,
    quality: (isEstimated ? quality.slice(0, -1) : quality) as UsageQuality,
    isEstimated,
    cdn,
  };
  const sums: Sums = new Map(Object.entries(numbers).map(([name, value]) => [name, Number(value)]));
  return { hour: day + Number(hour) * HOUR_MS, title, key, sums };
}
