import { hash } from 'node:crypto';

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;

/**
 * HMAC-SHA-256 (RFC 2104) under one key, for ASCII texts such as addresses. Every request of a client is hashed, and `createHmac`
 * makes a stream for each, which costs more than the rest of a warm answer's middleware together; the key's two padded
 * blocks are made once here and each digest is two calls to the hash itself.
 */
export class Hmac {
  /** The inner block, followed by the text. */
  #inner: Buffer;
  /** The outer block, followed by the inner digest. */
  readonly #outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES);

  /** @throws RangeError when the key is longer than a block of the hash: RFC 2104 would hash it first */
  constructor(key: Uint8Array) {
    if (key.length > BLOCK_BYTES) throw new RangeError(`A key has at most ${BLOCK_BYTES} bytes`);
    this.#inner = Buffer.alloc(2 * BLOCK_BYTES);
    for (let index = 0; index < BLOCK_BYTES; index += 1) {
      this.#inner[index] = (key[index] ?? 0) ^ 0x36;
      this.#outer[index] = (key[index] ?? 0) ^ 0x5c;
    }
  }

  /** @param text ASCII only · @returns the digest in base64url */
  digest(text: string): string {
    const end = BLOCK_BYTES + text.length;
    if (end > this.#inner.length) {
      const longer = Buffer.alloc(end);
      this.#inner.copy(longer, 0, 0, BLOCK_BYTES);
      this.#inner = longer;
    }
    this.#inner.write(text, BLOCK_BYTES, 'latin1');
    this.#outer.write(hash('sha256', this.#inner.subarray(0, end), 'binary'), BLOCK_BYTES, 'binary');
    return hash('sha256', this.#outer, 'base64url');
  }
}
