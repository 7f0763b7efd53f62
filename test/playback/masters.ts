import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from '../support/project-files.ts';

/** Every master playlist that the tests and the samples have: its path and its text. */
export function masters(): [string, string][] {
  const folders = ['test/fixtures/manifests', 'samples/media'].map((folder) => join(ROOT, folder));
  return folders
    .flatMap((folder) => readdirSync(folder, { recursive: true }).map((file) => join(folder, String(file))))
    .filter((file) => file.endsWith('.m3u8'))
    .map((file): [string, string] => [relative(ROOT, file), readFileSync(file, 'utf8')])
    .filter(([, text]) => text.includes('#EXT-X-STREAM-INF'));
}
