import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { stop as stopBundler } from 'esbuild';
import { keptPage } from '../../../local/console/kept-page.ts';

let pages: string;
let record: string;

beforeAll(async () => {
  pages = await mkdtemp(join(tmpdir(), 'stream-api-pages-'));
  record = join(pages, 'page.kept.json');
});
afterAll(async () => {
  await stopBundler();
  await rm(pages, { recursive: true });
});

test('the page is built once as long as nothing has changed that it is made of', async () => {
  const page = await keptPage(pages);
  expect(await readFile(join(page, 'index.html'), 'utf8')).toContain('assets/main.js');
  expect(await readdir(join(page, 'assets'))).toEqual(expect.arrayContaining(['main.js', 'mark.svg', 'openapi.json']));
  expect(await keptPage(pages)).toBe(page);
  const { files } = JSON.parse(await readFile(record, 'utf8')) as { files: Record<string, string> };
  const parts = ['index.html', 'mark.svg', 'tsconfig.json', 'build.ts', 'src/main.tsx', 'src/reference/reference.css'];
  expect(Object.keys(files)).toEqual(expect.arrayContaining(parts.map((part) => `web/${part}`)));
  expect(Object.keys(files)).toEqual(expect.arrayContaining(['docs/openapi.json', 'client/src/index.ts']));
});

test('it is built again when one of these has changed, and what is served meanwhile stays', async () => {
  const page = await keptPage(pages);
  const kept = JSON.parse(await readFile(record, 'utf8'));
  await writeFile(record, JSON.stringify({ ...kept, files: { ...kept.files, 'web/index.html': 'another' } }));
  const next = await keptPage(pages);
  expect(next).not.toBe(page);
  for (const folder of [page, next]) expect(await readdir(folder)).toEqual(['assets', 'index.html']);
  expect(await keptPage(pages)).toBe(next);
});
