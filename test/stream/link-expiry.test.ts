import { Buffer } from 'node:buffer';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { linkExpiry } from '../../lambda/stream/links/link-expiry.ts';

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

describe('when a signed link expires', () => {
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

  test('the earliest counts where a link has several times', () => {
    const token = jwt({ exp: seconds + 600 });
    expect(linkExpiry(`${cdn}/${token}/a.m3u8?hdnts=exp=${seconds}~acl=/*~hmac=${sha256}`, now).expiresAt).toBe(end);
    const azure = `${cdn}/c/a.mp4?sv=2024-11-04&se=2026-02-05&ske=2026-01-31T14:00:00Z&sig=F6GRVAZ5Cdj2Pw4tgU7I`;
    expect(linkExpiry(azure, now).expiresAt).toBe(end);
  });
});

describe('a signed link without a readable expiry', () => {
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
    ['Cloudflare, with the time when it was signed', '/film.mp4?verify=1769868000-kPf3rM2v0a9QxYz1Lw8Tn4%3D'],
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
    ['/A-Much-Longer-Title-Of-A-Film/1769868000/film.mp4'],
    ['/Prefix-_e4Nc3iduzkWRm01TBBNYw/1769868000/film.mp4'],
    ['/5d41402abc4b2a76b9719d911017c592/1720480360/film.mp4'],
    ['/5d41402abc4b2a76b9719d911017c592/1769860740/film.mp4'],
    ['/1769860740/5D41402ABC4B2A76B9719D911017C592/film.mp4'],
    ['/_e4Nc3iduzkWRm01TBBNYw/1720480360/film.mp4'],
    ['/5d41402abc4b2a76b9719d911017c592/a/1769868000/film.mp4'],
    ['/5d41402abc4b2a76b9719d911017c592/176986800/film.mp4'],
    ['/5d41402abc4b2a76b9719d911017c592/17698680000/film.mp4'],
    ['/5d41402abc4b2a76b9719d911017c592a/1769868000/film.mp4'],
    ['/archive.m3u8?starttime=1720476760&endtime=1720480360&hash=5d41402abc4b2a76b9719d911017c592'],
    ['/films/1769868000/film.mp4'],
    ['/eyJ/film.mp4'],
  ])('%s', (path) => {
    expect(linkExpiry(cdn + path, now)).toEqual({ signed: false });
  });
});

const iso = (time: number) => new Date(time).toISOString();
const basic = (time: number) => iso(time).replace(/[-:]|\.000/g, '');
const epoch = (time: number) => time / 1000;
/** A link of each form that expires at a given time, and whether its expiry is certain. */
const certainForms: readonly (readonly [form: string, path: (at: number) => string])[] = [
  ...['X-Amz', 'X-Goog', 'x-oss'].map(
    (prefix) =>
      [
        `${prefix} V4`,
        (at: number) =>
          `/a.mp4?${prefix}-Date=${basic(at - 3_600_000)}&${prefix}-Expires=3600&${prefix}-Signature=${sha256}`,
      ] as const,
  ),
  ['S3 V2', (at) => `/a.mp4?AWSAccessKeyId=AKIA&Expires=${epoch(at)}&Signature=vjbyPxybdZaN`],
  ['OSS V2', (at) => `/a.mp4?OSSAccessKeyId=LTAI&Expires=${epoch(at)}&Signature=vjbyPxybdZaN`],
  ['Google V2', (at) => `/a.mp4?GoogleAccessId=a%40b.example&Expires=${epoch(at)}&Signature=${sha256}`],
  ['Cloud CDN', (at) => `/a.mp4?Expires=${epoch(at)}&KeyName=k&Signature=tQyWx1DJ`],
  ['CloudFront, canned policy', (at) => `/a.mp4?Expires=${epoch(at)}&Signature=nitfHRCr&Key-Pair-Id=K2J`],
  [
    'CloudFront, custom policy',
    (at) => `/a.mp4?Policy=${cloudFrontPolicy(epoch(at))}&Signature=nitfHRCr&Key-Pair-Id=K2J`,
  ],
  ['Azure by its version', (at) => `/a.mp4?sv=2024-11-04&se=${iso(at)}&sig=F6GRVAZ5`],
  ['Azure without a version', (at) => `/a.mp4?se=${iso(at)}&sig=F6GRVAZ5`],
  ['Azure by the key of a delegation', (at) => `/a.mp4?sv=2024-11-04&ske=${iso(at)}&sig=F6GRVAZ5`],
  ...['hdnts', 'hdnea', 'hdntl', '__token__'].map(
    (name) => [`Akamai ${name}`, (at: number) => `/a.m3u8?${name}=exp=${epoch(at)}~acl=/*~hmac=${sha256}`] as const,
  ),
  ['Akamai in the path', (at) => `/hdnts=st=1~exp=${epoch(at)}~acl=*~hmac=${sha256}/a.m3u8`],
  ['Akamai after a semicolon', (at) => `/film;hdnea=exp=${epoch(at)}~acl=*/a.m3u8`],
  ['Akamai by its HMAC', (at) => `/a.m3u8?pass=exp=${epoch(at)}~hmac=${sha256}`],
  ['Bunny', (at) => `/a.mp4?token=m0EMEkV3pNAKFB33gZuv_Q&expires=${epoch(at)}`],
  ['Bunny with HMAC', (at) => `/a.mp4?token=HS256-m0EMEkV3pNAKFB33gZuv_Q&expires=${epoch(at)}`],
  ['Bunny in the path', (at) => `/bcdn_token=m0EMEkV3&expires=${epoch(at)}&token_path=%2F/a.m3u8`],
  ['Media CDN in the path', (at) => `/edge-cache-token=Expires=${epoch(at)}&KeyName=k&Signature=tQyW/a.m3u8`],
  ['Wowza', (at) => `/a.m3u8?wowzatokenendtime=${epoch(at)}`],
  ['Wowza with another prefix', (at) => `/a.m3u8?mytvendtime=${epoch(at)}&mytvhash=y8Iuk`],
  ['a JWT in the query', (at) => `/a.m3u8?token=${jwt({ exp: epoch(at) })}`],
  ['a JWT in the path', (at) => `/${jwt({ exp: epoch(at) })}/a.m3u8`],
];
const guessedForms: readonly (readonly [form: string, signed: boolean, path: (at: number) => string])[] = [
  ['nginx', true, (at) => `/a.mp4?md5=_e4Nc3iduzkWRm01TBBNYw&expires=${epoch(at)}`],
  ['Fastly', true, (at) => `/a.mp4?token=${epoch(at)}_4492f25946a2e8e1414a8bb53dab8a6b`],
  ['an unknown signature', true, (at) => `/a.mp4?sig=9f86d081884c7d65&exp=${epoch(at)}`],
  ['a short token', true, (at) => `/a.mp4?token=x&expires=${epoch(at)}`],
  ['a bare expiry', false, (at) => `/a.mp4?expires=${epoch(at)}`],
];

describe('how long ago a link expired', () => {
  const day = 86_400_000;
  const tenYears = 3653 * day;

  test.each(certainForms)('does not matter where its expiry is certain: %s', (_form, path) => {
    for (const at of [now + tenYears, now + 1000, now - 1000, now - day - 1000, now - 6 * day, now - 20 * 365 * day]) {
      expect(linkExpiry(cdn + path(at), now)).toEqual({ signed: true, expiresAt: at });
    }
    expect(linkExpiry(cdn + path(now + tenYears + 1000), now)).toEqual({ signed: true });
  });

  test.each(guessedForms)('matters where its expiry is a guess: %s', (_form, signed, path) => {
    for (const at of [now + tenYears, now + 1000, now - 1000, now - day]) {
      expect(linkExpiry(cdn + path(at), now).expiresAt).toBe(at);
    }
    for (const at of [now - day - 1000, now - 6 * day, now + tenYears + 1000]) {
      expect(linkExpiry(cdn + path(at), now)).toEqual({ signed });
    }
  });

  test('a digest of nginx and its expiry in the path count for a day, hexadecimal digits only until they expire', () => {
    const base64 = (at: number) => linkExpiry(`${cdn}/_e4Nc3iduzkWRm01TBBNYw/${epoch(at)}/a.mp4`, now);
    expect(base64(now - day)).toEqual({ signed: true, expiresAt: now - day });
    expect(base64(now - day - 1000)).toEqual({ signed: false });
    const hexadecimal = (at: number) => linkExpiry(`${cdn}/5d41402abc4b2a76b9719d911017c592/${epoch(at)}/a.mp4`, now);
    expect(hexadecimal(now)).toEqual({ signed: true, expiresAt: now });
    expect(hexadecimal(now - 1000)).toEqual({ signed: false });
    expect(linkExpiry(`${cdn}/${epoch(end)}/_e4Nc3iduzkWRm01TBBNYw/${epoch(end) - 60}/a.mp4`, now).expiresAt).toBe(
      end - 60_000,
    );
  });

  test('a lifetime beside a token is no expiry', () => {
    expect(linkExpiry(`${cdn}/a.mp4?token=9f86d081884c7d659a2feaa0c55ad015&expires=3600`, now)).toEqual({
      signed: true,
    });
  });
});

describe('a form wants all of its parts', () => {
  test.each([
    ['X-Amz-Date=20260131T120000Z&X-Amz-Expires=7200'],
    ['X-Goog-Date=20260131T120000Z&X-Goog-Expires=7200'],
    ['x-oss-date=20260131T120000Z&x-oss-expires=7200'],
    [`AWSAccessKeyId=AKIA&Signature=vjby`],
    [`Key-Pair-Id=K2J&Signature=nitf`],
    [`Policy=${cloudFrontPolicy(seconds)}`],
    ['se=2026-01-31T14:00:00Z&sv=2024-11-04'],
    ['sig=F6GRVAZ5&ske=2026-01-31T14:00:00Z'],
    [`exp=${seconds}~acl=/*`],
    [`mytvendtime=${seconds}`],
    [`endtime=${seconds}&hash=y8Iuk`],
    ['md5=_e4Nc3iduzkWRm01TBBNYw'],
    [`token=${seconds}_4492f25946a2e8e1414a8bb53dab8a6`],
    [`token=${seconds}_4492f25946a2e8e1414a8bb53dab8a6g`],
  ])('%s is none', (query) => {
    expect(linkExpiry(`${cdn}/a.mp4?${query}`, now).expiresAt).toBeUndefined();
  });

  test.each([
    ['X-Amz-Expires=12345678901'],
    ['X-Amz-Expires=-3600'],
    ['X-Amz-Expires=1h'],
    ['X-Amz-Expires='],
    ['X-Amz-Date=20260131120000Z&X-Amz-Expires=3600'],
  ])('a signature with the lifetime %s is one without an expiry', (query) => {
    expect(linkExpiry(`${cdn}/a.mp4?X-Amz-Signature=${sha256}&${query}&X-Amz-Date=20260131T120000Z`, now)).toEqual({
      signed: true,
    });
  });
});

describe('the names of parameters', () => {
  const expiryNames = ['expires', 'expire', 'expiry', 'exp', 'expiration', 'expires_at', 'expiresAt', 'validUntil'];
  const shortExpiryNames = ['e', 'ex', 'end', 'until', 'deadline', 'validTo', 'valid_to'];
  const signatureNames = [
    'signature',
    'sig',
    'sign',
    'hmac',
    'token',
    'access_token',
    'auth_token',
    'auth_key',
    'policy',
  ].concat(['md5', 'hash', 'st', 's', 'h', 'secure', 'verify']);

  test.each(expiryNames)('%s is an expiry by itself', (name) => {
    expect(linkExpiry(`${cdn}/a.mp4?${name}=${seconds}`, now)).toEqual({ signed: false, expiresAt: end });
    expect(linkExpiry(`${cdn}/a.mp4?${name.toUpperCase()}=${seconds}`, now).expiresAt).toBe(end);
    expect(linkExpiry(`${cdn}/a.mp4?${name}x=${seconds}&x${name}=${seconds}`, now).expiresAt).toBeUndefined();
  });

  test.each(shortExpiryNames)('%s is an expiry only beside a signature', (name) => {
    expect(linkExpiry(`${cdn}/a.mp4?${name}=${seconds}`, now)).toEqual({ signed: false });
    expect(linkExpiry(`${cdn}/a.mp4?${name}=${seconds}&sig=x`, now)).toEqual({ signed: true, expiresAt: end });
  });

  test.each(signatureNames)('%s is a signature beside an expiry', (name) => {
    expect(linkExpiry(`${cdn}/a.mp4?${name}=x&until=${seconds}`, now)).toEqual({ signed: true, expiresAt: end });
    expect(linkExpiry(`${cdn}/a.mp4?${name}q=x&until=${seconds}`, now)).toEqual({ signed: false });
  });

  test.each(
    [
      ['token', 'signature', 'sign', 'sig', 'hmac', 'secret', 'policy', 'auth_key'].flatMap((name) => [
        name,
        `my_${name}`,
        `my-${name}`,
      ]),
      ['txSecret', 'wsSecret', 'verify', 'secure'],
    ].flat(),
  )('%s is a signature by itself where its value looks secret', (name) => {
    expect(linkExpiry(`${cdn}/a.mp4?${name}=9f86d081884c7d65`, now)).toEqual({ signed: true });
    expect(linkExpiry(`${cdn}/a.mp4?${name}=9f86d081884c7d6`, now)).toEqual({ signed: false });
    expect(linkExpiry(`${cdn}/a.mp4?${name}=abcdefghijklmnopq`, now)).toEqual({ signed: false });
    expect(linkExpiry(`${cdn}/a.mp4?${name}=12345678901234567`, now)).toEqual({ signed: false });
    expect(linkExpiry(`${cdn}/a.mp4?${name}x=9f86d081884c7d65`, now)).toEqual({ signed: false });
  });

  test.each(['md5', 'hash', 'st', 's', 'h', 'mytoken', 'design', 'my_verify', 'my_secure'])(
    '%s is none by itself',
    (name) => {
      expect(linkExpiry(`${cdn}/a.mp4?${name}=9f86d081884c7d659a2feaa0c55ad015`, now)).toEqual({ signed: false });
    },
  );

  test('a number of nine digits is a page, a rank or a lifetime, one of ten is a time', () => {
    expect(linkExpiry(`${cdn}/a.mp4?exp=999999999&sig=x`, Date.UTC(2001, 8, 9)).expiresAt).toBeUndefined();
    expect(linkExpiry(`${cdn}/a.mp4?exp=1000000000&sig=x`, Date.UTC(2001, 8, 9)).expiresAt).toBe(1_000_000_000_000);
  });

  test('the first of a repeated name counts', () => {
    expect(linkExpiry(`${cdn}/a.mp4?expires=${seconds}&expires=${seconds - 60}`, now).expiresAt).toBe(end);
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

test.each(['', 'a.mp4?expires=1769868000', 'https://[::1'])('%j is no link, and so not signed', (text) => {
  expect(linkExpiry(text, now)).toEqual({ signed: false });
});

describe('hostile links', () => {
  test('no text makes it throw, and what it reads is a moment within ten years', () => {
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
        expect(expiresAt).toBeGreaterThan(0);
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
