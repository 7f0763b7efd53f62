import { createHmac } from 'node:crypto';
import type { DailySalt } from './daily-salt.ts';

const HASH_BYTES = 16;

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
  const digest = createHmac('sha256', key).update(address).digest();
  return { hash: digest.subarray(0, HASH_BYTES).toString('base64url'), saltIsLocal: isLocal };
}
