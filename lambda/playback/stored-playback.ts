import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { PlayableMaster } from '../stream/answer.ts';

/** Characters of a master playlist that is still made into one of ours. */
export const LONGEST_MASTER = 64 * 1024;

/** More than all masters of an item that is within two write units. */
const LONGEST_PLAYBACK = 4 * 1024 * 1024;

/** A master playlist as an entry keeps it. */
export interface StoredMaster {
  readonly text: string;
  /** Where it was read, in the case of a redirect; else the link of its source. */
  readonly url?: string;
  /** Ids of the sources that are mirrors of this one. */
  readonly mirrors?: readonly string[];
}

/** By the id of the source. */
export type StoredMasters = Readonly<Record<string, StoredMaster>>;

/**
 * The part of an entry that only playlist and steering read: the masters, compressed.
 *
 * @param linkOf the link of a source in the answer, by its id
 * @returns undefined where there is none to keep
 */
export function packedPlayback(
  masters: readonly PlayableMaster[],
  linkOf: (id: string) => string | undefined,
): Uint8Array | undefined {
  const kept = masters.filter(({ text }) => text.length <= LONGEST_MASTER);
  if (kept.length === 0) return undefined;
  const stored = Object.fromEntries(
    kept.map(({ id, text, url, mirrors }): [string, StoredMaster] => [
      id,
      { text, ...(url !== linkOf(id) && { url }), ...(mirrors.length > 0 && { mirrors }) },
    ]),
  );
  const packed = brotliCompressSync(JSON.stringify({ masters: stored }), {
    params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT, [constants.BROTLI_PARAM_QUALITY]: 9 },
  });
  // A copy: the compressor's is a view of its whole output buffer.
  return new Uint8Array(packed);
}

/** What was packed; nothing where it cannot be read, which counts as absent. */
export function unpackedPlayback(playback: Uint8Array | undefined): StoredMasters {
  if (playback === undefined) return {};
  try {
    const text = brotliDecompressSync(playback, { maxOutputLength: LONGEST_PLAYBACK }).toString('utf8');
    const { masters } = JSON.parse(text) as { masters?: StoredMasters };
    return typeof masters === 'object' && masters !== null ? masters : {};
  } catch {
    return {};
  }
}
