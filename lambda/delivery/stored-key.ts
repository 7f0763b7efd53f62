import { createPrivateKey } from 'node:crypto';
import type { CdnSettings } from '../../contract/settings/cdns.ts';
import type { SigningKey } from './signers/signer.ts';

/** Characters without blanks. The verifier at the edge accepts no shorter secret. */
const SECRET = /^[!-~]{32,512}$/;
/** The key of a pull zone, as bunny.net makes them. */
const ZONE_KEY = /^[\w-]{32,128}$/;

/**
 * The key that a secret's text holds; undefined for a text that is damaged, or something else. What a signer could not
 * use, or the edge would not open, must not get as far as a link.
 */
export function storedKey(
  text: string,
  { type, keyId = '' }: NonNullable<CdnSettings['sign']>,
): SigningKey | undefined {
  if (type === 'path-hmac') return currentKey(text);
  const secret = text.trim();
  const isKey = type === 'bunny' ? ZONE_KEY.test(secret) : isPrivateKey(secret);
  return isKey ? { id: keyId, secret } : undefined;
}

interface KeySet {
  readonly current?: unknown;
  readonly keys?: unknown;
}

/** Of a set as `media-keys` writes it, the key that signs. */
function currentKey(text: string): SigningKey | undefined {
  let set: KeySet | null;
  try {
    set = JSON.parse(text) as KeySet | null;
  } catch {
    return undefined;
  }
  const keys: unknown[] = Array.isArray(set?.keys) ? set.keys : [];
  const key = keys.find((each) => (each as SigningKey | null)?.id === set?.current);
  const { id, secret } = (key ?? {}) as Partial<Record<keyof SigningKey, unknown>>;
  return typeof id === 'string' && typeof secret === 'string' && SECRET.test(secret) ? { id, secret } : undefined;
}

/** Those that CloudFront takes: RSA, and ECDSA on the curve P-256. */
function isPrivateKey(text: string): boolean {
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails } = createPrivateKey(text);
    return type === 'rsa' || (type === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1');
  } catch {
    return false;
  }
}
