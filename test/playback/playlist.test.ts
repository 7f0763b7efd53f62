import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Parser } from 'm3u8-parser';
import { attributesOf } from '../../lambda/playback/attribute-list.ts';
import { parsedPathway } from '../../lambda/playback/pathway-id.ts';
import { type Pathways, type PlaylistSource, pathwaysOf, playlistText } from '../../lambda/playback/playlist.ts';
import { steeringManifest } from '../../lambda/playback/steering.ts';
import { masters } from './masters.ts';

const NOW = Date.UTC(2026, 0, 31, 12);
const steeringUri = (pathways: readonly string[]) => `steering.json?${pathways.map((each) => `p=${each}`).join('&')}`;
const at = (id: string, host = id, expiresAt?: number): PlaylistSource => ({
  id,
  url: `https://${host}.example.com/film/master.m3u8`,
  expiresAt,
});
const write = (text: string, ...sources: [PlaylistSource, ...PlaylistSource[]]) =>
  playlistText({ text, sources, storedAt: NOW, steeringUri });

const MASTER = `#EXTM3U
#EXT-X-SESSION-KEY:METHOD=SAMPLE-AES,URI="skd://key",KEYFORMAT="com.apple.streamingkeydelivery"
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",NAME="English, stereo",URI="a/en.m3u8"
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subs",NAME="Deutsch",URI="/s/de.m3u8"
#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="cc",NAME="CC",INSTREAM-ID="CC1"
#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="avc1,mp4a",VIDEO-RANGE=PQ,AUDIO="aac",SUBTITLES="subs",CLOSED-CAPTIONS="cc"
v/1.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=2,SUPPLEMENTAL-CODECS="dvh1.08.07/db4h",HDCP-LEVEL=TYPE-1,AUDIO="aac",SUBTITLES="subs"
v/2.m3u8
#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=3,URI="i/1.m3u8"
`;

const parsed = (text: string) => {
  const parser = new Parser();
  parser.push(text);
  parser.end();
  return parser.manifest;
};

describe('the playlist of a master', () => {
  test.each(masters())('keeps each attribute of each line: %s', (_, text) => {
    const url = 'https://a.example.com/film/master.m3u8?v=1';
    const ours = write(text, { id: 'a', url, expiresAt: NOW + 3_600_000 });
    const added = /^(STABLE-(VARIANT|RENDITION)-ID|PATHWAY-ID|URI|SERVER-URI)$/;
    const facts = (source: string) =>
      source
        .trim()
        .split('\n')
        .filter((line) => /^#EXT[^:]*:/.test(line) && !/^#EXT-X-(CONTENT-STEERING|DEFINE)/.test(line))
        .map((line) => [
          line.split(':')[0],
          attributesOf(line.trim()).flatMap(({ name, value }) => (added.test(name) ? [] : [name, value])),
        ]);
    expect(facts(ours)).toEqual(facts(text));
    const [before, after] = [parsed(text), parsed(ours)];
    expect(after.playlists?.length).toBe(before.playlists?.length);
    for (const { uri } of after.playlists ?? []) expect(uri).toMatch(/^https?:\/\//);
  });

  test('has a copy of every stream on each pathway, in groups that no two share but captions', () => {
    const ours = write(MASTER, at('a', 'a', NOW + 3_600_000), at('b'));
    const lines = ours.split('\n');
    const groups = lines.flatMap(
      (line) => /TYPE=(AUDIO|SUBTITLES|CLOSED-CAPTIONS),GROUP-ID="([^"]+)"/.exec(line)?.[2] ?? [],
    );
    expect(groups).toEqual(['aac', 'subs', 'cc', 'aac_b', 'subs_b']);
    expect(lines.filter((line) => line.startsWith('#EXT-X-SESSION-KEY'))).toHaveLength(1);
    expect(ours).toContain('URI="skd://key"');
    expect(lines.filter((line) => /,AUDIO="aac_b",SUBTITLES="subs_b"/.test(line))).toHaveLength(2);
    expect(lines.filter((line) => line.includes('STREAM-INF') && !line.includes('PATHWAY-ID='))).toEqual([]);
    expect(lines.filter((line) => /STREAM-INF|X-MEDIA/.test(line) && !/STABLE-\w+-ID=/.test(line))).toEqual([]);
    const stable = lines.flatMap((line) => /STREAM-INF.*STABLE-VARIANT-ID="([^"]+)"/.exec(line)?.[1] ?? []);
    expect(stable.slice(0, 3)).toEqual(stable.slice(3));
    expect(new Set(stable).size).toBe(3);
  });

  test('defines the variables of its query, and has no pathway for a mirror with others', () => {
    const text = MASTER.replace('v/1', 'v/1')
      .replace('#EXTM3U', '#EXTM3U\n#EXT-X-DEFINE:QUERYPARAM="t"')
      .replace('v/1.m3u8', 'v/1.m3u8?t={$t}');
    const [a, b] = [at('a'), at('b')].map((source, index) => ({ ...source, url: `${source.url}?t=x${index}` }));
    const ours = write(text, a!, b!);
    expect(ours).toContain('#EXT-X-DEFINE:NAME="t",VALUE="x0"');
    expect(ours).toContain('https://a.example.com/film/v/1.m3u8?t=x0');
    expect(ours).not.toContain('b.example.com');
    expect(() => write(text, { ...a!, url: `${at('a').url}?t=%22` })).toThrow('quote');
  });

  test.each([
    [
      'it is steered itself',
      '#EXT-X-CONTENT-STEERING:SERVER-URI="../s.json"',
      'SERVER-URI="https://a.example.com/s.json"',
    ],
    ['its links live under 150 s', '', ''],
  ])('has no pathways of ours where %s', (why, line, kept) => {
    const text = MASTER.replace('#EXTM3U', `#EXTM3U\n${line}`);
    const ours = write(text, at('a', 'a', NOW + (why.includes('live') ? 149_000 : 3_600_000)), at('b'));
    expect(ours).toContain(kept);
    expect(/PATHWAY-ID|steering\.json/.test(ours)).toBe(false);
  });

  test('is written in linear time, whatever a line consists of', () => {
    for (const line of [','.repeat(60_000), ' '.repeat(60_000), `${'A='.repeat(30_000)}"`, '"'.repeat(60_000)]) {
      expect(write(`#EXTM3U\n#EXT-X-MEDIA:${line}\n#EXT-X-STREAM-INF:BANDWIDTH=1\nv.m3u8\n`, at('a'))).toContain(
        'v.m3u8',
      );
    }
  });
});

const offered = (expiries: readonly (number | undefined)[]): Pathways => {
  const [first, ...others] = expiries.map((expiresAt, index) => at(`s${index}`, `h${index}`, expiresAt));
  return pathwaysOf({ text: MASTER, sources: [first!, ...others], storedAt: NOW });
};

const aLife = fc.option(fc.integer({ min: -600, max: 7200 }), { nil: undefined });

describe('a steering answer', () => {
  test('is valid for all lives, mirrors and states of health', () => {
    const state = fc.record({
      lives: fc.array(fc.tuple(aLife, aLife, fc.boolean()), { minLength: 1, maxLength: 9 }),
      random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      askAgain: fc.constantFrom(undefined, 5, 60),
      knows: fc.boolean(),
      later: fc.integer({ min: 0, max: 5000 }),
    });
    const links = new Map<string, string>();
    fc.assert(
      fc.property(state, ({ lives, random, askAgain, knows, later }) => {
        const now = NOW + later;
        const when = (life: number | undefined) => (life === undefined ? undefined : NOW + life * 1000);
        const owned = offered(lives.map(([life]) => when(life))).pathways.map(({ id }) => parsedPathway(id)!);
        const offer = offered(lives.map(([, life]) => when(life)));
        const manifest = steeringManifest({
          owned: [owned[0]!, ...owned.slice(1)],
          offered: knows ? offer : undefined,
          isHealthy: (source) => lives[Number(source.slice(1))]![2],
          askAgain,
          reloadUri: steeringUri,
          now,
          random: () => random,
        });
        const { TTL, 'PATHWAY-PRIORITY': priority, 'PATHWAY-CLONES': clones = [] } = manifest;
        expect(manifest.VERSION).toBe(1);
        expect(priority.length).toBeGreaterThan(0);
        expect(new Set(priority).size).toBe(priority.length);
        for (const id of priority) expect(id).toMatch(/^[A-Za-z0-9._-]+$/);
        const reload = new URLSearchParams(manifest['RELOAD-URI'].split('?')[1]).getAll('p');
        expect(reload.every((each) => parsedPathway(each) !== undefined)).toBe(true);

        const lifeOf = (id: string) => parsedPathway(id)!.expiresAt;
        const left = (lifeOf(priority[0]!) ?? Number.POSITIVE_INFINITY) - now / 1000;
        expect(Number.isInteger(TTL) && TTL >= 1 && TTL <= 300).toBe(true);
        if (left >= 1) expect(TTL).toBeLessThanOrEqual(left);

        const base = `${owned[0]!.source}.${(owned[0]!.expiresAt ?? 0).toString(36)}.${owned[0]!.ladder}`;
        expect(reload[0]).toBe(base);
        for (const clone of clones) {
          expect(clone['BASE-ID']).toBe(base);
          const { 'PER-VARIANT-URIS': variants, 'PER-RENDITION-URIS': renditions = {} } = clone['URI-REPLACEMENT'];
          expect([Object.keys(variants).length, Object.keys(renditions).length]).toEqual([3, 2]);
          const uris = JSON.stringify([variants, renditions]);
          expect(links.get(clone.ID) ?? uris).toBe(uris);
          links.set(clone.ID, uris);
        }
        const known = new Set([...reload, ...clones.map(({ ID }) => ID)]);
        if (left >= 1) expect(priority.filter((id) => !known.has(id))).toEqual([]);
        const healthy = priority.map((id) => lives[Number(parsedPathway(id)!.source.slice(1))]![2]);
        expect(healthy).toEqual(healthy.toSorted((one, other) => Number(other) - Number(one)));
      }),
    );
  });

  test('offers no clone of other streams, nor where an audio rendition has no address', () => {
    const owned = offered([NOW + 100_000]).pathways.map(({ id }) => parsedPathway(id)!);
    const facts = { isHealthy: () => true, reloadUri: steeringUri, now: NOW, random: () => 0 };
    const texts = [MASTER.replace('v/2.m3u8', 'v/3.m3u8'), MASTER.replace(',URI="a/en.m3u8"', '')];
    for (const text of texts) {
      const renewed = pathwaysOf({ text, sources: [at('s0', 'h0', NOW + 3_600_000)], storedAt: NOW });
      const same = [
        { ...owned[0]!, ladder: renewed.master.canBeCloned ? owned[0]!.ladder : renewed.master.ladder },
      ] as const;
      expect(steeringManifest({ ...facts, owned: same, offered: renewed })).not.toHaveProperty('PATHWAY-CLONES');
    }
  });
});
