import { execFile } from 'node:child_process';
import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Peer {
  readonly name: string;
  /** The path of its bundle, which exports `handler(event, context)`. */
  readonly bundle: string;
}

/**
 * Other ways to answer the same request, built beside the function that they are compared with.
 *
 * @param folder has the bundles in `out/`. Where it has none, a copy of it is built: its dependencies are installed
 *   without their scripts, then its `gen-validator.mjs` and `build.mjs` write them
 * @param outdir for the copy
 * @throws Error where there are none
 */
export async function peersIn(folder: string, outdir: string): Promise<Peer[]> {
  const built = await bundlesIn(folder);
  if (built.length > 0) return built;
  const copy = join(outdir, 'peers');
  await cp(folder, copy, { recursive: true });
  for (const each of ['build', 'out']) await mkdir(join(copy, each), { recursive: true });
  const run = (command: string, ...words: string[]) => promisify(execFile)(command, words, { cwd: copy });
  await run('npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund');
  for (const script of ['gen-validator.mjs', 'build.mjs']) await run(process.execPath, script);
  const peers = await bundlesIn(copy);
  if (peers.length === 0) throw new Error(`${folder} has no peers: its build wrote nothing into out/`);
  return peers;
}

async function bundlesIn(folder: string): Promise<Peer[]> {
  const files = await readdir(join(folder, 'out')).catch(() => []);
  return files
    .filter((file) => /\.[cm]?js$/.test(file))
    .sort()
    .map((file) => ({ name: file.replace(/\.[cm]?js$/, ''), bundle: join(folder, 'out', file) }));
}
