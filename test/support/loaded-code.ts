import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Metafile } from 'esbuild';

export interface LoadedCode {
  /** File names in the bundle's folder. */
  readonly files: readonly string[];
  /** Of these files, as they are deployed. */
  readonly bytes: number;
  /** Package, or folder of the project, and its bytes; the largest first. */
  readonly parts: readonly (readonly [part: string, bytes: number])[];
}

/** The bundler's metafile of a bundle. @param folder the bundle's */
export const metafileOf = async (folder: string): Promise<Metafile> =>
  JSON.parse(await readFile(`${folder}.meta.json`, 'utf8'));

/** The bundle's files that are loaded as the function starts: the entry and all that it imports statically. */
export function loadedAtStart({ outputs }: Metafile, name: string): string[] {
  const entry = Object.keys(outputs).find((path) => basename(path) === `${name}.js`)!;
  const loaded = new Set([entry]);
  for (const path of loaded) {
    const statics = outputs[path]!.imports.filter(({ kind, external }) => kind === 'import-statement' && !external);
    for (const each of statics) loaded.add(each.path);
  }
  return [...loaded];
}

/** What a function has loaded before its first answer. */
export async function loadedCode(folder: string, name: string): Promise<LoadedCode> {
  const metafile = await metafileOf(folder);
  const paths = loadedAtStart(metafile, name);
  const files = paths.map((path) => basename(path));
  const sizes = await Promise.all(files.map((file) => stat(join(folder, file))));
  const parts = new Map<string, number>();
  for (const path of paths) {
    for (const [input, { bytesInOutput }] of Object.entries(metafile.outputs[path]!.inputs)) {
      parts.set(partOf(input), (parts.get(partOf(input)) ?? 0) + bytesInOutput);
    }
  }
  return {
    files,
    bytes: sizes.reduce((sum, { size }) => sum + size, 0),
    parts: [...parts].sort((a, b) => b[1] - a[1]),
  };
}

/** A stand-in counts as the package that it stands in for: the bundler knows it by the replaced file. */
const partOf = (input: string): string =>
  input.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? input.split('/').slice(0, 2).join('/');
