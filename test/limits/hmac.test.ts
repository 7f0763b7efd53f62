import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Hmac } from '../../lambda/limits/hmac.ts';

const nodes = (key: Uint8Array, text: string) => createHmac('sha256', key).update(text).digest('base64url');

test('is HMAC-SHA-256: test case 2 of RFC 4231', () => {
  const digest = new Hmac(Buffer.from('Jefe')).digest('what do ya want for nothing?');
  expect(Buffer.from(digest, 'base64url').toString('hex')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});

test("agrees with Node's own for every key and text, long and short in turns", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 64 }),
      fc.array(fc.string({ unit: 'binary-ascii', maxLength: 300 })),
      (key, texts) => {
        const hmac = new Hmac(key);
        for (const text of texts) expect(hmac.digest(text)).toBe(nodes(key, text));
      },
    ),
    { numRuns: 300 },
  );
});

test('refuses a key that RFC 2104 would hash first', () => {
  expect(() => new Hmac(new Uint8Array(65))).toThrow(RangeError);
});
