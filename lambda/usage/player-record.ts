import { decodeCmcd } from '@svta/cml-cmcd';
import { SOURCE_ID } from '../../contract/bounds.ts';
import { MAX_USAGE_RECORDS, USAGE_KEYS } from '../../contract/usage.ts';

/** Characters of a text or token that is read. The longest is an id of a source. */
const MAX_TEXT = 253;
/** Milliseconds: a start that took longer was no start that somebody waited for. */
export const LONGEST_START_MS = 120_000;

/** What is read of one record of a player. Everything else of it, addresses of media included, is dropped at once. */
export interface PlayerRecord {
  /** `e`: why it was recorded, such as `t`, `ps`, `bc` or `e`. */
  readonly event: string | undefined;
  /** `ts`: milliseconds since 1970, by the player's clock. */
  readonly at: number;
  /** `sta`: `s` starting, `p` playing, `r` rebuffering, `a` paused … */
  readonly state: string | undefined;
  /** `sn`: 0 for the first of a player. */
  readonly sequence: number | undefined;
  /** `sid`: tells the players of one body apart, and goes no further. */
  readonly session: string;
  /** `cid`: the id of the source. */
  readonly source: string | undefined;
  /** `br`: bits per second of what is played; of several the largest. */
  readonly bitrate: number | undefined;
  /** `h` */
  readonly host: string | undefined;
  /** `msd`: milliseconds from the wish to watch to the first picture. */
  readonly startMs: number | undefined;
  /** `bsd`: milliseconds of the stall that ended with this record. */
  readonly starvedMs: number | undefined;
  /** `ec` */
  readonly errorCodes: readonly string[];
  /** Custom keys, see `USAGE_KEYS`. */
  readonly quality: string | undefined;
  readonly gapMs: number | undefined;
  readonly formerState: string | undefined;
  readonly isContinued: boolean;
}

/** Records of reactions to responses: their moments lie before those of the records around them. */
const RESPONSE = 'rr';

/**
 * The records of a body, a record a line. A line that cannot be read is none; validating them all would refuse the
 * bodies of players, which end in a line feed.
 *
 * @returns 'too-many' for more than `MAX_USAGE_RECORDS` lines
 */
export function recordsOf(body: string): readonly PlayerRecord[] | 'too-many' {
  const lines = body.split('\n').filter((line) => line.trim() !== '');
  if (lines.length > MAX_USAGE_RECORDS) return 'too-many';
  return lines.flatMap((line) => recordOf(line.trim()) ?? []);
}

function recordOf(line: string): PlayerRecord | undefined {
  let read: Record<string, unknown>;
  try {
    read = decodeCmcd(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const at = numberOf(read.ts);
  if (at === undefined || at > Number.MAX_SAFE_INTEGER) return undefined;
  const source = textOf(read.cid);
  const startMs = numberOf(read.msd);
  return {
    event: textOf(read.e),
    at,
    state: textOf(read.sta),
    sequence: numberOf(read.sn),
    session: textOf(read.sid) ?? '',
    source: source !== undefined && SOURCE_ID.test(source) ? source : undefined,
    bitrate: bitrateOf(read.br),
    host: textOf(read.h)?.toLowerCase(),
    startMs: startMs !== undefined && startMs <= LONGEST_START_MS ? startMs : undefined,
    starvedMs: numberOf(read.bsd),
    errorCodes: listOf(read.ec).flatMap((each) => textOf(each) ?? numberOf(each)?.toString() ?? []),
    quality: textOf(read[USAGE_KEYS.quality]),
    gapMs: numberOf(read[USAGE_KEYS.gap]),
    formerState: textOf(read[USAGE_KEYS.formerState]),
    isContinued: plain(read[USAGE_KEYS.continued]) === true,
  };
}

/** Whether it says something of the time at which it was recorded. */
export const isOfPlayback = ({ event }: PlayerRecord): boolean => event !== RESPONSE;

/** An item of a structured field may have parameters (RFC 9651, section 3.3), which nothing is read of. */
const plain = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'value' in value ? value.value : value;

const listOf = (value: unknown): unknown[] => {
  const found = plain(value);
  return (Array.isArray(found) ? found : [found]).map(plain);
};

/** A number that is not negative; the first of a list. */
function numberOf(value: unknown): number | undefined {
  const [found] = listOf(value);
  return typeof found === 'number' && Number.isFinite(found) && found >= 0 ? found : undefined;
}

/** A text, or a token; the first of a list. */
function textOf(value: unknown): string | undefined {
  const [found] = listOf(value);
  if (typeof found === 'symbol') return found.description;
  return typeof found === 'string' && found.length <= MAX_TEXT ? found : undefined;
}

/** `br` is in kbit/s, and a list where a player loads audio and video by themselves. */
function bitrateOf(value: unknown): number | undefined {
  const rates = listOf(value).filter((rate): rate is number => typeof rate === 'number' && rate > 0);
  return rates.length === 0 ? undefined : Math.max(...rates) * 1000;
}
