import { type AnswerEntry, type CacheEntry, type Freshness, freshnessOf, isPurged } from '../../cache/entry.ts';
import type { LeaseNote } from '../../cache/shared-store.ts';
import { type Content, contentKey } from '../../stream/content.ts';
import { linkExpiry } from '../../stream/links/link-expiry.ts';
import type { SharedCache } from '../shared-cache.ts';

type Shown = Omit<SharedCache, 'breaker'> & { readonly breaker: Pick<SharedCache['breaker'], 'openFor'> };

/** Everything in the shared tier about one content, for people: ages and lifetimes in whole seconds, times in UTC. */
export interface CacheView {
  readonly key: string;
  readonly entry: EntryView | null;
  readonly lease: { readonly endsInSeconds: number; readonly generation: number } | null;
  /** Outcome of the last extraction, where it left no entry. */
  readonly lastFailure: { readonly outcome: LeaseNote['outcome']; readonly retryAfter: number | null } | null;
  readonly refreshes: { readonly failedInARow: number; readonly notBefore: string } | null;
  /** `required`: entries of an earlier one are purged. */
  readonly generation: { readonly current: number; readonly required: number };
  readonly breakers: readonly { readonly provider: string; readonly openForSeconds: number }[];
}

export interface EntryView {
  readonly kind: CacheEntry['kind'];
  readonly state: Freshness | 'purged';
  readonly ageSeconds: number;
  readonly freshForSeconds: number;
  readonly staleForSeconds: number;
  readonly storedAt: string;
  readonly freshUntil: string;
  readonly staleUntil: string;
  readonly generation: number;
  readonly answer?: {
    readonly sources: number;
    readonly subtitles: number;
    readonly bestQuality: string;
    /** Of the data's JSON text, before compression. */
    readonly bytes: number;
    /** Of all links whose expiry is known; null when none is. */
    readonly earliestLinkExpiry: string | null;
  };
}

/** @throws what the store throws, and Error when the purges cannot be read: the view might be wrong then */
export async function showEntry(
  { store, purges, clock, breaker, providersWithBreaker }: Shown,
  content: Content,
): Promise<CacheView> {
  const key = contentKey(content);
  const [record, purgesAreKnown] = await Promise.all([store.read(key, { consistent: true }), purges.look()]);
  if (!purgesAreKnown) throw new Error('The purges cannot be read. Try again.');
  const { entry, lease, note, refreshes } = record;
  const now = clock.now();
  const required = purges.required(content);
  return {
    key,
    entry: entry ? entryView(entry, required, now) : null,
    lease: lease ? { endsInSeconds: seconds(lease.until - now), generation: lease.generation } : null,
    lastFailure: note ? { outcome: note.outcome, retryAfter: note.retryAfter ?? null } : null,
    refreshes: refreshes ? { failedInARow: refreshes.failed, notBefore: instant(refreshes.notBefore) } : null,
    generation: { current: purges.generation, required },
    breakers: await Promise.all(
      providersWithBreaker.map(async (provider) => ({
        provider,
        openForSeconds: Math.ceil((await breaker.openFor(provider)) / 1000),
      })),
    ),
  };
}

function entryView(entry: CacheEntry, required: number, now: number): EntryView {
  const { kind, storedAt, freshUntil, staleUntil, generation } = entry;
  return {
    kind,
    state: isPurged(entry, required) ? 'purged' : freshnessOf(entry, now),
    ageSeconds: seconds(now - storedAt),
    freshForSeconds: seconds(freshUntil - now),
    staleForSeconds: seconds(staleUntil - now),
    storedAt: instant(storedAt),
    freshUntil: instant(freshUntil),
    staleUntil: instant(staleUntil),
    generation,
    ...(entry.kind === 'answer' && {
      answer: {
        sources: entry.sourceCount,
        subtitles: entry.subtitleCount,
        bestQuality: entry.bestQuality,
        bytes: Buffer.byteLength(entry.data),
        earliestLinkExpiry: earliestExpiry(entry),
      },
    }),
  };
}

function earliestExpiry({ data, storedAt }: AnswerEntry): string | null {
  const { sources, subtitles, poster } = JSON.parse(data) as {
    sources: { expiresAt?: string }[];
    subtitles: { expiresAt?: string }[];
    poster?: string;
  };
  const instants = [...sources, ...subtitles].flatMap(({ expiresAt }) => (expiresAt ? Date.parse(expiresAt) : []));
  // The poster is a bare link: only the link itself shows its expiry.
  const posterExpiry = poster && linkExpiry(poster, storedAt).expiresAt;
  if (posterExpiry) instants.push(posterExpiry);
  return instants.length === 0 ? null : instant(Math.min(...instants));
}

const seconds = (ms: number): number => Math.floor(ms / 1000);
const instant = (ms: number): string => new Date(ms).toISOString();
