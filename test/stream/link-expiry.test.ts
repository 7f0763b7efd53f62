import { Buffer } from 'node:buffer';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { linkExpiry } from '../../lambda/stream/link-expiry.ts';

const now = Date.UTC(2026, 0, 31, 12);
const end = now + 2 * 3_600_000;
const seconds = end / 1000;
const cdn = 'https://cdn.example.com';
const sha256 = '42b4464b2bb90639a2c3bd444501bb7f8e9c2437bebd4cfdaec5664c3aeb8a11';
const base64Signature = 'nitfHRCrtziwO2HwPfWw~yYDhUF5EwRunQA-j19DzZrvDh6hQ73lDx~-ar3UocvvRQVw6EkC';

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (payload: object) => `${base64url({ alg: 'RS256', kid: 'k1' })}.${base64url(payload)}.c2lnbmF0dXJl`;
const cloudFrontPolicy = (epochTime: unknown) =>
  Buffer.from(
    JSON.stringify({
      // The tilde and question marks make base64 that needs CloudFront's own alphabet.
      Statement: [
        { Resource: 'https://cdn.example.com/~???>>>*', Condition: { DateLessThan: { 'AWS:EpochTime': epochTime } } },
      ],
    }),
  )
    .toString('base64')
    .replaceAll('+', '-')
    .replaceAll('=', '_')
    .replaceAll('/', '~');

const s3V4 =
  '/film.mp4?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20260131%2Feu-west-1%2Fs3%2Faws4_request';

describe('when a signed link dies', () => {
  test.each([
    [
      'S3 Signature Version 4',
      `${s3V4}&X-Amz-Date=20260131T120000Z&X-Amz-Expires=7200&X-Amz-SignedHeaders=host&X-Amz-Signature=${sha256}`,
    ],
    [
      'S3 Signature Version 2',
      `/film.mp4?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=vjbyPxybdZaNmGa%2ByT272YEAiv4%3D&Expires=${seconds}`,
    ],
    [
      'CloudFront, canned policy',
      `/film.mp4?Expires=${seconds}&Signature=${base64Signature}&Key-Pair-Id=K2JCJMDEHXQW5F`,
    ],
    [
      'CloudFront, custom policy',
      `/film.mp4?Policy=${cloudFrontPolicy(seconds)}&Signature=${base64Signature}&Key-Pair-Id=K2JCJMDEHXQW5F`,
    ],
    [
      'Google V4',
      `/b/film.mp4?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential=a%40b.iam.gserviceaccount.com%2F20260131%2Fauto%2Fstorage%2Fgoog4_request&X-Goog-Date=20260131T120000Z&X-Goog-Expires=7200&X-Goog-SignedHeaders=host&X-Goog-Signature=${sha256}`,
    ],
    ['Google V2', `/b/film.mp4?GoogleAccessId=a%40b.iam.gserviceaccount.com&Expires=${seconds}&Signature=${sha256}`],
    [
      'Google Media CDN, in the path',
      `/edge-cache-token=Expires=${seconds}&KeyName=k&Signature=tQyWx1DJr5wVgAY0R2dqZ9k2Elg/hls/master.m3u8`,
    ],
    [
      'Alibaba Cloud OSS V4',
      `/film.mp4?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-date=20260131T120000Z&x-oss-expires=7200&x-oss-signature=${sha256}`,
    ],
    [
      'a link that a proxy is given',
      `/proxy?url=${encodeURIComponent(`https://b.s3.amazonaws.com/a.m3u8?X-Amz-Date=20260131T120000Z&X-Amz-Expires=7200&X-Amz-Signature=${sha256}`)}`,
    ],
    ['Cloud CDN', `/film.mp4?Expires=${seconds}&KeyName=key-1&Signature=tQyWx1DJr5wVgAY0R2dqZ9k2Elg%3D`],
    [
      'Cloud CDN, by prefix',
      `/hls/master.m3u8?URLPrefix=aHR0cHM6Ly9jZG4uZXhhbXBsZS5jb20vaGxzLw&Expires=${seconds}&KeyName=key-1&Signature=tQyWx1DJr5wVgAY0R2dqZ9k2Elg`,
    ],
    [
      'Azure SAS',
      '/c/film.mp4?sv=2024-11-04&st=2026-01-31T11%3A00%3A00Z&se=2026-01-31T14%3A00%3A00Z&sr=b&sp=r&sig=F6GRVAZ5Cdj2Pw4tgU7Il%2BSTkWgn7bUkkAg8P6HESXwmf%3D',
    ],
    [
      'Azure SAS without seconds',
      '/c/film.mp4?sv=2024-11-04&se=2026-01-31T14%3A00Z&sr=b&sp=r&sig=F6GRVAZ5Cdj2Pw4tgU7I',
    ],
    ['Akamai hdnts', `/i/film/master.m3u8?hdnts=st=1769860800~exp=${seconds}~acl=/i/film/*~hmac=${sha256}`],
    ['Akamai hdnea, escaped', `/i/film/master.m3u8?hdnea=exp%3D${seconds}~acl%3D%2Fi%2F*~hmac%3D${sha256}`],
    ['Akamai __token__', `/i/film/master.m3u8?__token__=exp=${seconds}~acl=/*~id=u1~hmac=${sha256}`],
    ['Akamai in the path', `/hdntl=exp=${seconds}~acl=%2f*~data=hdntl~hmac=${sha256}/film/master.m3u8`],
    ['Akamai under a name of the operator’s own', `/film/master.m3u8?auth=exp=${seconds}~acl=/*~hmac=${sha256}`],
    ['nginx secure_link', `/p/film.mp4?md5=_e4Nc3iduzkWRm01TBBNYw&expires=${seconds}`],
    ['nginx secure_link in the path', `/p/_e4Nc3iduzkWRm01TBBNYw/${seconds}/film.mp4`],
    ['nginx secure_link in the path, time first', `/p/${seconds}/5d41402abc4b2a76b9719d911017c592/film.mp4`],
    ['Bunny', `/film.mp4?token=HS256-m0EMEkV3pNAKFB33gZuv_Q&expires=${seconds}`],
    [
      'Bunny in the path',
      `/bcdn_token=HS256-m0EMEkV3pNAKFB33gZuv_Q&expires=${seconds}&token_path=%2Ffilm%2F/film/master.m3u8`,
    ],
    [
      'Wowza',
      `/vod/_definst_/mp4:film.mp4/playlist.m3u8?wowzatokenendtime=${seconds}&wowzatokenstarttime=1769860800&wowzatokenhash=y8Iuk-Lq5hIuD0NfLyShZe89T4OX`,
    ],
    [
      'Wowza with a prefix of the operator’s own',
      `/vod/film/playlist.m3u8?mytvendtime=${seconds}&mytvhash=y8Iuk-Lq5hIuD0NfLyShZe89`,
    ],
    ['Fastly', `/film.mp4?token=${seconds}_4492f25946a2e8e1414a8bb53dab8a6ba1cf4615`],
    ['Mux: a JWT in the query', `/Xs3.m3u8?token=${jwt({ sub: 'Xs3', aud: 'v', exp: seconds })}`],
    ['Cloudflare Stream: a JWT in the path', `/${jwt({ sub: 'vid', kid: 'k1', exp: seconds })}/manifest/video.m3u8`],
    ['a signature of no known product', `/film.mp4?e=${seconds}&s=AbCdEfGh12345678`],
    ['a signature with milliseconds', `/film.mp4?expiry=${end}&sig=AbCdEfGh12345678`],
  ])('%s', (_form, path) => {
    expect(linkExpiry(cdn + path, now)).toEqual({ signed: true, expiresAt: end });
  });

  test('an expiry without a signature counts too: it can only shorten a life', () => {
    expect(linkExpiry(`${cdn}/film.mp4?expires=${seconds}`, now)).toEqual({ signed: false, expiresAt: end });
  });

  test('the earliest counts where a link tells several times', () => {
    const token = jwt({ exp: seconds + 600 });
    expect(linkExpiry(`${cdn}/${token}/a.m3u8?hdnts=exp=${seconds}~acl=/*~hmac=${sha256}`, now).expiresAt).toBe(end);
    const azure = `${cdn}/c/a.mp4?sv=2024-11-04&se=2026-02-05&ske=2026-01-31T14:00:00Z&sig=F6GRVAZ5Cdj2Pw4tgU7I`;
    expect(linkExpiry(azure, now).expiresAt).toBe(end);
  });
});

describe('a signed link that does not tell when it dies', () => {
  test.each([
    ['S3 without a date', `${s3V4}&X-Amz-Expires=7200&X-Amz-Signature=${sha256}`],
    ['Azure by a stored policy', '/c/film.mp4?sv=2024-11-04&si=viewers&sr=c&sig=F6GRVAZ5Cdj2Pw4tgU7I'],
    [
      'CloudFront with an unreadable policy',
      `/film.mp4?Policy=bm90IGpzb24_&Signature=${base64Signature}&Key-Pair-Id=K2J`,
    ],
    [
      'CloudFront with a policy of another shape',
      `/film.mp4?Policy=${cloudFrontPolicy({ at: 1 })}&Signature=x&Key-Pair-Id=K2J`,
    ],
    ['Akamai without exp', `/film.m3u8?hdnts=acl=/*~hmac=${sha256}`],
    ['Wowza without an end', '/vod/playlist.m3u8?wowzatokenendtime=0&wowzatokenhash=y8Iuk-Lq5hIuD0NfLy'],
    ['a JWT without exp', `/film.m3u8?token=${jwt({ sub: 'x' })}`],
    ['Cloudflare, which tells when it was signed', '/film.mp4?verify=1769868000-kPf3rM2v0a9QxYz1Lw8Tn4%3D'],
    ['CDN77', '/film.mp4?secure=kPf3rM2v0a9QxYz1Lw8Tn4==,1769868000'],
    ['Tencent', '/film.mp4?txSecret=9f86d081884c7d659a2feaa0c55ad015&txTime=697E0F20'],
    ['Brightcove', '/film.mp4?fastly_token=Njk3ZTBmMjBfOWY4NmQwODE4ODRjN2Q2NTlhMmZlYWEwYzU1YWQwMTU='],
    ['an opaque token', '/film.m3u8?token=9f86d081884c7d659a2feaa0c55ad015'],
    ['an expiry long past', '/film.mp4?md5=_e4Nc3iduzkWRm01TBBNYw&expires=1720480360'],
  ])('%s', (_form, path) => {
    expect(linkExpiry(cdn + path, now)).toEqual({ signed: true });
  });
});

describe('a link that is not signed', () => {
  test.each([
    ['/film.mp4'],
    ['/film.mp4?token=abc&quality=720'],
    ['/film.mp4?design=9f86d081884c7d659a2feaa0c55ad015'],
    ['/film.mp4?from=https%3A%2F%2Fwww.example.com%2F'],
    ['/film.mp4?expires=1720480360'],
    ['/film.mp4?expires=3600'],
    ['/film.mp4?exp=&e=5&s=1'],
    ['/film.mp4?s=1&e=2'],
    ['/film.mp4?v=5d41402abc4b2a76b9719d911017c592'],
    ['/film.mp4?hash=5d41402abc4b2a76b9719d911017c592'],
    ['/film.mp4?se=2026-01-31T14:00:00Z'],
    ['/night-of-the-living-de/1769868000/film.mp4'],
    ['/films/1769868000/film.mp4'],
    ['/eyJ/film.mp4'],
  ])('%s', (path) => {
    expect(linkExpiry(cdn + path, now)).toEqual({ signed: false });
  });
});

describe('times that cannot be meant', () => {
  const at = (time: number) => linkExpiry(`${cdn}/a.mp4?token=x&expires=${Math.floor(time / 1000)}`, now).expiresAt;
  const day = 86_400_000;

  test('a day ago and ten years ahead are the bounds', () => {
    expect(at(now - day)).toBe(now - day);
    expect(at(now - day - 1000)).toBeUndefined();
    expect(at(now + 3650 * day)).toBe(now + 3650 * day);
    expect(at(now + 3700 * day)).toBeUndefined();
  });
});

describe('hostile links', () => {
  test('no text makes it throw, and what it reads lies within the bounds', () => {
    const names = fc.constantFrom(
      'expires',
      'X-Amz-Date',
      'X-Amz-Expires',
      'X-Amz-Signature',
      'Policy',
      'Key-Pair-Id',
      'se',
      'sig',
      'hdnts',
      'md5',
      'token',
      'aendtime',
      'ahash',
    );
    const value = fc.oneof(fc.string(), fc.integer().map(String), fc.constant(`eyJ${sha256}.${sha256}.x`), fc.json());
    const query = fc.array(fc.tuple(names, value)).map((pairs) => new URLSearchParams(pairs).toString());
    const link = fc.oneof(
      fc.string({ unit: 'binary' }),
      query.map((text) => `${cdn}/a?${text}`),
      fc.string().map((text) => `${cdn}/${text}`),
    );
    fc.assert(
      fc.property(link, (text) => {
        const { expiresAt = now } = linkExpiry(text, now);
        expect(expiresAt).toBeGreaterThanOrEqual(now - 86_400_000);
        expect(expiresAt).toBeLessThanOrEqual(now + 3653 * 86_400_000);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['exp=', `${cdn}/?hdnts=${'exp='.repeat(2000)}`],
    ['eyJ', `${cdn}/${'eyJa.'.repeat(1600)}`],
    ['segments', `${cdn}${'/a'.repeat(4000)}`],
    ['endtime', `${cdn}/?${'aendtime&'.repeat(900)}`],
    ['tildes', `${cdn}/?Policy=${'~'.repeat(8000)}&Key-Pair-Id=K`],
  ])('a link of 8 KB full of %s is read in no time', (_what, text) => {
    // A pattern that backtracks takes seconds for each; these take milliseconds for a hundred.
    const started = performance.now();
    for (let count = 0; count < 20; count += 1) linkExpiry(text, now);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
