import { expect, test } from '@jest/globals';
import { startsFast } from '../../lambda/probes/fast-start.ts';

/** A header with a size in 64 bits (ISO/IEC 14496-12, 4.2). */
function wide(type: string, size: number): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32BE(1);
  header.write(type, 4, 'latin1');
  header.writeBigUInt64BE(BigInt(size), 8);
  return header;
}

const moov = Buffer.concat([Buffer.from([0, 0, 0, 8]), Buffer.from('moov')]);

test.each([0, 1, 8, 15])('a 64-bit size of %d, less than its own header, says nothing of the file', (size) => {
  expect(startsFast(Buffer.concat([wide('ftyp', size), moov]))).toBeUndefined();
});

test('a box with a 64-bit size is passed over', () => {
  expect(startsFast(Buffer.concat([wide('free', 16), moov]))).toBe(true);
});
