import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { XMLParser } from 'fast-xml-parser';
import { Parser } from 'm3u8-parser';
import { readCatalogueFile } from '../../commands/catalogue/files/catalogue-file.ts';
import { catalogueRow } from '../../contract/catalogue.ts';
import { sampleFile } from '../../local/sample-catalogue.ts';

const ORIGIN = join(import.meta.dirname, '../../samples');
const MEDIA = join(ORIGIN, 'media');

const lines = readFileSync(join(ORIGIN, 'catalogue.jsonl'), 'utf8').trimEnd().split('\n');
const rows = lines.map((line) => catalogueRow.parse(JSON.parse(line)));
const files = readdirSync(MEDIA, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name));
const endingIn = (ending: string) => files.filter((file) => file.endsWith(ending));

/** The files that the URLs of the catalogue point to. */
const named = rows.flatMap((row) =>
  [...row.sources.map(({ url }) => url), ...(row.subtitles ?? []).map(({ url }) => url), row.poster ?? []]
    .flat()
    .map((url) => url.replace('{origin}', ORIGIN)),
);

/** The part of a parsed playlist, master or media, that this test reads. */
interface Playlist {
  readonly segments?: readonly { uri: string; map?: { uri: string } }[];
  readonly playlists?: readonly { uri: string }[];
  readonly mediaGroups?: Record<'AUDIO' | 'SUBTITLES', Record<string, Record<string, { uri?: string }>>>;
}

/** The files in a playlist: segments and their initialisation, or the playlists of a master. */
function namedByPlaylist(path: string): string[] {
  const parser = new Parser();
  parser.push(readFileSync(path, 'utf8'));
  parser.end();
  const { segments = [], playlists = [], mediaGroups } = parser.manifest as unknown as Playlist;
  const groups = Object.values({ ...mediaGroups?.AUDIO, ...mediaGroups?.SUBTITLES });
  const uris = [
    ...segments.flatMap((segment) => [segment.uri, segment.map?.uri]),
    ...playlists.map(({ uri }) => uri),
    ...groups.flatMap((group) => Object.values(group).map(({ uri }) => uri)),
  ];
  return uris.filter((uri) => uri !== undefined).map((uri) => join(dirname(path), uri));
}

/** The part of a Representation of our MPDs that this test reads. */
interface Representation {
  readonly '@_id': string;
  readonly SegmentTemplate: {
    readonly '@_initialization': string;
    readonly '@_media': string;
    readonly SegmentTimeline: { readonly S: readonly { '@_r'?: string }[] };
  };
}

/** The files of an MPD, by the template and the timeline of each Representation. */
function namedByMpd(path: string): string[] {
  const lists = ['AdaptationSet', 'Representation', 'S'];
  const xml = new XMLParser({ ignoreAttributes: false, isArray: (name) => lists.includes(name) });
  const sets: { Representation: Representation[] }[] = xml.parse(readFileSync(path, 'utf8')).MPD.Period.AdaptationSet;
  const names = sets.flatMap((set) =>
    set.Representation.flatMap(({ '@_id': id, SegmentTemplate: template }) => {
      const count = template.SegmentTimeline.S.reduce((sum, entry) => sum + 1 + Number(entry['@_r'] ?? 0), 0);
      const numbers = Array.from({ length: count }, (_, index) =>
        template['@_media'].replace('$Number$', `${index + 1}`),
      );
      return [template['@_initialization'], ...numbers].map((name) => name.replace('$RepresentationID$', id));
    }),
  );
  return names.map((name) => join(dirname(path), name));
}

describe('the sample catalogue', () => {
  test('has the films of the demonstration and the ids of the examples, including a special', async () => {
    const { items, problems } = readCatalogueFile(await sampleFile('http://localhost:3000'));
    const keys = items.map(({ key }) => key);
    expect(problems).toEqual([]);
    expect(keys.sort()).toEqual(
      [10378, 45745, 133701, 9761, 358332, 10331, 20529, 550]
        .map((id) => `movie:${id}`)
        .concat('tv:1396:0:1', 'tv:1396:1:1')
        .sort(),
    );
  });

  test('every one of its URLs points to a file', () => {
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((file) => !existsSync(file))).toEqual([]);
  });

  test('every playlist parses and lists files that exist', () => {
    const playlists = endingIn('.m3u8');
    expect(playlists.length).toBeGreaterThan(20);
    for (const playlist of playlists) {
      const below = namedByPlaylist(playlist);
      expect([relative(MEDIA, playlist), below.length]).not.toEqual([relative(MEDIA, playlist), 0]);
      expect(below.filter((file) => !existsSync(file))).toEqual([]);
    }
  });

  test('every MPD parses and lists segments that exist', () => {
    const manifests = endingIn('.mpd');
    expect(manifests).toHaveLength(2);
    for (const manifest of manifests) {
      const below = namedByMpd(manifest);
      expect(below.length).toBeGreaterThan(8);
      expect(below.filter((file) => !existsSync(file))).toEqual([]);
    }
  });

  test('every file is used', () => {
    const reachable = new Set([
      ...named,
      ...endingIn('.m3u8').flatMap(namedByPlaylist),
      ...endingIn('.mpd').flatMap(namedByMpd),
    ]);
    expect(files.filter((file) => !reachable.has(file)).map((file) => relative(MEDIA, file))).toEqual([]);
  });

  test('the index of every MP4 precedes its media, so that it plays while it loads', () => {
    const clips = named.filter((file) => file.endsWith('.mp4'));
    expect(clips.length).toBeGreaterThan(4);
    for (const clip of clips) {
      const bytes = readFileSync(clip);
      expect(bytes.indexOf('moov')).toBeGreaterThan(0);
      expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
    }
  });

  test('one master has separate audio, another has it in every variant', () => {
    const master = (path: string) => readFileSync(join(MEDIA, path), 'utf8');
    expect(master('sintel/cmaf/master.m3u8')).toMatch(/TYPE=AUDIO,.*URI="audio\/index\.m3u8"/);
    expect(master('big-buck-bunny/hls/master.m3u8')).not.toContain('TYPE=AUDIO');
  });

  test('the media stay small enough to be committed: under 6 MB', () => {
    const total = files.reduce((sum, file) => sum + statSync(file).size, 0);
    expect(total).toBeGreaterThan(1_000_000);
    expect(total).toBeLessThan(6_000_000);
  });
});
