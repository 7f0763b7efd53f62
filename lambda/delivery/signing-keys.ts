import type { CdnSettings } from '../../contract/settings/cdns.ts';
import { boundedCall } from '../bounded-call.ts';
import type { Clock } from '../clock.ts';
import type { SigningKey } from './signers/signer.ts';
import { storedKey } from './stored-key.ts';

/** A rotated key is in use after this time: the former one is accepted for longer. */
const KEEP_MS = 5 * 60_000;
/** From this time on it is read beside the requests, so that none has to wait. */
const AHEAD_MS = 4 * 60_000;
/** How long the last key that could be read is used. */
const LAST_GOOD_MS = 12 * 60 * 60_000;
/** After a failure, the secret is read again after this time at the earliest. */
const RETRY_MS = 10_000;
/** Of one read. */
const READ_MS = 2_000;
/** For one that a request waits for although a key is there: its container slept, and the key may have been removed. */
const WAIT_MS = 500;
/** A read that ends this much later than it may was not slow: its container slept. */
const SLEPT_MS = 1_000;

export interface SigningKeysOptions {
  /** Reads a secret, bypassing what is kept of it. */
  readonly read: (secret: string) => Promise<string>;
  readonly clock: Clock;
  /** @param lastKeyServes the last key that was read signs in its place; else nothing does */
  readonly onUnreadable: (secret: string, error: unknown, lastKeyServes: boolean) => void;
}

type Sign = NonNullable<CdnSettings['sign']>;

interface Kept {
  key: SigningKey | undefined;
  readAt: number;
  triedAt: number;
  /** The latest read failed: until one does not, nobody waits for another. */
  hasFailed: boolean;
  reading: Promise<void> | undefined;
}

/** The keys that sign, out of the secrets that hold them. */
export class SigningKeys {
  readonly #options: SigningKeysOptions;
  readonly #kept = new Map<string, Kept>();

  constructor(options: SigningKeysOptions) {
    this.#options = options;
  }

  /** The keys of those that sign, by name; without one whose secret cannot be read. Never rejects. */
  async of(cdns: readonly CdnSettings[]): Promise<ReadonlyMap<string, SigningKey>> {
    const keys = await Promise.all(
      cdns.map(async (cdn): Promise<[string, SigningKey][]> => {
        const key = cdn.sign && (await this.#keyOf(cdn.sign));
        return key ? [[cdn.name, key]] : [];
      }),
    );
    return new Map(keys.flat());
  }

  async #keyOf(sign: Sign): Promise<SigningKey | undefined> {
    const { clock } = this.#options;
    const kept = this.#keptOf(sign);
    const age = clock.now() - kept.readAt;
    if (age >= AHEAD_MS && clock.now() - kept.triedAt >= RETRY_MS) {
      kept.reading ??= this.#read(sign, kept).finally(() => {
        kept.reading = undefined;
      });
    }
    const { reading } = kept;
    if (reading && !this.#serves(kept)) await reading;
    else if (reading && age >= KEEP_MS && !kept.hasFailed) {
      await boundedCall(clock, WAIT_MS, () => reading).catch(() => {
        kept.hasFailed = true;
      });
    }
    return this.#serves(kept) ? kept.key : undefined;
  }

  #keptOf({ type, secret, keyId }: Sign): Kept {
    const name = `${type} ${keyId} ${secret}`;
    const none = Number.NEGATIVE_INFINITY;
    const kept = this.#kept.get(name) ?? { ...NOTHING, readAt: none, triedAt: none };
    this.#kept.set(name, kept);
    return kept;
  }

  async #read(sign: Sign, kept: Kept): Promise<void> {
    const { clock, read, onUnreadable } = this.#options;
    const began = clock.now();
    try {
      const text = await boundedCall(clock, READ_MS, () => read(sign.secret));
      const key = storedKey(text, sign);
      // A secret that says nothing is one that somebody damaged: the last good key is better.
      if (key === undefined) throw new Error('The secret holds no key');
      kept.key = key;
      kept.readAt = clock.now();
      kept.hasFailed = false;
    } catch (error) {
      const slept = clock.now() - began > READ_MS + SLEPT_MS;
      kept.hasFailed = !slept;
      if (slept && this.#serves(kept)) return;
      kept.triedAt = clock.now();
      onUnreadable(sign.secret, error, this.#serves(kept));
    }
  }

  #serves({ key, readAt }: Kept): boolean {
    return key !== undefined && this.#options.clock.now() - readAt < LAST_GOOD_MS;
  }
}

const NOTHING = { key: undefined, hasFailed: false, reading: undefined };
