import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openDataFolder } from '../../../local/tables/data-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stream-api-folder-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a data folder is made with all that leads to it, and stays empty', async () => {
  const deep = join(folder, 'a', 'b', 'c');
  await openDataFolder(deep);
  expect(await readdir(deep)).toEqual([]);
});

test('one that is there keeps what it has', async () => {
  await writeFile(join(folder, 'api-keys.json'), '{}');
  await openDataFolder(folder);
  expect(await readdir(folder)).toEqual(['api-keys.json']);
});

test.each([
  ['in its own place', 'file'],
  ['on the way to it', join('file', 'data')],
])('a file %s is reported in one sentence', async (_, path) => {
  await writeFile(join(folder, 'file'), '');
  await expect(openDataFolder(join(folder, path))).rejects.toThrow(
    `The data folder ${join(folder, path)} cannot be used: a file is in the place of a folder`,
  );
});

test('a place where nothing can be made is reported at once', async () => {
  await expect(openDataFolder('/proc/stream-api/data')).rejects.toThrow(
    /^The data folder \/proc\/stream-api\/data cannot be used: [^\n]+$/,
  );
});
