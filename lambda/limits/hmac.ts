import { hash } from 'node:crypto';

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/**
 * HMAC-SHA-256 (RFC 2104) under one key, for ASCII texts such as addresses. Every request of a client is hashed, and
 * `createHmac` makes a stream for each, which costs more than the rest of a warm answer's middleware together; the key's
 * two padded blocks are made once here and each digest is two calls to the hash itself.
 */
export class Hmac {
  readonly #key: Uint8Array;
  /** The inner block, followed by room for a text: one for each length of text that has come by. */
  readonly #inner: Buffer[] = [];
  /** The outer block, followed by the inner digest. */
  readonly #outer: Buffer;

  /** @throws RangeError when the key is longer than a block of the hash: RFC 2104 would hash it first */
  constructor(key: Uint8Array) {
    if (key.length > BLOCK_BYTES) throw new RangeError(`A key has at most ${BLOCK_BYTES} bytes`);
    this.#key = Uint8Array.from(key);
    this.#outer = paddedBlock(key, OUTER_PAD, DIGEST_BYTES);
  }

  /** @param text ASCII only · @returns the digest in base64url */
  digest(text: string): string {
    this.#inner[text.length] ??= paddedBlock(this.#key, INNER_PAD, text.length);
    const inner = this.#inner[text.length]!;
    inner.write(text, BLOCK_BYTES, 'latin1');
    this.#outer.write(hash('sha256', inner, 'binary'), BLOCK_BYTES, 'binary');
    // What was hashed is not kept: an address ends with its request.
    inner.fill(0, BLOCK_BYTES);
    return hash('sha256', this.#outer, 'base64url');
  }
}

/** The key in a block of the hash, and room for so many bytes behind it. */
function paddedBlock(key: Uint8Array, pad: number, room: number): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES + room);
  for (let index = 0; index < BLOCK_BYTES; index += 1) block[index] = (key[index] ?? 0) ^ pad;
  return block;
}
