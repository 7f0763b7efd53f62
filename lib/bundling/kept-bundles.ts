import { hash } from 'node:crypto';
import { existsSync, globSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Metafile } from 'esbuild';
import { replaceFile } from './written-whole.ts';

/** Path in the project → SHA-256 of what the file holds. */
type Hashes = Readonly<Record<string, string>>;

/** What `<name>.kept.json` holds, beside the bundles. */
interface Kept {
  /** Name of the bundle's folder. */
  readonly version: string;
  readonly variant: string;
  readonly files: Hashes;
}

/** The time of a file comes from a clock that is behind by up to a tick of the kernel, 10 ms at most. */
const TICK_MS = 10;

/** What decides on a bundle beside the modules in it: how it is made, and which version of a package is found. */
const RULES = ['package.json', 'package-lock.json', 'tsconfig.json', 'lib/bundling/**/*.ts'];

/**
 * Remembers of each bundle which files it was made of, so that an unchanged function is not bundled again: bundling all
 * of them takes longer than the rest of a synthesis.
 */
export class KeptBundles {
  readonly #folder: string;
  readonly #root: string;
  readonly #variant: string;
  /** Most files are in several bundles. */
  readonly #hashes = new Map<string, Promise<string>>();

  /**
   * @param folder of the bundles · @param root the project's folder, where the bundler's paths begin
   * @param variant names what else the bundles depend on
   */
  constructor(folder: string, root: string, variant: string) {
    this.#folder = folder;
    this.#root = root;
    this.#variant = variant;
  }

  /**
   * The folder of a bundle: the one that was made last, as long as nothing has changed, else a new one.
   *
   * @param bundle makes the bundle, with the bundler's metafile beside its folder
   */
  async get(name: string, bundle: () => Promise<string>): Promise<string> {
    const record = join(this.#folder, `${name}.kept.json`);
    const kept = await readJson<Kept>(record);
    if (kept && (await this.#isValid(kept))) return join(this.#folder, kept.version);
    const began = Date.now();
    const folder = await bundle();
    const { inputs } = (await readJson<Metafile>(`${folder}.meta.json`))!;
    const paths = [...Object.keys(inputs), ...globSync(RULES, { cwd: this.#root })];
    // What was saved meanwhile may not be what was bundled.
    const changes = await Promise.all(paths.map(async (path) => (await stat(join(this.#root, path))).mtimeMs));
    if (changes.some((changed) => changed >= began - TICK_MS)) return folder;
    const files = Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await this.#hash(path)])));
    await replaceFile(record, JSON.stringify({ version: basename(folder), variant: this.#variant, files }));
    return folder;
  }

  async #isValid({ version, variant, files }: Kept): Promise<boolean> {
    if (variant !== this.#variant || !existsSync(join(this.#folder, version))) return false;
    const same = Object.entries(files).map(async ([path, known]) => (await this.#hash(path)) === known);
    return (await Promise.all(same)).every(Boolean);
  }

  /** Empty where there is no such file. */
  #hash(path: string): Promise<string> {
    const known = this.#hashes.get(path) ?? readFile(join(this.#root, path)).then(sha256, () => '');
    this.#hashes.set(path, known);
    return known;
  }
}

const sha256 = (content: Buffer): string => hash('sha256', content, 'base64url');

/** Undefined where there is no such file, or it is not JSON. */
async function readJson<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
