import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { peersIn } from '../../bench/peers.ts';

let folder: string;
let outdir: string;
beforeEach(async () => {
  [folder, outdir] = await Promise.all([mkdtemp(join(tmpdir(), 'peers-')), mkdtemp(join(tmpdir(), 'peers-out-'))]);
});
afterEach(() => Promise.all([folder, outdir].map((each) => rm(each, { recursive: true, force: true }))));

test("a folder's bundles are its peers, by name; what is no code is none", async () => {
  await mkdir(join(folder, 'out'));
  for (const file of ['b-router.mjs', 'a-plain.cjs', 'a-plain.meta.json'])
    await writeFile(join(folder, 'out', file), '');
  expect(await peersIn(folder, outdir)).toEqual([
    { name: 'a-plain', bundle: join(folder, 'out/a-plain.cjs') },
    { name: 'b-router', bundle: join(folder, 'out/b-router.mjs') },
  ]);
});

test('a folder without bundles is built as a copy, and stays as it is', async () => {
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  await writeFile(join(folder, 'gen-validator.mjs'), '');
  const build =
    "import { writeFileSync } from 'node:fs'; writeFileSync('out/a-plain.mjs', 'export const handler = 1;');";
  await writeFile(join(folder, 'build.mjs'), build);
  expect(await peersIn(folder, outdir)).toEqual([{ name: 'a-plain', bundle: join(outdir, 'peers/out/a-plain.mjs') }]);
  expect(await peersIn(folder, outdir)).toHaveLength(1);
});

test('a folder whose build writes nothing is a mistake', async () => {
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  for (const script of ['gen-validator.mjs', 'build.mjs']) await writeFile(join(folder, script), '');
  await expect(peersIn(folder, outdir)).rejects.toThrow(/has no peers/);
});
