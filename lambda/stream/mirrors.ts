import type { Source } from '../../contract/answer.ts';
import { MAX_LABEL_LENGTH, MAX_MIRRORS } from '../../contract/bounds.ts';
import { boundedText } from './bounded-text.ts';
import type { MirrorCandidate, SourceCandidate } from './candidate.ts';
import type { LinkLives } from './links/link-lives.ts';
import { normalised, parseMediaUrl } from './links/media-url.ts';
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
  for (const { mirrors = [], expiresAt, inspected } of candidates) {
    for (const { url, expiresAt: own } of mirrors) {
      lives.declare(url, own ?? (lives.expiryOf(url) === undefined ? expiresAt : undefined));
      // Its master is the same text at another address.
      lives.declareListed(url, inspected?.references ?? [], url);
    }
  }
}

/** Sources with their mirrors after them, and which of them are one file. */
export interface MirroredSources {
  readonly sources: Source[];
  /** For a source that is not the only address of its file: all of them, itself included. */
  readonly addressesOf: ReadonlyMap<Source, ReadonlySet<Source>>;
  /** Links of mirrors that an answer may not carry, or that have expired. */
  readonly badLinks: number;
}

/**
 * Puts each mirror right after its twin, with the same facts of quality: it is the same file, so it is not inspected
 * again. A mirror whose address the list has already stays where it is, and is a mirror all the same.
 */
export function withMirrors(
  ranked: readonly Source[],
  declared: ReadonlyMap<string, readonly DeclaredMirror[]>,
  { contentKey, lives, now }: { contentKey: string; lives: LinkLives; now: number },
): MirroredSources {
  const listed = new Map(ranked.map((source) => [normalised(source.url), source]));
  const addressesOf = new Map<Source, Set<Source>>();
  let badLinks = 0;
  const sources = ranked.flatMap((twin) => {
    const mirrors = (declared.get(normalised(twin.url)) ?? []).flatMap(({ mirror, twin: candidate }) => {
      const url = parseMediaUrl(mirror.url);
      if (url === undefined || lives.hasExpired(mirror.url)) {
        badLinks += 1;
        return [];
      }
      const known = listed.get(url.href);
      if (known !== undefined) {
        join(addressesOf, twin, known);
        return [];
      }
      const source = mirrorOf(twin, mirror, lives.expiryOf(mirror.url));
      const id = sourceIdOf({ provider: candidate.provider }, url, contentKey, now);
      const found = { ...source, id };
      listed.set(url.href, found);
      join(addressesOf, twin, found);
      return [found];
    });
    return [twin, ...mirrors];
  });
  return { sources, addressesOf, badLinks };
}

/** Two addresses of one file, and with them all that are known to be of the same as either. */
function join(addressesOf: Map<Source, Set<Source>>, one: Source, other: Source): void {
  if (one === other) return;
  const all = new Set([one, ...(addressesOf.get(one) ?? []), other, ...(addressesOf.get(other) ?? [])]);
  for (const each of all) addressesOf.set(each, all);
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
