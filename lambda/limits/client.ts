import { hash } from 'node:crypto';
import type { DailySalt, Salt } from './daily-salt.ts';

/** 22 base64url characters carry 132 bits; 128 are needed. */
const HASH_CHARACTERS = 22;

/** A client as counters and logs know it: never by its address. */
export interface Client {
  /** 128 bits of SHA-256 over the day's salt and the address, in base64url. */
  readonly hash: string;
  /** True when the hash is valid in this container only. */
  readonly saltIsLocal: boolean;
}

/**
 * The client behind an address, synchronously where the day's salt is known. Never rejects.
 *
 * @param address as `clientAddress` spells it · @param now milliseconds since 1970
 */
export function clientOf(address: string, salts: DailySalt, now: number): Client | Promise<Client> {
  const known = salts.known(now);
  return known ? clientUnder(known, address) : salts.at(now).then((salt) => clientUnder(salt, address));
}

/**
 * A prefix, not an HMAC key: length extension needs a whole digest and somebody who accepts another one, and this
 * digest is cut and never compared with anything submitted. Strings, so that no buffer keeps an address after its
 * request.
 */
function clientUnder({ prefix, isLocal }: Salt, address: string): Client {
  return { hash: hash('sha256', prefix + address, 'base64url').slice(0, HASH_CHARACTERS), saltIsLocal: isLocal };
}
