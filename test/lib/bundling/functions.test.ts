import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { FUNCTIONS } from '../../../lib/bundling/functions.ts';

const folder = new URL('../../../lambda/functions/', import.meta.url);

test('every entry file that exports a handler is a function of the stack, and every function has one', async () => {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts'));
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, folder), 'utf8')));
  const entries = files.filter((_, index) => /^export (const|async function|function) handler\b/m.test(texts[index]!));
  expect(entries.sort()).toEqual(FUNCTIONS.map((name) => `${name}.ts`).sort());
});
