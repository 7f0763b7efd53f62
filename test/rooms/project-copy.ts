import { copyFile, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectFiles, ROOT } from '../support/project-files.ts';
import { type Room, touchedBy, withoutRoom } from './room.ts';

/** Of the tests those of the API, which a stage without any room must pass: other tests name the rooms. */
const KEPT_TESTS = /^test\/(support\/|stream-api\.test\.ts$|cache\/memory-stores\.ts$)/;

const NOT_COPIED = /^(docs\/|examples\/|samples\/media\/.*\.sh$|CHANGELOG\.md$)/;

/** A copy of the project, in its own folder, without a room. */
export async function projectWithout(room: Room): Promise<string> {
  // Its real path: Jest does not watch through links.
  const folder = await realpath(await mkdtemp(join(tmpdir(), `without-${room.name}-`)));
  const isOwn = (path: string) => room.own.some((own) => path === own || path.startsWith(`${own}/`));
  const kept = projectFiles().filter(
    (path) => !isOwn(path) && !NOT_COPIED.test(path) && (!path.startsWith('test/') || KEPT_TESTS.test(path)),
  );
  const touched = new Set(touchedBy(room));
  for (const path of kept) {
    const to = join(folder, path);
    await mkdir(dirname(to), { recursive: true });
    if (touched.delete(path)) await writeFile(to, withoutRoom(room, path, await readFile(join(ROOT, path), 'utf8')));
    else await copyFile(join(ROOT, path), to);
  }
  if (touched.size > 0) throw new Error(`${room.name}: there is no ${[...touched].join(', ')}`);
  await linkPackages(folder);
  return folder;
}

/** The installed packages by links, but the SDK, which is a part of the project. */
async function linkPackages(folder: string): Promise<void> {
  const to = join(folder, 'node_modules');
  await mkdir(join(to, '@stream-api'), { recursive: true });
  for (const name of await readdir(join(ROOT, 'node_modules'))) {
    if (name !== '@stream-api') await symlink(join(ROOT, 'node_modules', name), join(to, name));
  }
  await symlink(join(folder, 'client'), join(to, '@stream-api/client'));
}

export const removeCopy = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });
