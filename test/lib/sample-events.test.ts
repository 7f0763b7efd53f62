import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { extractQuery } from '../../contract/query.ts';

test('the sample events are what their names say', async () => {
  const folder = new URL('../events/', import.meta.url);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const verdicts = await Promise.all(
    files.sort().map(async (file) => {
      const event = JSON.parse(await readFile(new URL(file, folder), 'utf8'));
      return [file, event.path, extractQuery.safeParse(event.queryStringParameters).success];
    }),
  );
  expect(verdicts).toEqual([
    ['invalid.json', '/api/stream/extract', false],
    ['movie.json', '/api/stream/extract', true],
    ['tv.json', '/api/stream/extract', true],
  ]);
});
