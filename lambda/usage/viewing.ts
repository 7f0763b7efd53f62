import { type ErrorKind, MOST_USAGE_SECONDS } from '../../contract/usage.ts';
import { errorKind } from './error-kind.ts';
import { isOfPlayback, LONGEST_START_MS, type PlayerRecord } from './player-record.ts';
import { type QualityClass, qualityOf, UNKNOWN_QUALITY } from './quality-class.ts';

/** What was watched, as far as it is told apart. */
export interface Watched extends QualityClass {
  /** Id of the source, as the player says. */
  readonly source: string | undefined;
  /** Host of the media, as the player says. */
  readonly host: string | undefined;
}

/** One number that a body adds, and to what. */
export type Contribution = Watched &
  (
    | { readonly kind: 'played' | 'stalled'; readonly ms: number }
    | { readonly kind: 'session' | 'change' | 'switch' }
    | { readonly kind: 'start'; readonly ms: number }
    | { readonly kind: 'error'; readonly error: ErrorKind }
  );

/** Players of one body. A page has one; more are invented. */
const MOST_PLAYERS = 4;

const STARTING = 's';
const PLAYING = 'p';
const STALLED = 'r';
const PRELOADING = 'd';
/** States that usually follow playing. */
const AFTER_PLAYING = [STALLED, 'a', 'e', 'k'];

/**
 * What the records of one body add. The time between two records belongs to the state and the source of the earlier
 * one, and is never more than the interval in which the player records by itself: a laptop that slept has not played.
 *
 * @param intervalMs between two records of a player that only plays
 */
export function contributionsOf(records: readonly PlayerRecord[], intervalMs: number): Contribution[] {
  const players = Map.groupBy(records.filter(isOfPlayback), ({ session }) => session);
  const found = [...players.values()].slice(0, MOST_PLAYERS).flatMap((its) =>
    ofPlayer(
      its.toSorted((one, other) => one.at - other.at),
      intervalMs,
    ),
  );
  return withinMost(found);
}

/** What one viewer can have watched since the post before: what goes beyond it is forged. */
function withinMost(found: readonly Contribution[]): Contribution[] {
  let left = MOST_USAGE_SECONDS * 1000;
  return found.flatMap((each) => {
    if (each.kind !== 'played' && each.kind !== 'stalled') return each;
    const ms = Math.min(each.ms, left);
    left -= ms;
    return ms > 0 ? { ...each, ms } : [];
  });
}

function ofPlayer(records: readonly PlayerRecord[], intervalMs: number): Contribution[] {
  const found: Contribution[] = [];
  const begin = beginOf(records);
  const gaps = gapsOf(records, intervalMs);
  // A player that has begun here has shown nothing so far: waiting is its start, and its first rate no switch.
  let hasPlayed = begin === undefined;
  let hasRate = begin === undefined;
  let state = isMute(records) ? PLAYING : stateBefore(records[0]!);
  let watched = watchedIn(records, 0);
  records.forEach((record, index) => {
    const ms = gaps[index]!;
    if (ms > 0 && state === PLAYING) found.push({ kind: 'played', ms, ...watched });
    if (ms > 0 && state === STALLED && hasPlayed) found.push({ kind: 'stalled', ms, ...watched });
    hasPlayed ||= state === PLAYING || record.state === PLAYING;
    state = record.state ?? state;
    const former = records[index - 1];
    const isOther = record.bitrate !== former?.bitrate || record.quality !== former?.quality;
    const { source } = watched;
    watched = watchedIn(records, index, watched);
    // At the first record of a body, its source is all that is known.
    const isChange = index === 0 ? record.event === 'c' : watched.source !== source;
    if (isChange) found.push({ kind: 'change', ...watched });
    if (begin?.isSession && record === begin.record) found.push({ kind: 'session', ...watched });
    if (record.startMs !== undefined) found.push({ kind: 'start', ms: record.startMs, ...watched });
    if (record.event === 'e') found.push({ kind: 'error', error: errorKind(record.errorCodes), ...watched });
    if (record.event === 'bc' && hasRate && isOther) found.push({ kind: 'switch', ...watched });
    hasRate ||= record.bitrate !== undefined || record.quality !== undefined || record.event === 'bc';
  });
  return [...found, ...impliedStart(records, begin)];
}

interface Begin {
  /** With which the player, or the viewing, begins. */
  readonly record: PlayerRecord;
  /** It is a viewing that begins, and not another source of one. */
  readonly isSession: boolean;
}

/**
 * Where a viewing begins in this body; undefined where it began before. Only a body with record 0 has a beginning, since
 * a viewer may wait for a press on play, or for another source, through several bodies: it is the first `s` there. A
 * player that has no such state (Shaka Player) begins with that record, where it plays and has not only preloaded.
 * Without numbers it begins with the change to `s`, unless the player says that it was there before.
 */
function beginOf(records: readonly PlayerRecord[]): Begin | undefined {
  const begun = (record: PlayerRecord): Begin => ({ record, isSession: !record.isContinued });
  const shown = isMute(records) ? records.find(({ startMs }) => startMs !== undefined) : undefined;
  if (shown) return begun(shown);
  const first = records.find(({ sequence }) => sequence === 0);
  const isNumbered = records.some(({ sequence }) => sequence !== undefined);
  if (first === undefined && (isNumbered || records[0]!.formerState !== undefined)) return undefined;
  const started = records.find(
    ({ state, event }) => state === STARTING && (event === 'ps' || (first !== undefined && event !== 't')),
  );
  if (started) return begun(started);
  if (first === undefined || first.state === PLAYING) return undefined;
  if (first.state === STARTING) return begun(first);
  const has = (wanted: string) => records.some(({ state }) => state === wanted);
  return { record: first, isSession: !first.isContinued && has(PLAYING) && !has(STARTING) && !has(PRELOADING) };
}

/**
 * Whether its player says no state at all, as the release builds of Shaka Player 5.2 do (their compiler renames the
 * key). Then it is taken to play from one record to the next, and the record with its start begins the viewing.
 */
const isMute = (records: readonly PlayerRecord[]): boolean =>
  records.every(({ state, formerState }) => state === undefined && formerState === undefined);

/** Milliseconds before each record. Before the first one, the body's median where the player does not say. */
function gapsOf(records: readonly PlayerRecord[], intervalMs: number): number[] {
  const bounded = (ms: number) => Math.min(Math.max(0, Math.round(ms)), intervalMs);
  const between = records.slice(1).map(({ at }, index) => bounded(at - records[index]!.at));
  const { gapMs, formerState, event, state, starvedMs, sequence } = records[0]!;
  if (gapMs !== undefined) return [bounded(gapMs), ...between];
  // Before its first record a player was not there.
  if (sequence === 0) return [0, ...between];
  const endsStall = event === 'ps' && state === PLAYING && formerState === undefined && starvedMs !== undefined;
  if (endsStall) return [bounded(starvedMs), ...between];
  // A body of one record: a record by the clock comes an interval after the one before.
  const alone = event === 't' ? intervalMs : 0;
  return [between.length === 0 ? alone : bounded(median(between)), ...between];
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The state in which the first record found the player: a change of state was another one before. */
function stateBefore({ event, state, formerState, starvedMs }: PlayerRecord): string | undefined {
  if (formerState !== undefined) return formerState;
  if (event !== 'ps') return state;
  if (state === PLAYING) return starvedMs === undefined ? undefined : STALLED;
  return AFTER_PLAYING.includes(state ?? '') ? PLAYING : undefined;
}

/** What is watched from a record on. What it does not say is as before; before the first it is as with the next. */
function watchedIn(records: readonly PlayerRecord[], index: number, former?: Watched): Watched {
  const record = records[index]!;
  const later = former === undefined ? records : [];
  const source = record.source ?? former?.source ?? later.find((each) => each.source !== undefined)?.source;
  const host = record.host ?? former?.host ?? later.find((each) => each.host !== undefined)?.host;
  const known = former?.quality === 'unknown' ? undefined : former;
  const ahead = () => records.slice(index).flatMap((each) => qualityOf(each) ?? [])[0];
  const { quality, isEstimated } = qualityOf(record) ?? known ?? ahead() ?? UNKNOWN_QUALITY;
  return { source, host, quality, isEstimated };
}

/** The start of a player that measures none (hls.js): from its `s` to its first picture, where both are here. */
function impliedStart(records: readonly PlayerRecord[], begin: Begin | undefined): Contribution[] {
  if (!begin?.isSession || begin.record.state !== STARTING) return [];
  if (records.some(({ startMs }) => startMs !== undefined)) return [];
  const index = records.findIndex(({ at, state }) => at >= begin.record.at && state === PLAYING);
  const ms = (records[index]?.at ?? Number.NaN) - begin.record.at;
  return ms <= LONGEST_START_MS ? [{ kind: 'start', ms, ...watchedIn(records, index) }] : [];
}
