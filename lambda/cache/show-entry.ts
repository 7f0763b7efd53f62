import type { Clock } from '../clock.ts';
import { type Content, contentKey } from '../stream/content.ts';
import { ageOf, type CacheEntry } from './entry.ts';
import type { Purges } from './purges.ts';
import type { SharedStore } from './shared-store.ts';

/** What is asked of a breaker: how long its upstream gets rest, in milliseconds. */
interface BreakerView {
  openFor(upstream: string): Promise<number>;
}

interface Shown {
  readonly store: SharedStore;
  readonly purges: Purges;
  readonly clock: Clock;
  readonly breaker: BreakerView;
  readonly guarded: readonly string[];
}

/**
 * Everything the shared tier knows of one content, for people: ages and lives in whole seconds, moments in UTC.
 *
 * @throws whatever the store throws
 */
export async function showEntry({ store, purges, clock, breaker, guarded }: Shown, content: Content): Promise<unknown> {
  const key = contentKey(content);
  const [record] = await Promise.all([store.read(key, { consistent: true }), purges.look()]);
  const now = clock.now();
  const required = purges.required(content);
  const breakers = await Promise.all(
    guarded.map(async (upstream) => ({ upstream, openForSeconds: seconds(await breaker.openFor(upstream)) })),
  );
  return {
    key,
    entry: record.entry ? entryView(record.entry, required, now) : null,
    lease: record.lease
      ? { endsInSeconds: seconds(record.lease.until - now), generation: record.lease.generation }
      : null,
    lastExtraction: record.note ? { outcome: record.note.outcome, retryAfter: record.note.retryAfter ?? null } : null,
    refreshes: record.refreshes
      ? { failedInARow: record.refreshes.failed, notBefore: instant(record.refreshes.notBefore) }
      : null,
    generation: { current: purges.generation, required },
    breakers,
  };
}

function entryView(entry: CacheEntry, required: number, now: number): Record<string, unknown> {
  const { kind, storedAt, freshUntil, staleUntil, generation } = entry;
  return {
    kind,
    state: generation < required ? 'purged' : ageOf(entry, now),
    ageSeconds: seconds(now - storedAt),
    freshForSeconds: seconds(freshUntil - now),
    staleForSeconds: seconds(staleUntil - now),
    storedAt: instant(storedAt),
    freshUntil: instant(freshUntil),
    staleUntil: instant(staleUntil),
    generation,
    ...(entry.kind === 'answer' && {
      sources: entry.sourceCount,
      subtitles: entry.subtitleCount,
      bestQuality: entry.bestQuality,
      bytes: entry.data.length,
      earliestLinkExpiry: earliestExpiry(entry.data),
    }),
  };
}

/** Of all the links that tell; null when none does. */
function earliestExpiry(data: string): string | null {
  const { sources, subtitles } = JSON.parse(data) as Record<'sources' | 'subtitles', { expiresAt?: string }[]>;
  const instants = [...sources, ...subtitles].flatMap(({ expiresAt }) => expiresAt ?? []);
  return instants.sort()[0] ?? null;
}

const seconds = (ms: number): number => Math.floor(ms / 1000);
const instant = (ms: number): string => new Date(ms).toISOString();
