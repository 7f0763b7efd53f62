import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const NOT_OURS =
  /^(node_modules|cdk\.out|cdk\.context\.json|dist|coverage|\.next|\.git|\.local|\.cache|.+\.(log|tgz))$/;

/** Every file of the project below a folder, as a path from the root. Without what Git ignores. */
export function projectFiles(folder = ''): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.test(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? projectFiles(path) : [path];
  });
}

/** Written by a generator. */
export const isGenerated = (path: string): boolean =>
  /^(contract\/generated\/|docs\/(openapi\.json|(errors|cost|performance)\.md)$|package-lock\.json$)/.test(path);
