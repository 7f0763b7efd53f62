import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { FUNCTIONS } from '../../../lib/bundling/functions.ts';

const ROOT = new URL('../../../', import.meta.url);
const HANDLER = /^export (const|async function|function) handler\b/m;

test('every module of the project that exports a handler is a function of the stack, and every function has one', async () => {
  const names = await readdir(new URL('lambda/', ROOT), { recursive: true });
  const modules = names.filter((name) => name.endsWith('.ts')).map((name) => `lambda/${name}`);
  const texts = await Promise.all(modules.map((path) => readFile(new URL(path, ROOT), 'utf8')));
  const entries = modules.filter((_, index) => HANDLER.test(texts[index]!));
  expect(entries.sort()).toEqual(
    Object.values(FUNCTIONS)
      .map(({ entry }) => entry)
      .sort(),
  );
});
