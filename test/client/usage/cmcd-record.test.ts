import { expect, test } from '@jest/globals';
import { decodeCmcd, validateCmcdEvents } from '@svta/cml-cmcd';
import fc from 'fast-check';
import { type CmcdRecord, textOf } from '../../../client/src/usage/cmcd-record.ts';
import { errorCodeOf } from '../../../client/src/usage/error-code.ts';
import { recordsOf } from '../../../lambda/usage/player-record.ts';

const RECORD: CmcdRecord = {
  e: 'ps',
  ts: 1_795_700_000_000,
  sid: '0123456789abcdef',
  sn: 1,
  sta: 'p',
  cid: 'h3Xq0pYc1ZbM',
  sf: 'h',
  h: 'media.example.com:8080',
  br: 2499.6,
  msd: 640,
  'com.streamapi-q': '720p',
};

test('a record is one of CMCD version 2 in event mode, as its library reads and validates it', () => {
  const text = textOf(RECORD);
  expect(validateCmcdEvents(text).issues).toEqual([]);
  expect(decodeCmcd(text)).toMatchObject({ br: [2500], cid: 'h3Xq0pYc1ZbM', msd: 640, sn: 1, v: 2 });
  expect(textOf({ ...RECORD, br: undefined, msd: undefined, h: undefined })).not.toMatch(/br=|msd=|,h=/);
});

test('whatever a provider calls its sources and hosts, the collector reads the record', () => {
  const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
  fc.assert(
    fc.property(id, fc.string({ maxLength: 60, unit: 'binary' }), fc.nat(60_000), (cid, h, msd) => {
      const read = recordsOf(textOf({ ...RECORD, cid, h, msd }));
      expect(read).toHaveLength(1);
      expect(read[0]).toMatchObject({ source: cid, startMs: msd, state: 'p', event: 'ps', quality: '720p' });
    }),
  );
});

test('a reason in words becomes the code of its kind, without an address', () => {
  expect(
    ['HTTP 404', 'no answer in time', 'its DRM licence was not granted', 'cannot be decoded'].map(errorCodeOf),
  ).toEqual(['404', 'timeout', 'drm', 'media']);
});
