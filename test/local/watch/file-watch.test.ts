import { mkdtemp, open, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { watchText } from '../../../local/watch/file-watch.ts';

let folder: string;
let file: string;
let seen: (string | undefined)[];
let stop: () => Promise<void>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stream-api-watch-'));
  file = join(folder, 'titles.jsonl');
  seen = [];
  await writeFile(file, 'first');
  stop = watchText(file, { onText: async (text) => void seen.push(text) });
  // The watch compares with what it found first; this shows that it has.
  for (let each = 0; seen.length === 0; each += 1) {
    await writeFile(file, `begun ${each}`);
    await delay(250);
  }
});
afterEach(async () => {
  await stop();
  await rm(folder, { recursive: true, force: true });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(20);
}

test('a save is seen, also one that replaces the file by a new one', async () => {
  await writeFile(file, 'second');
  await until(() => seen.at(-1) === 'second');
  await writeFile(join(folder, 'draft'), 'third');
  await rename(join(folder, 'draft'), file);
  await until(() => seen.at(-1) === 'third');
});

test('a file that is written in parts, or away for a moment, is read when it is whole', async () => {
  const count = seen.length;
  await rm(file);
  const handle = await open(file, 'w');
  await handle.write('one ');
  await handle.write('two');
  await handle.close();
  await until(() => seen.at(-1) === 'one two');
  expect(seen.slice(count)).not.toContain(undefined);
  expect(seen.slice(count)).not.toContain('');
});

test('a file that stays away is reported once, and read when it is back', async () => {
  await rm(file);
  await until(() => seen.at(-1) === undefined);
  await writeFile(file, 'back');
  await until(() => seen.at(-1) === 'back');
});
