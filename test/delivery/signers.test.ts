import { createVerify, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { CdnSettings } from '../../contract/settings/cdns.ts';
import { bunnyToken } from '../../lambda/delivery/signers/bunny.ts';
import { TitleLinks } from '../../lambda/delivery/title-links.ts';
import { linkExpiry } from '../../lambda/stream/links/link-expiry.ts';
import { stableAddress } from '../../lambda/stream/links/stable-address.ts';
import { edgeFunction } from '../../local/media/edge-function.ts';
import { EXPIRY, folderToken, fuzzedPaths, SECRET } from './fuzzed-paths.ts';

const NOW = (EXPIRY - 300) * 1000;
const ORIGIN = 'https://origin.example.com/media/';

type Sign = NonNullable<CdnSettings['sign']>;
const cdn = (sign: Partial<Sign>, more: Partial<CdnSettings> = {}): CdnSettings => ({
  name: 'main',
  match: ORIGIN,
  base: 'https://cdn.example.com/',
  scope: 2,
  sign: { type: 'path-hmac', secret: 'media-key', ttlSeconds: 300, ...sign },
  ...more,
});
const linksOf = (settings: CdnSettings, secret = SECRET, id = 'K123456789') =>
  new TitleLinks({ cdns: [settings], keys: new Map([['main', { id, secret }]]), signedAt: EXPIRY - 300 });
const link = (settings: CdnSettings, path: string, kind: 'manifest' | 'file' | 'side' = 'manifest', secret?: string) =>
  linksOf(settings, secret).link(ORIGIN + path, settings, kind)?.url;

const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = ({ privateKey }: typeof RSA) => privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const cloudFront = (more: Partial<CdnSettings> = {}) => cdn({ type: 'cloudfront', keyId: 'K123456789' }, more);

describe('every signer', () => {
  test.each([
    ['path-hmac', cdn({}), SECRET],
    ['bunny', cdn({ type: 'bunny' }), SECRET],
    ['cloudfront, a folder, RSA', cloudFront(), pem(RSA)],
    ['cloudfront, a folder, ECDSA', cloudFront(), pem(EC as never)],
    ['cloudfront, a file', cloudFront({ scope: undefined as never }), pem(RSA)],
  ])('%s writes links that the reader knows, by their expiry and without their signature', (_, settings, secret) => {
    const signed = link(settings, 'movies/550/film.mp4', 'file', secret)!;
    expect(linkExpiry(signed, NOW)).toEqual({ signed: true, expiresAt: EXPIRY * 1000 });
    const plain = `${settings.base}movies/550/film.mp4`;
    expect(stableAddress(new URL(signed), NOW)).toBe(stableAddress(new URL(plain), NOW));
  });
});

describe('path-hmac', () => {
  test('is base, t/{expiry}.{N}.{hmac}/ and the path', () => {
    const token = folderToken('movies/550');
    expect(link(cdn({}), 'movies/550/hls/master.m3u8')).toBe(
      `https://cdn.example.com/t/${token}/movies/550/hls/master.m3u8`,
    );
  });

  test('links of the paths that it signs pass the verifier, and others are not linked', async () => {
    const verify = edgeFunction(() => JSON.stringify([{ id: 'a', secret: SECRET }]));
    let linked = 0;
    for (const path of fuzzedPaths(2000, 7)) {
      // What the URL Standard makes of it, as a player does too.
      const url = link(cdn({}), path, 'file');
      if (url === undefined) continue;
      linked += 1;
      const verified = await verify({ method: 'GET', uri: new URL(url).pathname });
      expect([path, 'uri' in verified && ORIGIN + verified.uri.slice(1)]).toEqual([path, new URL(ORIGIN + path).href]);
    }
    expect(linked).toBeGreaterThan(500);
  });

  test('the same title has one token, a poster outside its folder one for itself, a folder above none', () => {
    const links = linksOf(cdn({}));
    const tokenOf = (path: string, kind: 'manifest' | 'file' | 'side') =>
      links.link(ORIGIN + path, cdn({}), kind)?.url.split('/')[4];
    const title = tokenOf('movies/550/hls/master.m3u8', 'manifest');
    expect(tokenOf('movies/550/en.vtt', 'side')).toBe(title);
    expect(tokenOf('movies/550/film.mp4', 'file')).toBe(title);
    const poster = tokenOf('posters/all/550.jpg', 'side')!;
    expect(poster.split('.')[1]).toBe('3');
    expect(tokenOf('posters/all/551.jpg', 'side')).not.toBe(poster);
    expect(tokenOf('films/550.mp4', 'file')?.split('.')[1]).toBe('2');
    expect(tokenOf('movies/550.m3u8', 'manifest')).toBeUndefined();
    expect(tokenOf('master.m3u8', 'manifest')).toBeUndefined();
  });

  test('a query of the origin, signed or not, does not leave', () => {
    expect(link(cdn({}), 'movies/550/a.mp4?X-Amz-Signature=abc&X-Amz-Date=1#t=1', 'file')).not.toMatch(/[?#]/);
  });
});

describe('bunny', () => {
  /** Of the vectors that bunny.net publishes with its signers (BunnyCDN.TokenAuthentication): "path_only". */
  test('signs as the published vector', () => {
    expect(bunnyToken('SecurityKey', '/abc', 1_598_024_587)).toBe('HS256-uVZvT3SbEoVKYJyDJgbcsDmSFf73cv-uNUVaJiKWpbQ');
  });

  test('puts a directory token before the whole path of its pull zone', () => {
    const settings = cdn({ type: 'bunny' }, { base: 'https://zone.b-cdn.net/vod/' });
    const token = bunnyToken(SECRET, '/vod/movies/550/', EXPIRY);
    expect(link(settings, 'movies/550/hls/master.m3u8')).toBe(
      `https://zone.b-cdn.net/bcdn_token=${token}&token_path=%2Fvod%2Fmovies%2F550%2F&expires=${EXPIRY}` +
        '/vod/movies/550/hls/master.m3u8',
    );
  });
});

describe('bunny, escapes', () => {
  test.each(['my movies/550/a.m3u8', 'movies/é/a.m3u8'])('leaves out a folder with escapes: %s', (path) => {
    expect(link(cdn({ type: 'bunny' }), path)).toBeUndefined();
  });

  test('signs a folder whose files have them', () => {
    expect(link(cdn({ type: 'bunny' }), 'movies/550/a b.m3u8')).toMatch(/\/movies\/550\/a%20b\.m3u8$/);
  });
});

describe('cloudfront', () => {
  const decoded = (text: string) =>
    Buffer.from(
      text.replace(/[-_~]/g, (c) => ({ '-': '+', _: '=', '~': '/' })[c]!),
      'base64',
    );

  test.each([
    ['RSA', RSA],
    ['ECDSA P-256', EC as unknown as typeof RSA],
  ])('%s: a canned policy for a file and a custom one for a folder verify with the public key', (_, pair) => {
    const file = new URL(link(cloudFront({ scope: undefined as never }), 'movies/550/a b.mp4', 'file', pem(pair))!);
    const canned = `{"Statement":[{"Resource":"${file.origin}${file.pathname}","Condition":{"DateLessThan":{"AWS:EpochTime":${EXPIRY}}}}]}`;
    const { searchParams } = file;
    const verifies = (policy: string, signature: string) =>
      createVerify('sha1').update(policy).verify(pair.publicKey, decoded(signature));
    expect(searchParams.get('Expires')).toBe(String(EXPIRY));
    expect(searchParams.get('Key-Pair-Id')).toBe('K123456789');
    expect(verifies(canned, searchParams.get('Signature')!)).toBe(true);

    const folder = new URL(link(cloudFront(), 'movies/550/film.mp4', 'file', pem(pair))!);
    const policy = decoded(folder.searchParams.get('Policy')!).toString();
    expect(JSON.parse(policy)).toEqual({
      Statement: [
        {
          Resource: 'https://cdn.example.com/movies/550/*',
          Condition: { DateLessThan: { 'AWS:EpochTime': EXPIRY } },
        },
      ],
    });
    expect(verifies(policy, folder.searchParams.get('Signature')!)).toBe(true);
  });

  test('signs a file alone where its folder would open others, too', () => {
    const signed = new URL(link(cloudFront(), 'movies/5*/film.mp4', 'file', pem(RSA))!);
    expect([signed.searchParams.has('Policy'), signed.searchParams.get('Expires')]).toEqual([false, String(EXPIRY)]);
  });

  test('signs no manifest, whose files would not inherit the query', () => {
    expect(link(cloudFront(), 'movies/550/master.m3u8', 'manifest', pem(RSA))).toBeUndefined();
  });
});
