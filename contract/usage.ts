import { QUALITIES } from './vocabulary.ts';

/*
 * What players report and operators read: bounds, custom keys, and the form of a row. Free of Zod, since the function
 * and the SDK load it.
 *
 * A body of `POST /api/stream/cmcd` is CMCD version 2 in event mode (CTA-5004-B): a record a line, a trailing line feed
 * or none. What is read of a record: `e`, `ts`, `sta`, `sn`, `sid`, `cid`, `br`, `h`, `msd`, `bsd`, `ec`, `USAGE_KEYS`.
 * `cid` is the id of the source. The time between two records of a body belongs to the state of the earlier one.
 */

/** UTF-8 bytes of one body. More is a 413. */
export const MAX_USAGE_BYTES = 32 * 1024;
/** Records of one body. More is a 413. */
export const MAX_USAGE_RECORDS = 100;
/** Seconds played and stalled that one body adds. A player posts more often; whoever forges posts gains no more. */
export const MOST_USAGE_SECONDS = 30 * 60;
/** Seconds between two time interval records, where a post does not say. Its `interval` is at most 300. */
export const DEFAULT_INTERVAL_SECONDS = 30;

/** Custom keys. CTA-5004-B wants custom keys to carry a hyphenated prefix of their owner's domain. */
export const USAGE_KEYS = {
  /** Text: the class of the quality that is on the screen, one of `QUALITIES` but `auto`. Without it: from `br`. */
  quality: 'com.streamapi-q',
  /**
   * Milliseconds from the last record of the body before to this one, on the first record of a body. Without it the
   * median distance of the body counts.
   */
  gap: 'com.streamapi-g',
  /** Token: the state (`sta`) during that gap. Without it: the one that the first record implies. */
  formerState: 'com.streamapi-l',
  /** True: the record belongs to a viewing that began before, with another source or player. Its `s` begins none. */
  continued: 'com.streamapi-c',
} as const;

/** The classes of rows by quality; `unknown` where neither a class nor a bit rate is known. */
export const USAGE_QUALITIES = [...QUALITIES.filter((quality) => quality !== 'auto'), 'unknown'] as const;
export type UsageQuality = (typeof USAGE_QUALITIES)[number];

/** The key of the row of everything that may not be told apart: forged, unknown, or seen by too few. */
export const OTHER = 'other';
/** A title, or a source, with fewer sessions in a day (UTC) is not told apart. */
export const LEAST_SESSIONS = 5;
/** Days that are kept. */
export const USAGE_DAYS = 90;

/** What fails in a player. */
export const ERROR_KINDS = ['network', 'media', 'drm', 'other'] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

/** By what rows can be asked for. */
export const USAGE_DIMENSIONS = ['quality', 'cdn', 'title', 'source', 'hour'] as const;
export type UsageDimension = (typeof USAGE_DIMENSIONS)[number];

/**
 * One row. `key` is a class, the name of a CDN, a title (`movie:550`, `tv:1396:1:1`), the id of a source, an hour
 * (`2026-11-26T19:00:00Z`), `other` or `unknown`.
 */
export interface UsageRow {
  readonly key: string;
  readonly sessions: number;
  readonly playedSeconds: number;
  readonly stalledSeconds: number;
  /** Time to the first picture; null where no start was measured. */
  readonly startupMsP50: number | null;
  readonly startupMsP95: number | null;
  readonly switches: number;
  readonly errors: number;
  /** `errors` by kind, where there are any. */
  readonly errorKinds?: Readonly<Partial<Record<ErrorKind, number>>>;
  /** Of `playedSeconds`, those whose class was estimated from a bit rate. Only by quality, and where there are any. */
  readonly estimatedSeconds?: number;
  /** Only by source: the title that has it. An id is unique within its title. */
  readonly title?: string;
}
