import { describe, expect, test } from '@jest/globals';
import { cdns } from '../../../contract/settings/cdns.ts';

const SIGN = { type: 'path-hmac', secret: 'media-key', ttlSeconds: 300 };
const MAIN = {
  name: 'main',
  match: 'https://origin.example.com/media/',
  base: 'https://cdn.example.com/',
  sign: SIGN,
  scope: 2,
};
const parse = (...all: object[]) => cdns.safeParse(all);
const complaint = (...all: object[]) => {
  const { error } = parse(...all);
  return error && `${error.issues[0]!.path.join('.')} ${error.issues[0]!.message}`;
};

describe('the settings of CDNs', () => {
  test('a link lives for four hours unless it is said', () => {
    const { ttlSeconds: _, ...sign } = SIGN;
    expect(parse({ ...MAIN, sign }).data?.[0]?.sign?.ttlSeconds).toBe(14_400);
  });

  test.each([
    ['as the documents have it', [MAIN]],
    ['without a signature', [{ name: 'plain', match: MAIN.match, base: MAIN.base }]],
    ['of CloudFront', [{ ...MAIN, sign: { ...SIGN, type: 'cloudfront', keyId: 'K2JCJMDEHXQW5F' } }]],
    ['on this machine', [{ ...MAIN, match: 'http://localhost:3000/media/', base: 'http://localhost:3000/' }]],
    ['two with one match', [MAIN, { ...MAIN, name: 'second', base: 'https://second.example.com/' }]],
  ])('are accepted %s', (_, all) => {
    expect(complaint(...all)).toBeUndefined();
  });

  test.each([
    ['a scope of nothing', { ...MAIN, scope: 0 }, /scope/],
    ['no scope', { ...MAIN, scope: undefined }, /scope must be set/],
    ['a life under five minutes', { ...MAIN, sign: { ...SIGN, ttlSeconds: 299 } }, /ttlSeconds/],
    ['an unknown signature', { ...MAIN, sign: { ...SIGN, type: 'akamai' } }, /sign.type/],
    ['CloudFront without a key id', { ...MAIN, sign: { ...SIGN, type: 'cloudfront' } }, /keyId must be set/],
    ['a key id of another', { ...MAIN, sign: { ...SIGN, keyId: 'K2JCJMDEHXQW5F' } }, /keyId belongs/],
    ['a match without its slash', { ...MAIN, match: 'https://origin.example.com/media' }, /match must be/],
    ['a match with a query', { ...MAIN, match: 'https://origin.example.com/media/?a=/' }, /match must be/],
    ['a base without its slash', { ...MAIN, base: 'https://cdn.example.com/a' }, /base must be/],
    ['a base in the clear', { ...MAIN, base: 'http://cdn.example.com/' }, /base must begin with https/],
    ['credentials', { ...MAIN, base: 'https://a:b@cdn.example.com/' }, /base must be/],
    ['an unknown field', { ...MAIN, scopes: 2 }, /scopes/],
  ])('%s is refused', (_, wrong, message) => {
    expect(complaint(wrong)).toMatch(message);
  });

  test('two of one name, and two that are one, are refused', () => {
    expect(complaint(MAIN, { ...MAIN, base: 'https://b.example.com/' })).toMatch(/"main" is there twice/);
    expect(complaint(MAIN, { ...MAIN, name: 'b' })).toMatch(/1.base is that of "main"/);
    // A token of the one would open the other.
    const other = { ...MAIN, name: 'b', match: 'https://other.example.com/media/' };
    expect(complaint(MAIN, other)).toMatch(/1.base is that of "main"/);
    expect(cdns.safeParse([]).success).toBe(false);
  });
});
