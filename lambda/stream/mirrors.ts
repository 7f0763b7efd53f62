import type { Source } from '../../contract/answer.ts';
import { MAX_LABEL_LENGTH, MAX_MIRRORS } from '../../contract/bounds.ts';
import { boundedText } from './bounded-text.ts';
import type { MirrorCandidate, SourceCandidate } from './candidate.ts';
import type { LinkLives } from './links/link-lives.ts';
import { parseMediaUrl } from './links/media-url.ts';
import { sourceIdOf } from './source-ids.ts';

/** A mirror with the source whose file it is another address of. */
export interface DeclaredMirror {
  readonly mirror: MirrorCandidate;
  readonly twin: SourceCandidate;
}

/** Every declared mirror, by the address of its twin in normal form. */
export function mirrorsByAddress(candidates: readonly SourceCandidate[]): ReadonlyMap<string, DeclaredMirror[]> {
  const declared = new Map<string, DeclaredMirror[]>();
  for (const twin of candidates) {
    const address = normalised(twin.url);
    const known = declared.get(address) ?? [];
    for (const mirror of twin.mirrors ?? []) if (known.length < MAX_MIRRORS) known.push({ mirror, twin });
    if (known.length > 0) declared.set(address, known);
  }
  return declared;
}

/** Records when each mirror expires: as declared, else by its own link, else as its twin was declared to. */
export function declareMirrors(candidates: readonly SourceCandidate[], lives: LinkLives): void {
  for (const { mirrors = [], expiresAt } of candidates) {
    for (const { url, expiresAt: own } of mirrors) {
      lives.declare(url, own ?? (lives.expiryOf(url) === undefined ? expiresAt : undefined));
    }
  }
}

/** Sources with their mirrors after them, and which source is a mirror of which. */
export interface MirroredSources {
  readonly sources: Source[];
  /** From a mirror's source to its twin. */
  readonly twinOf: ReadonlyMap<Source, Source>;
  /** Links of mirrors that an answer may not carry, or that have expired. */
  readonly badLinks: number;
}

/**
 * Puts each mirror right after its twin, with the same facts of quality: it is the same file, so it is not inspected
 * again. A mirror whose address the list has already stays where it is.
 */
export function withMirrors(
  ranked: readonly Source[],
  declared: ReadonlyMap<string, readonly DeclaredMirror[]>,
  { contentKey, lives, now }: { contentKey: string; lives: LinkLives; now: number },
): MirroredSources {
  const listed = new Set(ranked.map(({ url }) => normalised(url)));
  const twinOf = new Map<Source, Source>();
  let badLinks = 0;
  const sources = ranked.flatMap((twin) => {
    const mirrors = (declared.get(normalised(twin.url)) ?? []).flatMap(({ mirror, twin: candidate }) => {
      const url = parseMediaUrl(mirror.url);
      if (url === undefined || lives.hasExpired(mirror.url)) {
        badLinks += 1;
        return [];
      }
      if (listed.has(url.href)) return [];
      listed.add(url.href);
      const source = mirrorOf(twin, mirror, lives.expiryOf(mirror.url));
      const id = sourceIdOf({ provider: candidate.provider }, url, contentKey, now);
      return [{ ...source, id }];
    });
    for (const mirror of mirrors) twinOf.set(mirror, twin);
    return [twin, ...mirrors];
  });
  return { sources, twinOf, badLinks };
}

function mirrorOf(twin: Source, { url, label: own }: MirrorCandidate, expiry: number | undefined): Source {
  const { expiresAt: _expiry, label: _label, ...facts } = twin;
  const label = (typeof own === 'string' ? boundedText(own, MAX_LABEL_LENGTH).trim() : '') || twin.label;
  return {
    ...facts,
    url,
    ...(label !== undefined && { label }),
    ...(expiry !== undefined && { expiresAt: new Date(expiry).toISOString() }),
  };
}

const normalised = (url: string): string => URL.parse(url)?.href ?? url;
