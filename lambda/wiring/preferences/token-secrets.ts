import { MIN_TOKEN_SECRET_BYTES } from '../../../contract/bounds.ts';
import type { Clock } from '../../clock.ts';
import type { SecretReader } from '../clients/secret-reader.ts';

/** A forged token must not make every request a call to Secrets Manager. */
const REFRESH_INTERVAL_MS = 10_000;

/**
 * The secrets that the site may have signed with: the present version, and the one before the last rotation. They are
 * Secrets Manager's own versions, so that rotating is storing a new value.
 */
export class TokenSecrets {
  readonly #read: SecretReader;
  readonly #secret: string;
  readonly #clock: Clock;
  #refreshedAt = Number.NEGATIVE_INFINITY;

  constructor(read: SecretReader, secret: string, clock: Clock) {
    this.#read = read;
    this.#secret = secret;
    this.#clock = clock;
  }

  /** @throws Error where the present one cannot be read, or is too short to keep anybody out */
  async current(refresh = false): Promise<readonly string[]> {
    const [present, former] = await Promise.all([
      this.#read(this.#secret, { refresh }),
      this.#read(this.#secret, { refresh, version: 'AWSPREVIOUS' }).catch(() => undefined),
    ]);
    if (Buffer.byteLength(present) < MIN_TOKEN_SECRET_BYTES)
      throw new Error(`The token secret has under ${MIN_TOKEN_SECRET_BYTES} bytes`);
    return [present, ...(former !== undefined && Buffer.byteLength(former) >= MIN_TOKEN_SECRET_BYTES ? [former] : [])];
  }

  /** The secrets as they are now, once in a while; undefined when they were read a moment ago. */
  async renewed(): Promise<readonly string[] | undefined> {
    const now = this.#clock.now();
    if (now - this.#refreshedAt < REFRESH_INTERVAL_MS) return undefined;
    this.#refreshedAt = now;
    return this.current(true);
  }
}
