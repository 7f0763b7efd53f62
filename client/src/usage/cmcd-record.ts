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
  /** Of this viewing; a random number that is kept nowhere. */
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
  /** The quality class of the picture: `720p`. */
  readonly 'com.streamapi-q'?: string | undefined;
}

const TOKENS = new Set(['e', 'sta', 'sf']);
const LISTS = new Set(['br', 'ec']);

/** A record as a structured field (RFC 9651, "Dictionaries"), its keys in order. */
export function textOf(record: CmcdRecord): string {
  return Object.entries({ ...record, v: 2 })
    .filter(([, value]) => value !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => `${key}=${valueOf(key, value!)}`)
    .join(',');
}

function valueOf(key: string, value: string | number): string {
  if (TOKENS.has(key)) return String(value);
  const item = typeof value === 'number' ? String(Math.round(value)) : quoted(value);
  return LISTS.has(key) ? `(${item})` : item;
}

/** A string of a structured field holds printable ASCII. */
export const quoted = (text: string): string => `"${text.replace(/[^ -~]/g, '').replace(/["\\]/g, '\\$&')}"`;

/** `crypto.randomUUID` is for secure contexts only, and a page in development may be none. */
export function newSessionId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
