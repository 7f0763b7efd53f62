import { expect, test } from '@jest/globals';
import { parsedPathway } from '../../lambda/playback/pathway-id.ts';
import { type PlaylistRequest, pathwaysOf, playlistText } from '../../lambda/playback/playlist.ts';
import { steeringManifest } from '../../lambda/playback/steering.ts';

const now = Date.UTC(2026, 0, 31, 12);
const ladder = (bandwidth = 1000, more = '') =>
  `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=${bandwidth},RESOLUTION=1280x720${more}\n720p.m3u8\n`;

const request = (text: string, lives: readonly (number | undefined)[], provider?: string): PlaylistRequest => {
  const sources = lives.map((life, index) => ({
    id: index === 0 ? 'main' : `mirror${index}`,
    url: `https://host${index}.example.com/f/master.m3u8`,
    expiresAt: life === undefined ? undefined : now + life * 1000,
  }));
  const uri = (pathways: readonly string[]) => `steering.json?${pathways.map((each) => `p=${each}`).join('&')}`;
  return { text, sources: [sources[0]!, ...sources.slice(1)], steeringUri: uri, storedAt: now, provider };
};

function steered(before: PlaylistRequest, offered: PlaylistRequest) {
  const owned = [parsedPathway(pathwaysOf(before).pathways[0]!.id)!] as const;
  const facts = { isHealthy: () => true, reloadUri: before.steeringUri, now, random: () => 0 };
  return steeringManifest({ ...facts, owned, offered: pathwaysOf(offered) });
}

test.each<[string, PlaylistRequest]>([
  ['of another provider', request(ladder(), [3600], 'Catalogue')],
  ['with other bit rates', request(ladder(900), [3600], 'Service')],
  ['with another size', request(ladder().replace('1280x720', '1280x536'), [3600], 'Service')],
  ['with other codecs', request(ladder(1000, ',CODECS="hvc1"'), [3600], 'Service')],
])('a source of the same declared id and the same file names is no clone: %s', (_, offered) => {
  const before = request(ladder(), [600], 'Service');
  expect(steered(before, request(ladder(), [3600], 'Service'))['PATHWAY-CLONES']).toHaveLength(1);
  expect(steered(before, offered)['PATHWAY-CLONES']).toBeUndefined();
});

test('a clone has an address for every stream, whatever a packager calls it', () => {
  const names = ['__proto__', 'constructor', 'toString'];
  const streams = names.map((name) => ladder(1, `,STABLE-VARIANT-ID="${name}"`).slice(8).replace('720p', name));
  const text = `#EXTM3U\n${streams.join('')}`;
  const clone = steered(request(text, [600]), request(text, [3600]))['PATHWAY-CLONES']![0]!;
  const received = JSON.parse(JSON.stringify(clone['URI-REPLACEMENT']['PER-VARIANT-URIS']));
  expect(Object.keys(received)).toEqual(names);
});

test('a mirror that lives too short to be steered is left out, and the others are steered', () => {
  const text = playlistText(request(ladder(), [3600, undefined, 140]));
  const hosts = [...text.matchAll(/^https:\/\/(\w+)/gm)].map(([, host]) => host);
  expect(hosts).toEqual(['host0', 'host1']);
  expect(text).toContain('#EXT-X-CONTENT-STEERING');
});
