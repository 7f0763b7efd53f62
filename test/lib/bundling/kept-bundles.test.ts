import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type BuildOptions, build } from 'esbuild';
import { KeptBundles } from '../../../lib/bundling/kept-bundles.ts';

let root: string;
let outdir: string;
let bundled: number;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kept-'));
  outdir = join(root, 'out');
  bundled = 0;
  await save('package-lock.json', '{}');
  await save('lib/bundling/rule.ts', '');
  await save('entry.ts', "export { word } from './word.ts';");
  await save('word.ts', "export const word = 'old';");
});
afterEach(() => rm(root, { recursive: true }));

/** A file that was saved before the test began. */
async function save(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
  await utimes(join(root, path), 1, 1);
}

async function bundle(): Promise<string> {
  bundled += 1;
  const options = {
    absWorkingDir: root,
    entryPoints: ['entry.ts'],
    bundle: true,
    metafile: true,
  } satisfies BuildOptions;
  const { outputFiles, metafile } = await build({ ...options, write: false, logLevel: 'silent' });
  const folder = join(outdir, `entry-${bundled}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'entry.js'), outputFiles[0]!.text);
  await writeFile(`${folder}.meta.json`, JSON.stringify(metafile));
  return folder;
}

/** As another process would get it. */
const get = (variant = ''): Promise<string> => new KeptBundles(outdir, root, variant).get('entry', bundle);

test('an unchanged function is not bundled again', async () => {
  const folder = await get();
  expect([await get(), await get(), bundled]).toEqual([folder, folder, 1]);
});

test.each([
  ['a module of the function', 'word.ts', "export const word = 'new';"],
  ['the versions of the packages', 'package-lock.json', '{"lockfileVersion":3}'],
  ['a rule of the bundler', 'lib/bundling/rule.ts', '// new'],
])('it is when %s has changed', async (_what, path, text) => {
  await get();
  await save(path, text);
  await get();
  expect(bundled).toBe(2);
});

test('it is when its folder is removed, for another variant, and when a module is missing, which is an error', async () => {
  await rm(await get(), { recursive: true });
  await get();
  expect(bundled).toBe(2);
  await get('other');
  expect(bundled).toBe(3);
  await rm(join(root, 'word.ts'));
  await expect(get('other')).rejects.toThrow('word.ts');
});

test('what was saved while it was bundled is bundled the next time', async () => {
  const saving = new KeptBundles(outdir, root, '');
  await saving.get('entry', async () => {
    const folder = await bundle();
    await writeFile(join(root, 'word.ts'), "export const word = 'new';");
    return folder;
  });
  expect(await readFile(join(await get(), 'entry.js'), 'utf8')).toContain('new');
  expect(bundled).toBe(2);
});

test('a record that cannot be read costs one bundling', async () => {
  await get();
  await writeFile(join(outdir, 'entry.kept.json'), '{"version"');
  await get();
  await get();
  expect(bundled).toBe(2);
});
