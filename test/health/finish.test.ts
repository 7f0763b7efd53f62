import { describe, expect, test } from '@jest/globals';
import type { VideoData } from '../../contract/answer.ts';
import type { AnswerEntry } from '../../lambda/cache/entry.ts';
import { listText } from '../../lambda/health/unwell-list.ts';
import type { Content } from '../../lambda/stream/content.ts';
import type { TableClient } from '../../lambda/table.ts';
import { entityTag } from '../../lambda/wiring/entity-tag.ts';
import { createFinisher } from '../../lambda/wiring/finish/finisher.ts';
import { unwellLook } from '../../lambda/wiring/health/unwell-look.ts';
import { FakeClock } from '../support/fake-clock.ts';

const MINUTE = 60_000;
const MOVIE: Content = { mediaType: 'movie', tmdbId: '1' };

const source = (id: string, quality: VideoData['sources'][number]['quality'], bandwidth?: number) => ({
  url: `https://media.example.com/${id}.mp4`,
  id,
  quality,
  type: 'mp4' as const,
  ...(bandwidth && { bandwidth }),
});

function entryOf(...sources: VideoData['sources']): AnswerEntry {
  const data = JSON.stringify({ sources, subtitles: [], duration: 60 });
  return {
    kind: 'answer',
    data,
    etag: entityTag(data),
    sourceCount: sources.length,
    subtitleCount: 0,
    bestQuality: '1080p',
    generation: 0,
    storedAt: 0,
    freshUntil: MINUTE,
    staleUntil: MINUTE,
  };
}

const ENTRY = entryOf(
  source('a', '1080p', 9),
  source('b', '1080p', 5),
  source('c', '720p'),
  source('d', '720p'),
  source('e', '480p'),
);

type Listed = Parameters<typeof listText>[0];

/** A container's step after the cache, over a table whose answer the test sets. */
function container() {
  const clock = new FakeClock();
  const table = { reads: 0, item: undefined as unknown, answer: async (): Promise<unknown> => ({ Item: table.item }) };
  const client = {
    send: () => {
      table.reads += 1;
      return table.answer();
    },
  } as unknown as TableClient;
  const { begin } = createFinisher({ look: unwellLook(client, 'health', clock) });
  const listed = (conditions: Readonly<Record<string, 'slow' | 'no-cors' | 'down'>>): void => {
    const now = clock.now();
    const rows = Object.entries(conditions).map(
      ([id, condition]) => [`movie:1/${id}`, { condition, since: now, checkedAt: now }] as const,
    );
    table.item = { pk: 'unwell', sources: listText(new Map(rows) as Listed) };
  };
  return { clock, table, listed, finish: (entry: AnswerEntry, content: Content = MOVIE) => begin(content)(entry) };
}

const sourcesOf = ({ data }: AnswerEntry) => (JSON.parse(data) as VideoData).sources;
const idsOf = (entry: AnswerEntry) => sourcesOf(entry).map(({ id }) => id);

describe('an answer', () => {
  test('none of whose sources is listed is the stored one', async () => {
    const { finish, listed } = container();
    listed({ other: 'down' });
    expect(await finish(ENTRY)).toBe(ENTRY);
  });

  test('has what is slow behind the others of its class, and what is down behind everything', async () => {
    const { finish, listed } = container();
    listed({ a: 'down', c: 'slow', e: 'no-cors' });
    const finished = await finish(ENTRY);
    expect(idsOf(finished)).toEqual(['b', 'd', 'c', 'e', 'a']);
    const [b, , c, e, a] = sourcesOf(finished);
    expect(b).toEqual(source('b', '1080p', 5));
    const checkedAt = '2026-01-01T00:00:00.000Z';
    expect([c, e, a]).toEqual([
      { ...source('c', '720p'), health: 'slow', checkedAt },
      { ...source('e', '480p'), browser: false, checkedAt },
      { ...source('a', '1080p', 9), health: 'down', checkedAt },
    ]);
    expect(finished).toMatchObject({ bestQuality: '1080p', sourceCount: 5, storedAt: 0, freshUntil: MINUTE });
    expect(finished.etag).toBe(entityTag(finished.data));
    expect(finished.etag).not.toBe(ENTRY.etag);
  });

  test('of which everything is down still has everything', async () => {
    const { finish, listed } = container();
    listed({ a: 'down', b: 'down', c: 'down', d: 'down', e: 'down' });
    expect(idsOf(await finish(ENTRY))).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('is the stored one where the sources that are listed by the same ids are of another title', async () => {
    const { finish, listed } = container();
    listed({ a: 'down' });
    const other = entryOf(source('a', '1080p'), source('b', '1080p'));
    expect(await finish(other, { mediaType: 'movie', tmdbId: '2' })).toBe(other);
    expect(await finish(other, { mediaType: 'tv', tmdbId: '1', season: 1, episode: 1 })).toBe(other);
    expect(idsOf(await finish(ENTRY)).at(-1)).toBe('a');
  });

  test('is made once for the same list', async () => {
    const { finish, listed } = container();
    listed({ a: 'down' });
    expect(await finish(ENTRY)).toBe(await finish(ENTRY));
  });
});

describe('the list', () => {
  test('is read once a minute, however many answers there are', async () => {
    const { clock, table, finish } = container();
    for (let answer = 0; answer < 100; answer += 1) await finish(ENTRY);
    expect(table.reads).toBe(1);
    await clock.advance(MINUTE - 1);
    await finish(ENTRY);
    expect(table.reads).toBe(1);
    await clock.advance(1);
    await Promise.all(Array.from({ length: 10 }, () => finish(ENTRY)));
    expect(table.reads).toBe(2);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['gone', () => Promise.reject(Object.assign(new Error('no table'), { name: 'ResourceNotFoundException' }))],
    ['throttled', () => Promise.reject(Object.assign(new Error('slow down'), { name: 'ThrottlingException' }))],
    ['empty', async () => ({})],
    ['unreadable', async () => ({ Item: { sources: '[["a","gone"],7,["b"]]' } })],
  ])('of a table that is %s leaves the answer as it is', async (_what, answer) => {
    const { table, finish } = container();
    table.answer = answer;
    expect(await finish(ENTRY)).toBe(ENTRY);
    await finish(ENTRY);
    expect(table.reads).toBe(1);
  });

  test('of a table that does not answer is waited for a quarter of a second, once a minute', async () => {
    const { clock, table, listed, finish } = container();
    listed({ a: 'down' });
    await finish(ENTRY);
    table.answer = () => new Promise(() => undefined);
    await clock.advance(MINUTE);
    const waiting = finish(ENTRY);
    await clock.advance(250);
    // What was known before still counts.
    expect(idsOf(await waiting).at(-1)).toBe('a');
    expect(idsOf(await finish(ENTRY)).at(-1)).toBe('a');
    expect(table.reads).toBe(2);
  });

  test('counts for nothing when it is a day old', async () => {
    const { clock, table, listed, finish } = container();
    listed({ a: 'down' });
    await finish(ENTRY);
    table.answer = () => Promise.reject(new Error('gone'));
    await clock.advance(24 * 60 * MINUTE + 1);
    expect(await finish(ENTRY)).toBe(ENTRY);
  });
});
