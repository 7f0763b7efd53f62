import { createHmac } from 'node:crypto';
import type { DailySalt } from './daily-salt.ts';

/** 128 bits, and the four that are left over in the last of so many characters. */
const HASH_CHARACTERS = 22;

/** A client as counters and logs know it: never by its address. */
export interface Client {
  /** 128 bits of HMAC-SHA-256 over the address under the day's salt, in base64url. */
  readonly hash: string;
  /** True when the hash means something in this container only. */
  readonly saltIsLocal: boolean;
}

/** @param address as `clientAddress` spells it · @param now milliseconds since 1970 */
export async function clientOf(address: string, salts: DailySalt, now: number): Promise<Client> {
  const { key, isLocal } = await salts.at(now);
  const digest = createHmac('sha256', key).update(address).digest('base64url');
  return { hash: digest.slice(0, HASH_CHARACTERS), saltIsLocal: isLocal };
}
