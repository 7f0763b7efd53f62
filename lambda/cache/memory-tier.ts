import { type AnswerEntry, type CacheEntry, freshnessOf } from './entry.ts';

/** V8 keeps a character in one byte or two; two are counted. The rest of an entry is small and nearly constant. */
const BYTES_PER_CHARACTER = 2;
const ENTRY_OVERHEAD_BYTES = 512;

const bytesOf = (key: string, entry: CacheEntry): number =>
  ENTRY_OVERHEAD_BYTES + BYTES_PER_CHARACTER * key.length + (entry.kind === 'answer' ? answerBytes(entry) : 0);

const answerBytes = ({ data, playback }: AnswerEntry): number =>
  BYTES_PER_CHARACTER * data.length + (playback?.length ?? 0);

/**
 * The cache inside one container, bounded by bytes; the least recently used entry is evicted first. A Map keeps its
 * keys in the order of insertion. Once half of the room is taken, every hit is inserted again, so that the first key is
 * the least recently used; before that nothing is near eviction, and inserting costs as much as hashing an address.
 */
export class MemoryTier {
  readonly #entries = new Map<string, CacheEntry>();
  readonly #maxBytes: number;
  #bytes = 0;

  /** @param maxBytes most that keys and entries may take, as estimated */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The entry, fresh or stale at `now`; one that has expired is removed. */
  get(key: string, now: number): CacheEntry | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (freshnessOf(entry, now) === 'expired') {
      this.delete(key);
      return undefined;
    }
    if (this.#bytes > this.#maxBytes / 2) {
      this.#entries.delete(key);
      this.#entries.set(key, entry);
    }
    return entry;
  }

  set(key: string, entry: CacheEntry): void {
    this.delete(key);
    const bytes = bytesOf(key, entry);
    if (bytes > this.#maxBytes) return;
    this.#entries.set(key, entry);
    this.#bytes += bytes;
    for (const [oldest] of this.#entries) {
      if (this.#bytes <= this.#maxBytes) break;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#bytes -= bytesOf(key, entry);
  }
}
