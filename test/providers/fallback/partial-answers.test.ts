import { expect, test } from '@jest/globals';
import { extractedEntry, freshnessOf, isCacheable } from '../../../lambda/cache/entry.ts';
import type { ExtractedAnswer } from '../../../lambda/cache/extraction.ts';

const NOW = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const LIFETIMES = { freshMs: 30 * MINUTE, staleMs: 60 * MINUTE, notFoundMs: MINUTE };

const entryOf = (more: Partial<ExtractedAnswer>, lifetimes = LIFETIMES) => {
  const links = { signedWithoutExpiry: false };
  const answer = { data: '{}', etag: 'W/"1"', sourceCount: 1, subtitleCount: 0, bestQuality: '720p', links } as const;
  return extractedEntry({ outcome: 'found', answer: { ...answer, ...more } }, 1, NOW, lifetimes)!;
};

test('an answer without the sources of every provider is fresh for a minute, and then refreshed', () => {
  const entry = entryOf({ isPartial: true });
  expect(freshnessOf(entry, NOW + MINUTE - 1)).toBe('fresh');
  expect(freshnessOf(entry, NOW + MINUTE)).toBe('stale');
  expect(entry.staleUntil).toBe(entryOf({}).staleUntil);
  expect(entry).not.toHaveProperty('isPartial');
});

test('it is never fresh for longer than another answer would be', () => {
  expect(entryOf({ isPartial: true }, { ...LIFETIMES, freshMs: 5_000 }).freshUntil).toBe(NOW + 5_000);
  const links = { expiresAt: NOW + MINUTE + 20_000, signedWithoutExpiry: false };
  expect(entryOf({ isPartial: true, links }).freshUntil).toBe(NOW + 20_000);
  const expiring = entryOf({ isPartial: true, links: { ...links, expiresAt: NOW + MINUTE } });
  expect(isCacheable(expiring)).toBe(false);
});

test('links with an unknown expiry still end after five minutes, of which it is stale for four', () => {
  const entry = entryOf({ isPartial: true, links: { signedWithoutExpiry: true } });
  expect([entry.freshUntil, entry.staleUntil]).toEqual([NOW + MINUTE, NOW + 5 * MINUTE]);
});
