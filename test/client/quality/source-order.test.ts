import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Source } from '../../../client/src/index.ts';
import { ordered, wishOf } from '../../../client/src/quality/source-order.ts';

interface Playable {
  readonly source: Source;
}

const source = (id: string, facts: Partial<Source>): Playable => ({
  source: { id, url: `https://media.example/${id}`, type: 'mp4', quality: 'auto', ...facts },
});
const STREAM = source('stream', {
  type: 'hls',
  variants: [
    { quality: '1080p', bandwidth: 5_000_000 },
    { quality: '480p', bandwidth: 1_200_000 },
  ],
});
const FILES = [
  source('1080p', { quality: '1080p', bandwidth: 5_000_000 }),
  source('720p', { quality: '720p', bandwidth: 2_500_000 }),
  source('360p', { quality: '360p', bandwidth: 800_000 }),
];
const NOTHING = { wish: [], chosen: {}, bandwidth: undefined, limit: undefined };
const idsOf = (playable: readonly Playable[]) => playable.map(({ source: { id } }) => id);

test('where nothing is known, the order of the player stays', () => {
  expect(idsOf(ordered([STREAM, ...FILES], NOTHING))).toEqual(['stream', '1080p', '720p', '360p']);
});

test('of files, the best that needs at most 0.7 of the bandwidth is first, and an adaptive stream before it', () => {
  const at = (bandwidth: number) => idsOf(ordered([STREAM, ...FILES], { ...NOTHING, bandwidth }));
  expect(at(10_000_000)).toEqual(['stream', '1080p', '720p', '360p']);
  expect(at(5_000_000)).toEqual(['stream', '720p', '360p', '1080p']);
  expect(at(3_000_000)).toEqual(['stream', '360p', '720p', '1080p']);
  expect(at(500_000)).toEqual(['stream', '360p', '720p', '1080p']);
});

test('a wish chooses among what the line carries', () => {
  const wish = wishOf('res:720', {});
  expect(idsOf(ordered(FILES, { ...NOTHING, wish }))[0]).toBe('720p');
  expect(idsOf(ordered(FILES, { ...NOTHING, wish, bandwidth: 2_000_000 }))[0]).toBe('360p');
  expect(idsOf(ordered([STREAM, ...FILES], { ...NOTHING, wish: wishOf('type:mp4', {}) }))[0]).toBe('1080p');
});

test('what was chosen for a show comes first: its provider, and its quality before the wish for all titles', () => {
  const other = source('other', { quality: '480p', provider: 'second' });
  expect(idsOf(ordered([...FILES, other], { ...NOTHING, chosen: { provider: 'second' } }))[0]).toBe('other');
  expect(wishOf('res:1080,codec:h264', { lines: 720 })).toEqual([
    { field: 'res', limit: 720 },
    { field: 'codec', limit: 'h264' },
  ]);
});

test('what is known to be down stays behind', () => {
  const down = source('down', { quality: '1080p', provider: 'second', health: 'down' });
  expect(idsOf(ordered([down, ...FILES], { ...NOTHING, chosen: { provider: 'second' } })).at(-1)).toBe('down');
});

test('a wish that cannot be read is none', () => {
  expect(wishOf('size:3', {})).toEqual([]);
});

test('whatever the wish and the line, each source is there once', () => {
  const qualities = fc.constantFrom('1080p' as const, '720p' as const, '480p' as const, 'auto' as const);
  const anySource = fc.record({
    quality: qualities,
    type: fc.constantFrom('hls' as const, 'mp4' as const),
    bandwidth: fc.option(fc.nat(20_000_000), { nil: undefined }),
    health: fc.constantFrom('slow' as const, 'down' as const, undefined),
    provider: fc.constantFrom('one', 'two', undefined),
  });
  fc.assert(
    fc.property(
      fc.array(anySource, { maxLength: 12 }),
      fc.constantFrom('', 'res:720', 'type:hls', 'res,codec:av01,lang:de'),
      fc.option(fc.nat(30_000_000), { nil: undefined }),
      (facts, prefer, bandwidth) => {
        const list = facts.map((each, index) => source(String(index), each));
        const options = { wish: wishOf(prefer, {}), chosen: { provider: 'one' }, bandwidth, limit: undefined };
        expect(idsOf(ordered(list, options)).sort()).toEqual(idsOf(list).sort());
      },
    ),
  );
});
