import { expect, test } from '@jest/globals';
import { recordsOf } from '../../lambda/usage/player-record.ts';
import { type Contribution, contributionsOf } from '../../lambda/usage/viewing.ts';
import { body, text } from './player.ts';

const T0 = 1_795_700_000_000;

const read = (content: string): Contribution[] => {
  const records = recordsOf(content);
  if (records === 'too-many') throw new Error('Too many records');
  return contributionsOf(records, 30_000);
};
const counted = (found: readonly Contribution[]) => ({
  played: found.reduce((sum, each) => sum + (each.kind === 'played' ? each.ms : 0), 0),
  stalled: found.reduce((sum, each) => sum + (each.kind === 'stalled' ? each.ms : 0), 0),
  sessions: found.filter(({ kind }) => kind === 'session').length,
  switches: found.filter(({ kind }) => kind === 'switch').length,
  starts: found.flatMap((each) => (each.kind === 'start' ? [each.ms] : [])),
});

test('a player that says no state at all has played from record to record', () => {
  // As the release build of Shaka Player 5.2 reports.
  const shaka = body(
    { e: 't', ts: T0, sn: 0 },
    { e: 'bc', ts: T0 + 250, sn: 1, br: 886 },
    { e: 'bc', ts: T0 + 340, sn: 2, br: 5536, msd: 269 },
    { e: 't', ts: T0 + 10_000, sn: 3, br: 5536 },
    { e: 'bc', ts: T0 + 15_000, sn: 4, br: 886 },
    { e: 't', ts: T0 + 20_000, sn: 5, br: 886 },
  );
  expect(counted(read(shaka))).toMatchObject({ played: 20_000, stalled: 0, sessions: 1, starts: [269] });
  const later = body({ e: 't', ts: T0 + 30_000, sn: 6, br: 886 }, { e: 't', ts: T0 + 40_000, sn: 7, br: 886 });
  expect(counted(read(later))).toEqual({ played: 20_000, stalled: 0, sessions: 0, switches: 0, starts: [] });
});

test('another class is a switch where the player knows no bit rate', () => {
  const quality = (name: string) => ({ 'com.streamapi-q': text(name) });
  const file = body(
    { e: 'ps', sta: 's', ts: T0, sn: 0, 'com.streamapi-g': 0 },
    { e: 'ps', sta: 'p', ts: T0 + 400, sn: 1, msd: 400, ...quality('720p') },
    { e: 'bc', sta: 'p', ts: T0 + 9_400, sn: 2, ...quality('360p') },
    { e: 'bc', sta: 'p', ts: T0 + 9_500, sn: 3, ...quality('360p') },
    { e: 't', sta: 'p', ts: T0 + 12_400, sn: 4, ...quality('360p') },
  );
  expect(counted(read(file))).toMatchObject({ played: 12_000, sessions: 1, switches: 1, starts: [400] });
});
