import type { DailySalt, Salt } from './daily-salt.ts';

/** 128 bits, and the four that are left over in the last of so many characters. */
const HASH_CHARACTERS = 22;

/** A client as counters and logs know it: never by its address. */
export interface Client {
  /** 128 bits of HMAC-SHA-256 over the address under the day's salt, in base64url. */
  readonly hash: string;
  /** True when the hash means something in this container only. */
  readonly saltIsLocal: boolean;
}

/** At once where the day's salt is known. Never rejects.
 *
 * @param address as `clientAddress` spells it · @param now milliseconds since 1970 */
export function clientOf(address: string, salts: DailySalt, now: number): Client | Promise<Client> {
  const known = salts.known(now);
  return known ? clientUnder(known, address) : salts.at(now).then((salt) => clientUnder(salt, address));
}

function clientUnder({ hmac, isLocal }: Salt, address: string): Client {
  return { hash: hmac.digest(address).slice(0, HASH_CHARACTERS), saltIsLocal: isLocal };
}
