import { expect, test } from '@jest/globals';
import { leftOut } from '../../../commands/links/cdn-findings.ts';
import type { CdnSettings } from '../../../contract/settings/cdns.ts';
import { type LinkKind, TitleLinks } from '../../../lambda/delivery/title-links.ts';

const match = 'https://origin.example/films/';
const base = 'https://cdn.example/';
const TTL = { ttlSeconds: 3600, secret: 'key' };
const CDNS = [
  { name: 'open', match, base },
  { name: 'own', match, base, scope: 2, sign: { type: 'path-hmac', ...TTL } },
  { name: 'bunny', match, base, scope: 2, sign: { type: 'bunny', ...TTL } },
] as unknown as CdnSettings[];
const PATHS = [
  'a/b/m',
  'a/b%20c/m',
  'a/b c/m',
  'a/b/m%20n',
  'é/b/m',
  'm',
  'm%20n',
  'a/m',
  'a*/b/m',
  'a/%2e%2e/m',
  'a//m',
];
const KINDS = { hls: 'manifest', dash: 'manifest', mp4: 'file' } as const satisfies Record<string, LinkKind>;

const links = new TitleLinks({
  cdns: CDNS,
  keys: new Map(CDNS.map(({ name }) => [name, { id: 'key1', secret: 's'.repeat(40) }])),
  signedAt: 1_800_000_000,
});

test.each(CDNS.filter(({ sign }) => sign?.type !== 'cloudfront'))(
  'what CDN $name cannot carry is what the check says is left out',
  (cdn) => {
    for (const path of PATHS) {
      for (const [type, kind] of Object.entries(KINDS)) {
        const url = `${match}${path}.${type}`;
        const isLinked = links.link(url, cdn, kind) !== undefined;
        const reason = leftOut([cdn], { url, type: type as keyof typeof KINDS });
        expect([url, reason === undefined]).toEqual([url, isLinked]);
      }
    }
  },
);

test('an escape in a folder is named, since bunny.net may compare it in another form', () => {
  const [, , bunny] = CDNS;
  expect(leftOut([bunny!], { url: `${match}a/b%20c/m.m3u8`, type: 'hls' })).toBe(
    'CDN bunny signs no path with escapes: /a/b%20c/',
  );
  expect(leftOut([bunny!], { url: `${match}a/b/m%20n.vtt` })).toBeUndefined();
});
