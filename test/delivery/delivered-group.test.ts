import { describe, expect, test } from '@jest/globals';
import type { CdnSettings } from '../../contract/settings/cdns.ts';
import { TitleLinks } from '../../lambda/delivery/title-links.ts';
import { pathwaysOf, playlistText } from '../../lambda/playback/playlist.ts';
import type { Delivery } from '../../lambda/wiring/delivery/delivery.ts';
import { deliveredGroup } from '../../lambda/wiring/playback/delivered-group.ts';

const NOW = 1_800_000_000;
const cdn = (name: string, match: string, ttlSeconds: number): CdnSettings => ({
  ...{ name, match, base: `https://${name}.example.com/`, scope: 2 },
  sign: { type: 'path-hmac', secret: 'media-key', ttlSeconds },
});
const OUTER = cdn('outer', 'https://origin.example.com/', 14_400);
const INNER = cdn('inner', 'https://origin.example.com/films/hd/', 300);
const MASTER = `#EXTM3U
#EXT-X-STREAM-INF:BANDWIDTH=500000
low.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=5000000
/films/hd/m/550/high.m3u8
`;

async function playlist(url: string, cdns: readonly CdnSettings[], expiries?: ReadonlyMap<string, number>) {
  const keys = new Map(cdns.map(({ name }) => [name, { id: 'a', secret: 's'.repeat(40) }]));
  const links = new TitleLinks({ cdns, keys, signedAt: NOW });
  const stored = {
    ...{ text: MASTER, storedAt: NOW * 1000, provider: undefined },
    sources: [{ id: 'film', url, expiresAt: undefined }] as [never],
  };
  const delivery = { links: async () => links } as unknown as Delivery;
  const group = await deliveredGroup(stored, delivery, { named: undefined, ...(expiries && { expiries }) });
  const text = playlistText({ ...group!, steeringUri: (pathways) => `steer?${pathways.join()}` });
  const { id } = pathwaysOf(group!).pathways[0]!;
  const addresses = text.split('\n').filter((line) => line.startsWith('http'));
  return { group: group!, addresses, id, text };
}
const expiryOf = (address: string) => Number(/\/t\/(\d+)\./.exec(address)![1]);

describe('a pathway whose streams lead through several CDNs', () => {
  test('expires with the one that lives the shortest, all at once', async () => {
    const { group, addresses, id } = await playlist('https://origin.example.com/films/550/master.m3u8', [OUTER, INNER]);
    expect(addresses.map((address) => new URL(address).host)).toEqual(['outer.example.com', 'inner.example.com']);
    expect(addresses.map(expiryOf)).toEqual([NOW + 300, NOW + 300]);
    expect(group.sources[0].expiresAt).toBe((NOW + 300) * 1000);
    expect(id).toContain(`.${(NOW + 300).toString(36)}.`);
  });

  test('lives for as long as its own CDN says where no other is in it', async () => {
    const { addresses } = await playlist('https://origin.example.com/films/hd/m/550/master.m3u8', [INNER]);
    expect(addresses.every((address) => address.includes(`/t/${NOW + 300}.`) || address.includes('origin'))).toBe(true);
    const { group } = await playlist('https://origin.example.com/films/550/master.m3u8', [OUTER]);
    expect(group.sources[0].expiresAt).toBe((NOW + 14_400) * 1000);
  });

  test('of a master that no CDN leads to has its streams led through theirs', async () => {
    const { addresses, group } = await playlist('https://origin.example.com/films/550/master.m3u8', [INNER]);
    expect(addresses[1]).toMatch(/^https:\/\/inner\.example\.com\/t\/1800000300\.2\.[\w-]{43}\/m\/550\/high\.m3u8$/);
    expect(addresses[0]).toBe('https://origin.example.com/films/550/low.m3u8');
    expect(group.sources[0].expiresAt).toBe((NOW + 300) * 1000);
  });

  test('is not made to live for longer by what a player says it has', async () => {
    const asked = new Map([['film', NOW + 10_000]]);
    const { addresses } = await playlist('https://origin.example.com/films/550/master.m3u8', [OUTER, INNER], asked);
    expect(addresses.map(expiryOf)).toEqual([NOW + 300, NOW + 300]);
    const signed = new Map([['film', NOW + 200]]);
    const kept = await playlist('https://origin.example.com/films/550/master.m3u8', [OUTER, INNER], signed);
    expect(kept.addresses.map(expiryOf)).toEqual([NOW + 200, NOW + 200]);
  });
});
