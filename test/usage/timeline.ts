import { USAGE_KEYS } from '../../contract/usage.ts';
import { record, text } from './player.ts';

/** A stretch of a viewing: a state, how long it lasts, and what is on the screen. */
export interface Stretch {
  readonly state: 'p' | 'r' | 'a' | 'k';
  readonly ms: number;
  readonly quality: '1080p' | '720p' | '360p';
  readonly source: 'main' | 'spare';
}

type Fields = Record<string, string | number | boolean>;

/** What a viewer really got, added up without any record. */
export function truthOf(stretches: readonly Stretch[]): Map<string, { played: number; stalled: number }> {
  const found = new Map<string, { played: number; stalled: number }>();
  for (const { state, ms, quality, source } of stretches) {
    const name = `${source} ${quality}`;
    const sums = found.get(name) ?? { played: 0, stalled: 0 };
    if (state === 'p') sums.played += ms;
    if (state === 'r') sums.stalled += ms;
    if (sums.played + sums.stalled > 0) found.set(name, sums);
  }
  return found;
}

/**
 * The records of a viewing that began before: one at each change and one each interval, cut into bodies. The first of
 * each body says how long ago the last of the one before was, and in which state the player was since.
 *
 * @param sizes numbers of records of the bodies, in turn
 */
export function bodiesOf(stretches: readonly Stretch[], intervalMs: number, sizes: readonly number[]): string[] {
  const records: { at: number; fields: Fields }[] = [];
  let at = 1_795_700_000_000;
  let next = at + intervalMs;
  for (const [index, { state, ms, quality, source }] of stretches.entries()) {
    const fields = { sta: state, cid: text(source), [USAGE_KEYS.quality]: text(quality), sid: text('s') };
    records.push({ at, fields: { ...fields, e: index > 0 && stretches[index - 1]!.state === state ? 'c' : 'ps' } });
    for (; next < at + ms; next += intervalMs) records.push({ at: next, fields: { ...fields, e: 't' } });
    at += ms;
  }
  records.push({ at, fields: { e: 'ps', sta: 'a', sid: text('s') } });
  const bodies: string[] = [];
  let former: (typeof records)[number] | undefined;
  for (let begin = 0, turn = 0; begin < records.length; turn += 1) {
    const size = sizes[turn % sizes.length]!;
    const own = records.slice(begin, begin + size);
    const lines = own.map(({ at: ts, fields }, index) => {
      const since: Fields = former
        ? { [USAGE_KEYS.gap]: ts - former.at, [USAGE_KEYS.formerState]: former.fields.sta! }
        : { [USAGE_KEYS.gap]: 0 };
      return record({ ...fields, ts, sn: begin + index + 1, ...(index === 0 && since) });
    });
    bodies.push(`${lines.join('\n')}\n`);
    former = own.at(-1);
    begin += size;
  }
  return bodies;
}
