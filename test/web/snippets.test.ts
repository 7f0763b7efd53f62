import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { transform } from 'esbuild';
import { snippetsFor } from '../../web/src/watch/snippets/snippets.ts';

const baseUrl = 'http://localhost:3000';
const movie = { tmdbId: '550', mediaType: 'movie' } as const;
const target = '/api/stream/extract?tmdbId=550&mediaType=movie';

const codeOf = (needsKey: boolean) =>
  new Map(snippetsFor({ title: movie, baseUrl, target, needsKey }).map(({ id, code }) => [id, code]));

test.each([true, false])('every snippet is valid in its language, with a key: %j', async (needsKey) => {
  const code = codeOf(needsKey);
  for (const id of ['fetch', 'sdk', 'react', 'player'] as const) {
    await transform(code.get(id)!, { loader: 'jsx', format: 'esm', target: 'es2022' });
  }
  execFileSync('sh', ['-n', '-c', code.get('curl')!]);
  expect(code.get('html')).toContain(
    '<stream-player base-url="http://localhost:3000" tmdb-id="550" media-type="movie"',
  );
});

test('a key is only asked for in what runs on a server', () => {
  const code = codeOf(true);
  for (const id of ['curl', 'fetch', 'sdk'] as const) expect(code.get(id)).toContain('STREAM_API_KEY');
  for (const id of ['react', 'player', 'html'] as const) expect(code.get(id)).not.toMatch(/KEY|apiKey/);
  expect([...codeOf(false).values()].join()).not.toMatch(/KEY|apiKey/);
});
