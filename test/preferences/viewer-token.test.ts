import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { type JWTPayload, SignJWT } from 'jose';
import { bearerToken, viewerOf } from '../../lambda/preferences/viewer-token.ts';

const SECRET = 'a secret of the site that has at least 32 bytes';
const FORMER = 'the secret before it, which is also long enough';
const NOW = Date.UTC(2026, 0, 1);
const SECONDS = NOW / 1000;

type Claims = { readonly [Name in keyof JWTPayload]: JWTPayload[Name] | undefined };

const signed = (claims: Claims, secret = SECRET, alg = 'HS256') =>
  new SignJWT({ sub: 'viewer-1', aud: 'prod', exp: SECONDS + 3600, ...claims } as JWTPayload)
    .setProtectedHeader({ alg })
    .sign(Buffer.from(secret));
const viewer = (token: string, secrets = [SECRET, FORMER]) => viewerOf(token, { audience: 'prod', secrets, now: NOW });

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const unsigned = (header: object) => `${part(header)}.${part({ sub: 'viewer-1', aud: 'prod', exp: SECONDS + 60 })}`;

describe('a token of the site', () => {
  test.each([
    ['signed with the present secret', SECRET],
    ['signed with the one before the rotation', FORMER],
  ])('%s names its viewer', async (_which, secret) => {
    expect(await viewer(await signed({}, secret))).toBe('viewer-1');
  });

  test('for several audiences is also for this one', async () => {
    expect(await viewer(await signed({ aud: ['elsewhere', 'prod'] }))).toBe('viewer-1');
  });

  test.each<[string, Claims]>([
    ['has expired', { exp: SECONDS - 1 }],
    ['has no end', { exp: undefined }],
    ['ends in more than a day', { exp: SECONDS + 25 * 3600 }],
    ['is not valid yet', { nbf: SECONDS + 60 }],
    ['is for another stage', { aud: 'dev' }],
    ['is for nobody', { aud: undefined }],
    ['names no viewer', { sub: undefined }],
    ['names an empty viewer', { sub: '' }],
    ['names a viewer at great length', { sub: 'x'.repeat(300) }],
  ])('that %s is refused', async (_why, claims) => {
    expect(await viewer(await signed(claims))).toBeUndefined();
  });

  test('of a foreign secret, and of another algorithm with the right one, is refused', async () => {
    expect(await viewer(await signed({}, 'a secret of somebody else, also long enough'))).toBeUndefined();
    expect(await viewer(await signed({}, `${SECRET}${SECRET}`, 'HS512'), [`${SECRET}${SECRET}`])).toBeUndefined();
  });

  test('that says it needs no signature is refused', async () => {
    for (const alg of ['none', 'None', '']) {
      const text = unsigned({ alg });
      const signature = createHmac('sha256', SECRET).update(text).digest('base64url');
      expect(await viewer(`${text}.`)).toBeUndefined();
      expect(await viewer(`${text}.${signature}`)).toBeUndefined();
    }
  });

  test('whose claims were changed after signing is refused', async () => {
    const [header, , signature] = (await signed({})).split('.');
    const claims = part({ sub: 'viewer-2', aud: 'prod', exp: SECONDS + 60 });
    expect(await viewer(`${header}.${claims}.${signature}`)).toBeUndefined();
  });

  test.each(['', 'x', 'a.b', 'a.b.c', '..', `${'a'.repeat(5000)}.b.c`])('that is none is refused: %#', async (text) => {
    expect(await viewer(text)).toBeUndefined();
  });
});

test.each([
  ['Bearer abc.def', 'abc.def'],
  ['bearer  abc', 'abc'],
  ['Basic abc', undefined],
  ['Bearer', undefined],
  ['Bearer a b', undefined],
  [undefined, undefined],
])('the token of the header %j is %j', (header, token) => {
  expect(bearerToken(header)).toBe(token);
});
