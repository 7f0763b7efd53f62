import type { CdnSettings } from '../../contract/settings/cdns.ts';
import { boundedCall } from '../bounded-call.ts';
import type { Clock } from '../clock.ts';
import type { SigningKey } from './signers/signer.ts';

/** A rotated key is in use after this time: the former one is accepted for longer. */
const KEEP_MS = 5 * 60_000;
/** How long the last key that could be read is used. */
const LAST_GOOD_MS = 12 * 60 * 60_000;
/** After a failure, the secret is read again after this time at the earliest. */
const RETRY_MS = 10_000;
/** Of one read, of which requests wait. */
const READ_MS = 2_000;

/** Characters of a secret: the verifier at the edge accepts none that is shorter. */
const LEAST_CHARACTERS = 32;

export interface SigningKeysOptions {
  /** Reads a secret, bypassing what is kept of it. */
  readonly read: (secret: string) => Promise<string>;
  readonly clock: Clock;
  /** @param lastKeyServes the last key that was read signs in its place; else nothing does */
  readonly onUnreadable: (secret: string, error: unknown, lastKeyServes: boolean) => void;
}

interface Kept {
  text: string | undefined;
  readAt: number;
  triedAt: number;
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

  async #keyOf(sign: NonNullable<CdnSettings['sign']>): Promise<SigningKey | undefined> {
    const { clock } = this.#options;
    const none = Number.NEGATIVE_INFINITY;
    const kept = this.#kept.get(sign.secret) ?? { text: undefined, readAt: none, triedAt: none, reading: undefined };
    this.#kept.set(sign.secret, kept);
    const now = clock.now();
    if (now - kept.readAt >= KEEP_MS && now - kept.triedAt >= RETRY_MS) {
      kept.reading ??= this.#read(sign, kept).finally(() => {
        kept.reading = undefined;
      });
    }
    await kept.reading;
    return kept.text !== undefined && this.#serves(kept) ? signingKey(kept.text, sign.keyId) : undefined;
  }

  async #read(sign: NonNullable<CdnSettings['sign']>, kept: Kept): Promise<void> {
    const { clock, read, onUnreadable } = this.#options;
    try {
      const text = await boundedCall(clock, READ_MS, () => read(sign.secret));
      // A secret that says nothing is one that somebody damaged: the last good key is better.
      if (signingKey(text, sign.keyId) === undefined) throw new Error('The secret holds no key');
      kept.text = text;
      kept.readAt = clock.now();
    } catch (error) {
      kept.triedAt = clock.now();
      onUnreadable(sign.secret, error, this.#serves(kept));
    }
  }

  #serves({ readAt }: Kept): boolean {
    return this.#options.clock.now() - readAt < LAST_GOOD_MS;
  }
}

interface StoredKeys {
  readonly current?: unknown;
  readonly keys?: readonly { readonly id?: unknown; readonly secret?: unknown }[];
}

/** Of a secret's text: the current one of several, or the text itself. Undefined where it has none. */
function signingKey(text: string, keyId = ''): SigningKey | undefined {
  const stored = parsed(text);
  if (stored === undefined) return text.length < LEAST_CHARACTERS ? undefined : { id: keyId, secret: text };
  const keys = Array.isArray(stored.keys) ? stored.keys : [];
  const current = keys.find((key) => key?.id === stored.current);
  const { id, secret } = current ?? {};
  if (typeof id !== 'string' || typeof secret !== 'string' || secret.length < LEAST_CHARACTERS) return undefined;
  return { id, secret };
}

function parsed(text: string): StoredKeys | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as StoredKeys;
  } catch {
    return {};
  }
}
