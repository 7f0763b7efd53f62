import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readCatalogueFile } from '../../commands/catalogue/files/catalogue-file.ts';
import { problemText } from '../../commands/catalogue/problem.ts';
import { writeRows } from '../../commands/catalogue/store/batches.ts';
import { updateCatalogue } from '../../commands/catalogue/store/catalogue-update.ts';
import { LOCAL_CREDENTIALS } from '../../commands/target/local-stack.ts';
import type { Clock } from '../../lambda/clock.ts';
import { movieLine, type RunningTable, startCatalogueTable, TABLE } from './catalogue-tables.ts';

let table: RunningTable;
beforeEach(async () => {
  table = await startCatalogueTable();
});
afterEach(() => table.stop());

const itemsOf = (...lines: string[]) => readCatalogueFile(Buffer.from(lines.join('\n'))).items;

/** What the command does with a file: reads it, compares it with the table, writes what differs. */
async function importText(text: string, onProgress?: (written: number) => void) {
  const { items, problems } = readCatalogueFile(Buffer.from(text));
  await updateCatalogue({ items }, { table: { client: table.client, name: TABLE }, ...(onProgress && { onProgress }) });
  const errors = problems.filter(({ severity }) => severity === 'error');
  return {
    imported: items.length,
    rejected: errors.map((problem) => ({ line: problem.line, reason: problemText(problem) })),
  };
}

describe('importing a catalogue', () => {
  test('60 rows of which 3 are bad: 57 are stored, and each bad one is named with its line and its reason', async () => {
    const lines = Array.from({ length: 60 }, (_, index) => movieLine(String(index + 1)));
    lines[4] = '{"tmdbId": "5", "mediaType": "movie"';
    lines[29] = movieLine('0030');
    lines[58] = movieLine('59', { sources: [{ url: 'ftp://media.example/59.mp4' }] });

    const { imported, rejected } = await importText(lines.join('\n'));

    expect(imported).toBe(57);
    expect(await table.keys()).toHaveLength(57);
    expect(rejected).toEqual([
      { line: 5, reason: expect.stringMatching(/^is not valid JSON: /) },
      { line: 30, reason: expect.stringMatching(/^tmdbId: must be a TMDB id/) },
      { line: 59, reason: 'sources[0].url: must be an absolute http(s) URL without credentials' },
    ]);
  });

  test('of rows for the same title the last one wins, within a batch and across batches', async () => {
    const lines = Array.from({ length: 40 }, (_, index) => movieLine(String(index + 1), { title: 'first' }));
    lines.splice(3, 0, movieLine('1', { title: 'second, in the same batch' }));
    lines.push(movieLine('2', { title: 'second, in a later batch' }));

    const { imported, rejected } = await importText(lines.join('\n'));

    expect({ imported, rejected }).toEqual({ imported: 40, rejected: [] });
    expect(await table.row('movie:1')).toMatchObject({ title: 'second, in the same batch' });
    expect(await table.row('movie:2')).toMatchObject({ title: 'second, in a later batch' });
  });

  test('a byte order mark, CRLF, blank lines and a missing last line end change nothing but the line numbers', async () => {
    const text = ['\uFEFF\uFEFF', movieLine('1'), '', '   ', 'oops', movieLine('2')].join('\r\n');
    const { imported, rejected } = await importText(`\uFEFF${movieLine('3')}\r\n${text}`);
    expect(imported).toBe(3);
    expect(rejected.map(({ line }) => line)).toEqual([6]);
    expect(await table.keys()).toEqual(['movie:1', 'movie:2', 'movie:3']);
  });

  test('an unescaped U+2028 arrives whole', async () => {
    const title = 'Amélie \u2028 天空の城 🎬';
    await importText(movieLine('194', { title }));
    expect(await table.row('movie:194')).toMatchObject({ title });
  });

  test('an episode is kept apart from the movie of the same id, season 0 and episode 0 included', async () => {
    const episode = (season: number, number: number) => movieLine('1396', { mediaType: 'tv', season, episode: number });
    await importText([movieLine('1396'), episode(1, 1), episode(0, 0)].join('\n'));
    expect(await table.keys()).toEqual(['movie:1396', 'tv:1396:0:0', 'tv:1396:1:1']);
  });

  test.each([
    ['an episode without its season', movieLine('1', { mediaType: 'tv', episode: 1 }), /^season: /],
    ['an unknown media type', movieLine('1', { mediaType: 'series' }), /^mediaType: must be movie or tv$/],
    [
      'an id that is no whole number',
      '{"tmdbId":5.5,"mediaType":"movie","sources":[{"url":"https://a.example/"}]}',
      /^tmdbId: must be a TMDB id: .*, not "5.5"$/,
    ],
    ['a title without sources', movieLine('1', { sources: [] }), /^sources: /],
    [
      'a subtitle without an absolute link',
      movieLine('1', { subtitles: [{ url: '/en.vtt' }] }),
      /^subtitles\[0\]\.url: /,
    ],
    [
      'a subtitle without a link',
      movieLine('1', { subtitles: [{ file: 'https://a.example/en.vtt' }] }),
      /^subtitles\[0\]\.url: /,
    ],
    ['subtitles that are no list', movieLine('1', { subtitles: {} }), /^subtitles: /],
    ['a poster that is no text', movieLine('1', { poster: false }), /^poster: /],
    ['a duration that is no fact', movieLine('1', { duration: true }), /^duration: /],
    [
      'a source with a fact of another type',
      movieLine('1', { sources: [{ url: 'https://a.example/', expiresAt: false }] }),
      /^sources\[0\]\.expiresAt: /,
    ],
    [
      'one source of two without a link',
      movieLine('1', { sources: [{ url: 'https://a.example/' }, { url: null }] }),
      /^sources\[1\]\.url: /,
    ],
    ['a link with a password', movieLine('1', { poster: 'https://me:secret@a.example/p.jpg' }), /^poster: /],
    [
      'more sources than an answer holds',
      movieLine('1', { sources: Array(101).fill({ url: 'https://a.example/' }) }),
      /^sources: /,
    ],
    [
      'a row larger than a table item',
      movieLine('1', { sources: Array(60).fill({ url: `https://a.example/${'x'.repeat(8000)}` }) }),
      /^is larger than /,
    ],
    ['a list', '[[]]', /^is not a JSON object$/],
  ])('%s is rejected with a reason', async (_, line, reason) => {
    const { imported, rejected } = await importText(line);
    expect(imported).toBe(0);
    expect(rejected).toEqual([{ line: 1, reason: expect.stringMatching(reason) }]);
  });

  test('blanks in a link and around it do no harm', async () => {
    const sources = [{ url: ' https://a.example/My Movie 1080p.mp4\n' }];
    expect(await importText(movieLine('1', { sources }))).toEqual({ imported: 1, rejected: [] });
  });

  test('fields that the contract does not know are not stored', async () => {
    await importText(movieLine('1', { internalNote: 'call Bob' }));
    expect(await table.row('movie:1')).toEqual(JSON.parse(movieLine('1')));
  });

  test('progress is reported after every batch of 25', async () => {
    const reported: number[] = [];
    const lines = Array.from({ length: 60 }, (_, index) => movieLine(String(index + 1))).join('\n');
    await importText(lines, (written) => reported.push(written));
    expect(reported).toEqual([25, 50, 60]);
  });
});

describe('a table that takes only part of a batch', () => {
  let proxy: Server;
  let client: DynamoDBClient;
  afterEach(async () => {
    client.destroy();
    await new Promise((resolve) => proxy.close(resolve));
  });

  /** Passes at most `limit` writes of each batch on to the real table and hands the others back, as DynamoDB does. */
  async function startThrottle(limit: number): Promise<void> {
    proxy = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = JSON.parse(Buffer.concat(chunks).toString());
      const writes = body.RequestItems[TABLE];
      const left = writes.slice(limit);
      if (limit > 0) {
        await fetch(table.endpoint, {
          method: 'POST',
          headers: {
            'x-amz-target': request.headers['x-amz-target'] as string,
            'content-type': request.headers['content-type'] as string,
            authorization: request.headers.authorization as string,
            'x-amz-date': request.headers['x-amz-date'] as string,
          },
          body: JSON.stringify({ RequestItems: { [TABLE]: writes.slice(0, limit) } }),
        });
      }
      response.setHeader('content-type', 'application/x-amz-json-1.0');
      response.end(JSON.stringify({ UnprocessedItems: left.length > 0 ? { [TABLE]: left } : {} }));
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    client = new DynamoDBClient({ endpoint: `http://127.0.0.1:${port}`, ...LOCAL_CREDENTIALS });
  }

  function waitingClock(): { clock: Clock; waits: number[] } {
    const waits: number[] = [];
    const clock: Clock = {
      now: () => 0,
      sleep: async (ms) => {
        waits.push(ms);
      },
      setTimer: () => () => undefined,
    };
    return { clock, waits };
  }

  test('gets the rest again after growing waits, until everything is stored', async () => {
    await startThrottle(7);
    const { clock, waits } = waitingClock();
    const put = itemsOf(...Array.from({ length: 25 }, (_, index) => movieLine(String(index + 1))));
    await writeRows({ client, name: TABLE, clock }, { put });
    expect(await table.keys()).toHaveLength(25);
    expect(waits).toEqual([50, 100, 200]);
  });

  test('that takes nothing at all ends the import with an error', async () => {
    await startThrottle(0);
    const { clock, waits } = waitingClock();
    const writing = writeRows({ client, name: TABLE, clock }, { put: itemsOf(movieLine('1')) });
    await expect(writing).rejects.toThrow('still refuses writes after 10 attempts');
    expect(Math.max(...waits)).toBe(5000);
  });
});
