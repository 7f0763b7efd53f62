import { Buffer } from 'node:buffer';
import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildVideoData } from '../../lambda/stream/answer.ts';
import type { SourceCandidate } from '../../lambda/stream/candidate.ts';
import type { SignedLinkFormName } from '../../lambda/stream/links/signed-link-forms.ts';

const film = { mediaType: 'movie', tmdbId: '550' } as const;
const FIRST = Date.UTC(2026, 0, 31, 12);
const cdn = 'https://cdn.example.com';

const ids = (sources: readonly SourceCandidate[], now = FIRST, content: Parameters<typeof buildVideoData>[0] = film) =>
  buildVideoData(content, { sources, subtitles: [] }, now)?.data.sources.map(({ id }) => id);
const idOf = (url: string, now = FIRST) => ids([{ url, provider: 'primary' }], now)?.[0];

interface Signer {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly ends: number;
  readonly digest: (encoding: 'hex' | 'base64' | 'base64url', length?: number) => string;
  readonly json: (value: object) => string;
}

const iso = (time: number) => new Date(time).toISOString().replace(/\.\d+/, '');
const basic = (time: number) => iso(time).replaceAll(/[-:]/g, '');
const compact = (time: number) => basic(time).replaceAll(/[TZ]/g, '');
const query = (path: string, parameters: Record<string, string | number>) =>
  `${path}?${new URLSearchParams(Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)]))}`;

/** A link of each form, as its signer writes it for a path and a moment. */
const SIGNERS: Record<SignedLinkFormName, (path: string, signer: Signer) => string> = {
  'S3 Signature Version 4': (path, { now, digest }) =>
    query(path, {
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': `${digest('hex', 20)}/${basic(now).slice(0, 8)}/eu-west-1/s3/aws4_request`,
      'X-Amz-Date': basic(now),
      'X-Amz-Expires': 7200,
      'X-Amz-Security-Token': digest('base64'),
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Signature': digest('hex'),
    }),
  'Google Cloud Storage V4': (path, { now, digest }) =>
    query(path, { 'X-Goog-Date': basic(now), 'X-Goog-Expires': 7200, 'X-Goog-Signature': digest('hex') }),
  'Alibaba Cloud OSS V4': (path, { now, digest }) =>
    query(path, { 'x-oss-date': basic(now), 'x-oss-expires': 7200, 'x-oss-signature': digest('hex') }),
  'S3 Signature Version 2': (path, { ends, digest }) =>
    query(path, { AWSAccessKeyId: digest('hex', 20), Signature: digest('base64'), Expires: ends }),
  'Alibaba Cloud OSS V2': (path, { ends, digest }) =>
    query(path, { OSSAccessKeyId: digest('hex', 20), Signature: digest('base64'), Expires: ends }),
  'Google Cloud Storage V2': (path, { ends, digest }) =>
    query(path, { GoogleAccessId: 'a@b.example', Signature: digest('base64'), Expires: ends }),
  'Google Cloud CDN': (path, { ends, digest }) =>
    query(path, { Expires: ends, KeyName: `key-${digest('hex', 2)}`, Signature: digest('base64url') }),
  'CloudFront canned policy': (path, { ends, digest }) =>
    query(path, { Expires: ends, Signature: digest('base64url'), 'Key-Pair-Id': digest('hex', 14) }),
  'CloudFront custom policy': (path, { ends, digest, json }) =>
    query(path, {
      Policy: json({ Statement: [{ Condition: { DateLessThan: { 'AWS:EpochTime': ends } } }] }),
      Signature: digest('base64url'),
      'Key-Pair-Id': 'K1',
    }),
  'Azure shared access signature': (path, { now, ends, digest }) =>
    query(path, {
      ...{ sv: '2024-11-04', st: iso(now), se: iso(ends * 1000), sr: 'b', sp: 'r', skt: iso(now) },
      ...{ ske: iso(ends * 1000), sig: digest('base64') },
    }),
  'Akamai token': (path, { now, ends, digest }) =>
    query(path, { hdnts: `st=${now / 1000}~exp=${ends}~acl=/*~hmac=${digest('hex')}` }),
  'nginx secure_link in the query': (path, { ends, digest }) =>
    query(path, { md5: digest('base64url', 22), expires: ends }),
  'nginx secure_link in the path': (path, { ends, digest }) => `/s/${digest('hex', 32)}/${ends}${path}`,
  'hexadecimal digest and time in the path': (path, { ends, digest }) =>
    `/${digest('hex', 32)}/${ends.toString(16)}${path}`,
  'path token of a media edge': (path, { ends, digest }) => `/t/${ends}.2.${digest('base64url', 43)}${path}`,
  'CDN77 token in the path': (path, { ends, digest }) => `/${digest('base64url', 22)},${ends}${path}`,
  'Backblaze B2 authorization': (path, { now, ends, digest }) =>
    query(path, {
      Authorization: `3_${compact(now)}_${digest('hex', 24)}_${digest('hex', 40)}_000_${compact(ends * 1000)}_0006_dnld`,
    }),
  'Bunny token in the query': (path, { ends, digest }) => query(path, { token: digest('base64url'), expires: ends }),
  'Bunny token in the path': (path, { ends, digest }) =>
    `/bcdn_token=HS256-${digest('base64url')}&expires=${ends}&token_path=%2F${path}`,
  'Google Media CDN token in the path': (path, { ends, digest }) =>
    `/edge-cache-token=Expires=${ends}&KeyName=k&Signature=${digest('base64url')}${path}`,
  'Wowza SecureToken': (path, { now, ends, digest }) =>
    query(path, { wowzatokenstarttime: now / 1000, wowzatokenendtime: ends, wowzatokenhash: digest('base64url') }),
  'Fastly token': (path, { ends, digest }) => query(path, { token: `${ends}_${digest('hex', 40)}` }),
  'JSON Web Token': (path, { ends, digest, json }) =>
    query(path, { token: `${json({ alg: 'RS256' })}.${json({ exp: ends })}.${digest('base64url')}` }),
  'some other signature': (path, { ends, digest }) => query(path, { e: ends, st: digest('base64url', 22) }),
  'an expiry by itself': (path, { ends }) => query(path, { expires: ends }),
};

function signer(now: number, key: string): Signer {
  const json = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    now,
    ends: now / 1000 + 7200,
    digest: (encoding, length = 43) => createHmac('sha256', key).update(String(now)).digest(encoding).slice(0, length),
    json,
  };
}

const aName = fc.stringMatching(/^[a-z0-9]{1,12}$/);
const renewal = fc.record({
  name: aName,
  other: aName,
  key: fc.string(),
  /** Seconds. */
  later: fc.integer({ min: 1, max: 86_400 * 300 }),
});

describe('the id of a source', () => {
  test.each(Object.entries(SIGNERS))('is kept when a link is renewed, and of another file another: %s', (_, link) => {
    fc.assert(
      fc.property(renewal, ({ name, other, key, later }) => {
        fc.pre(name !== other);
        const then = FIRST + later * 1000;
        const [path, otherPath] = [`/film/${name}/master.m3u8`, `/film/${other}/master.m3u8`];
        const id = idOf(cdn + link(path, signer(FIRST, key)));
        expect(id).toMatch(/^[A-Za-z0-9_-]{12}$/);
        expect(idOf(cdn + link(path, signer(then, key)), then)).toBe(id);
        expect(idOf(cdn + link(otherPath, signer(FIRST, key)))).not.toBe(id);
      }),
    );
  });

  test.each<[string, (signature: Signer) => string]>([
    ['a proxy', (s) => `/get?url=${encodeURIComponent(cdn + SIGNERS['S3 Signature Version 4']('/a.m3u8', s))}`],
    ['Akamai in the path', ({ ends, digest }) => `/hdntl=exp=${ends}~acl=%2f*~hmac=${digest('hex')}/a.m3u8`],
    ['Tencent', ({ now, digest }) => `/a.m3u8?txSecret=${digest('hex', 32)}&txTime=${(now / 1000).toString(16)}`],
    ['a short name', ({ ends, digest }) => `/a.mp4?tok=${digest('hex', 40)}&exp=${ends}`],
    ['another short name', ({ ends, digest }) => `/a.mp4?tkn=${digest('hex', 40)}&expires=${ends}`],
    [
      'two signatures and an event',
      ({ ends, digest }) =>
        `/v?id=o-abc&expire=${ends}&ei=${digest('base64url', 22)}&sig=${digest('base64url')}&lsig=${digest('base64url', 30)}`,
    ],
    [
      'a time from which it is valid',
      ({ now, ends, digest }) => `/a.mp4?validfrom=${now / 1000}&validto=${ends}&hash=${digest('base64', 28)}`,
    ],
    [
      'Akamai in the path, signed once more',
      ({ ends, digest }) => `/exp=${ends}~acl=%2Ff%2F*~hmac=${digest('hex')}/f/m.m3u8?pathsig=${digest('base64url')}`,
    ],
    ['a bare signature', ({ digest }) => `/a.m3u8?file=7&signature=${digest('base64url')}`],
    ['a JWT in the path', ({ ends, json }) => `/${json({ a: 1 })}.${json({ sub: 'v', exp: ends })}.c2ln/video.m3u8`],
  ])('is kept over renewals by %s', (_, link) => {
    const [now, then] = [FIRST, FIRST + 7_654_321_000];
    expect(idOf(cdn + link(signer(then, 'k')), then)).toBe(idOf(cdn + link(signer(now, 'k'))));
  });

  test.each<[string, string, string]>([
    ['a parameter', '/play?file=1&token=AbCdEfGh12345678', '/play?file=2&token=AbCdEfGh12345678'],
    ['a size beside an expiry', '/a?h=1080&expires=1893456000&sig=AbCdEfGh12345678', '/a?h=720&expires=1893456000'],
    ['words', '/play?token=movie-one-1080p-hevc1', '/play?token=movie-one-720p-hevc1'],
    ['the hash of a file', `/a.mp4?md5=${'ab'.repeat(16)}`, `/a.mp4?md5=${'cd'.repeat(16)}`],
    [
      'the subject of a token in the path',
      `/${token('one')}/manifest/video.m3u8`,
      `/${token('two')}/manifest/video.m3u8`,
    ],
    ['the case of a path', '/A.mp4', '/a.mp4'],
  ])('differs by %s', (_, one, other) => {
    expect(idOf(cdn + one)).not.toBe(idOf(cdn + other));
  });

  test('differs by content, provider and origin', () => {
    const source = { url: `${cdn}/a.mp4`, provider: 'primary' };
    const found = [
      ids([source]),
      ids([source], FIRST, { mediaType: 'tv', tmdbId: '550', season: 1, episode: 1 }),
      ids([{ ...source, provider: 'catalogue' }]),
      ids([{ ...source, url: 'https://other.example.com/a.mp4' }]),
    ];
    expect(new Set(found.flat()).size).toBe(4);
  });

  test('is what the provider declares', () => {
    expect(ids([{ url: `${cdn}/a.mp4`, id: 'main_1080-a' }])).toEqual(['main_1080-a']);
  });

  test('is never that of another source of the answer, and the same in the next answer', () => {
    const sources: SourceCandidate[] = [
      { url: `${cdn}/a.mp4`, id: 'a', quality: '1080p' },
      { url: `${cdn}/b.mp4`, id: 'a', quality: '720p' },
      { url: `${cdn}/c.mp4`, id: 'a', quality: '720p' },
      { url: `${cdn}/d.mp4?token=AbCdEfGh12345678` },
      { url: `${cdn}/d.mp4?token=AbCdEfGh12345679` },
    ];
    const first = ids(sources)!;
    expect(new Set(first).size).toBe(5);
    expect(first[0]).toBe('a');
    expect(ids(sources)).toEqual(first);
  });
});

function token(sub: string): string {
  return [{ alg: 'RS256' }, { sub, exp: FIRST / 1000 + 60 }, {}]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
}
