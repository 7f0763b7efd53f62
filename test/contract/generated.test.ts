import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { generatedFiles } from '../../tools/generate.ts';

test('what is derived from the contract is up to date: run `npm run generate` where this fails', async () => {
  for (const [path, text] of await generatedFiles()) {
    const stored = await readFile(new URL(`../../${path}`, import.meta.url), 'utf8').catch(() => 'missing');
    expect(stored === text ? 'up to date' : `${path} is stale`).toBe('up to date');
  }
});

test('nothing generated is left over from a schema that was removed', async () => {
  const stored = await readdir(new URL('../../contract/generated', import.meta.url));
  const generated = [...(await generatedFiles()).keys()].flatMap((path) => path.split('contract/generated/')[1] ?? []);
  expect(stored.sort()).toEqual(generated.sort());
});
