import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { Quality } from '../../../contract/answer.ts';
import { QUALITIES } from '../../../contract/vocabulary.ts';
import { type CacheEntry, ENTRY_VERSION, FORMER_ENTRY_VERSION } from '../entry.ts';
import type { Lease, LeaseNote, Progress, RefreshHistory, StoredRecord, Unreadable } from '../shared-store.ts';

/** Beyond 5 Brotli gains little on JSON of this size and costs several times the CPU. */
const BROTLI_QUALITY = 5;

/** An item holds 400 KB (DynamoDB Developer Guide, "Constraints"); the rest is for everything but the body. */
export const MAX_BODY_BYTES = 390 * 1024;

/** A playback that makes an item cost more than two write units, of 1 KB each, is left out. */
const MAX_BYTES_WITH_PLAYBACK = 2 * 1024;

/** Keeps an item with a lease alive, and lets an expired not-found still outrank older answers in memory. */
const TTL_GRACE_SECONDS = 3600;

/** One item of the cache table: an entry, a lease on extracting it, a note of how the last extraction ended. */
export interface CacheItem {
  readonly pk: string;
  /** When DynamoDB may sweep it, in seconds since 1970. Reads never rely on it. */
  readonly ttl: number;
  readonly version?: number;
  readonly kind?: CacheEntry['kind'];
  readonly storedAt?: number;
  readonly freshUntil?: number;
  readonly staleUntil?: number;
  readonly generation?: number;
  /** Brotli of the data's JSON text. */
  readonly body?: Uint8Array;
  /** Compressed, and opaque to the cache. Since version 2. */
  readonly playback?: Uint8Array | undefined;
  readonly etag?: string;
  readonly sourceCount?: number;
  readonly subtitleCount?: number;
  readonly bestQuality?: Quality;
  readonly leaseOwner?: string;
  readonly leaseUntil?: number;
  readonly leaseGeneration?: number;
  readonly note?: LeaseNote;
  readonly refreshes?: RefreshHistory;
  readonly progress?: Progress;
  readonly watchedUntil?: number;
}

/** @param expiresAt when everything in the item has expired, in milliseconds since 1970 */
export const sweptAt = (expiresAt: number): number => Math.ceil(expiresAt / 1000) + TTL_GRACE_SECONDS;

export function toItem(pk: string, entry: CacheEntry): CacheItem {
  const { kind, storedAt, freshUntil, staleUntil, generation } = entry;
  const item = {
    pk,
    ttl: sweptAt(staleUntil),
    version: ENTRY_VERSION,
    kind,
    storedAt,
    freshUntil,
    staleUntil,
    generation,
  };
  if (entry.kind === 'not-found') return item;
  const { data, playback, etag, sourceCount, subtitleCount, bestQuality } = entry;
  const body = brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } });
  return { ...item, body, etag, sourceCount, subtitleCount, bestQuality, ...(playback && { playback }) };
}

/** Whether an item with a playback costs two write units at most. */
export function withinWriteUnits(item: CacheItem): boolean {
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) bytes += Buffer.byteLength(name) + bytesOf(value);
  return bytes <= MAX_BYTES_WITH_PLAYBACK;
}

/**
 * DynamoDB Developer Guide, "Item sizes and formats": a number takes a byte for each two digits, and one or two more.
 */
function bytesOf(value: string | number | Uint8Array | undefined): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  return typeof value === 'number' ? Math.ceil(String(value).length / 2) + 2 : (value?.length ?? 0);
}

/** An item of the table, none of whose attributes has been checked. */
type StoredItem = Readonly<Partial<Record<keyof CacheItem, unknown>>>;

/**
 * Reads an item, whichever version wrote it. A part that this version could not have written is absent, and named in
 * `unreadable`.
 */
export function recordOf(item: StoredItem): StoredRecord {
  const entry = entryOf(item);
  const lease = leaseOf(item);
  const note = noteOf(item.note);
  const unreadable: Unreadable = {
    freshUntil: entry ? undefined : item.freshUntil,
    leaseUntil: lease ? undefined : item.leaseUntil,
    noteOwner: note ? undefined : fieldsOf(item.note).owner,
  };
  const isWhole = Object.values(unreadable).every((stored) => stored === undefined);
  const { progress, watchedUntil } = item;
  return {
    entry,
    lease,
    note,
    refreshes: refreshesOf(item.refreshes),
    ...(!isWhole && { unreadable }),
    // Of stages with a WebSocket API.
    ...(progress !== undefined && { progress: progress as Progress }),
    ...(isNumber(watchedUntil) && { watchedUntil }),
  };
}

function entryOf(item: StoredItem): CacheEntry | undefined {
  const { version, kind, storedAt, freshUntil, staleUntil, generation } = item;
  if (version !== ENTRY_VERSION && version !== FORMER_ENTRY_VERSION) return undefined;
  if (!isNumber(storedAt) || !isNumber(freshUntil) || !isNumber(staleUntil) || !isNumber(generation)) return undefined;
  if (storedAt > freshUntil || freshUntil > staleUntil) return undefined;
  const life = { storedAt, freshUntil, staleUntil, generation };
  if (kind === 'not-found') return { kind, ...life };
  const { etag, sourceCount, subtitleCount, bestQuality } = item;
  const data = kind === 'answer' ? dataOf(item.body, sourceCount, subtitleCount) : undefined;
  if (data === undefined || !isText(etag) || !isNumber(sourceCount) || !isNumber(subtitleCount)) return undefined;
  if (!isQuality(bestQuality)) return undefined;
  const answer = { data, etag, sourceCount, subtitleCount, bestQuality };
  return {
    kind: 'answer',
    ...life,
    ...answer,
    // A copy: what the client decodes is a view, and as long as it is kept, so is all of the buffer behind it.
    ...(item.playback instanceof Uint8Array && { playback: new Uint8Array(item.playback) }),
  };
}

/** What is checked of a source or a subtitle. */
type StoredLink = Partial<Record<'url' | 'quality' | 'type' | 'language' | 'label', unknown>>;

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/** A hit sends the text on as it is, so this is where it is checked to be an answer's. */
function dataOf(body: unknown, sourceCount: unknown, subtitleCount: unknown): string | undefined {
  try {
    // Synchronous: a container has nothing else to do, and handing it to another thread costs seven times as much.
    const text = UTF_8.decode(brotliDecompressSync(body as Uint8Array));
    const { sources, subtitles } = JSON.parse(text) as Record<'sources' | 'subtitles', StoredLink[]>;
    const isAnswer =
      sources.length > 0 &&
      sources.length === sourceCount &&
      subtitles.length === subtitleCount &&
      sources.every(({ url, quality, type }) => isText(url) && isQuality(quality) && isText(type)) &&
      subtitles.every(({ url, language, label }) => isText(url) && isText(language) && isText(label));
    return isAnswer ? text : undefined;
  } catch {
    return undefined;
  }
}

const leaseOf = ({ leaseOwner: owner, leaseUntil: until, leaseGeneration: generation }: StoredItem) =>
  isText(owner) && isNumber(until) && isNumber(generation) ? ({ owner, until, generation } satisfies Lease) : undefined;

const OUTCOMES: readonly unknown[] = ['unavailable', 'timeout', 'uncacheable'] satisfies LeaseNote['outcome'][];

function noteOf(stored: unknown): LeaseNote | undefined {
  const { owner, outcome, retryAfter, until, generation } = fieldsOf(stored);
  const numbers = [retryAfter, until, generation].every((each) => each === undefined || isNumber(each));
  return isText(owner) && OUTCOMES.includes(outcome) && numbers ? (stored as LeaseNote) : undefined;
}

function refreshesOf(stored: unknown): RefreshHistory | undefined {
  const { failed, notBefore } = fieldsOf(stored);
  return isNumber(failed) && isNumber(notBefore) ? { failed, notBefore } : undefined;
}

const fieldsOf = (stored: unknown): Record<string, unknown> => (stored ?? {}) as Record<string, unknown>;
const isNumber = (value: unknown): value is number => Number.isFinite(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isQuality = (value: unknown): value is Quality => (QUALITIES as readonly unknown[]).includes(value);
