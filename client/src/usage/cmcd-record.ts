import { USAGE_KEYS } from '../../../contract/usage.ts';

/**
 * What a player does: starting, playing, seeking, stalled ("rebuffering"), paused, ended, failed, left by its viewer
 * ("quit"), or loaded and waiting for play ("preloading"). CTA-5004-B, key `sta`.
 */
export type PlayerState = 's' | 'p' | 'k' | 'r' | 'a' | 'e' | 'f' | 'q' | 'd';

/** A record of CMCD version 2 in event mode (CTA-5004-B), as much of it as is sent. */
export interface CmcdRecord {
  /** Why it is written: time has passed, another state, another bitrate, another source, a failure. */
  readonly e: 't' | 'ps' | 'bc' | 'c' | 'e';
  /** Milliseconds since 1970. */
  readonly ts: number;
  /** Of this viewing: a random number, which is kept nowhere. */
  readonly sid: string;
  readonly sn: number;
  readonly sta: PlayerState;
  /** The source's id. */
  readonly cid: string;
  readonly sf: 'h' | 'd' | 'o';
  /** The host that the media comes from. */
  readonly h?: string | undefined;
  /** Kilobits per second. */
  readonly br?: number | undefined;
  /** Milliseconds from the wish to watch until the first picture, once. */
  readonly msd?: number | undefined;
  /** What has failed. */
  readonly ec?: string | undefined;
  /** The class of the picture: `720p`. */
  readonly [USAGE_KEYS.quality]?: string | undefined;
}

const TOKENS = new Set<string>(['e', 'sta', 'sf', USAGE_KEYS.formerState]);
const LISTS = new Set(['br', 'ec']);

/** Keys and values as a structured field (RFC 9651, "Dictionaries"), in the order of the keys. */
export const textOf = (values: object): string =>
  Object.entries({ ...values, v: 2 })
    .filter(([, value]) => value !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => `${key}=${written(key, value)}`)
    .join(',');

function written(key: string, value: string | number): string {
  if (TOKENS.has(key)) return String(value);
  // A string is printable ASCII.
  const quoted = (text: string) => `"${text.replace(/[^ -~]/g, '').replace(/["\\]/g, '\\$&')}"`;
  const item = typeof value === 'number' ? String(Math.round(value)) : quoted(value);
  return LISTS.has(key) ? `(${item})` : item;
}
