import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile, type Plugin, transform } from 'esbuild';
import { FUNCTIONS, type FunctionBundles } from './functions.ts';
import { NEVER_REACHED, STAND_INS, standInPlugin, TABLE_STAND_INS } from './stand-ins.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ENTRIES = join(ROOT, 'lambda', 'functions');

/** Where bundles go unless told otherwise. */
export const BUNDLES_FOLDER = join(ROOT, 'cdk.out', 'bundles');

/** Both builds must agree on it: the first resolves and shakes, the second only changes the module format. */
const TARGET = 'node24';

const OPTIONS = {
  absWorkingDir: ROOT,
  outdir: 'out',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: TARGET,
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  metafile: true,
  write: false,
  logLevel: 'silent',
} satisfies BuildOptions;

/**
 * Modules that are loaded on demand and bundled each alone, with a copy of their own of what they share with the rest:
 * every client of the AWS SDK but DynamoDB's has one. Otherwise the parts of the SDK's core that only their clients use would stand in the files that every start loads:
 * the bundler shakes a file once for everything that it serves. So they may import packages and types only.
 */
const BUNDLED_ALONE = ['lambda-invoker', 'secret-reader', 'api-key-value'];

/**
 * Bundles every Lambda function, each into a folder of its own that is named by the content, so that an unchanged
 * function is an unchanged asset and two processes never write into each other's folder.
 *
 * @throws the bundler's error, when the code cannot be bundled
 */
export async function bundleFunctions(options: { outdir?: string } = {}): Promise<FunctionBundles> {
  const outdir = options.outdir ?? BUNDLES_FOLDER;
  const bundles = await Promise.all(
    FUNCTIONS.map(async (name) => [name, await bundleFunction(join(ENTRIES, `${name}.ts`), outdir)] as const),
  );
  return Object.fromEntries(bundles) as FunctionBundles;
}

/**
 * Bundles one entry into `<outdir>/<name>-<hash>/<name>.js` and answers that folder. What the entry imports with
 * `await import()` stands in files of its own beside it, and what both need in a file that both share, so that a class
 * is the same class on either side. The bundler's metafile stands beside the folder as `<name>-<hash>.meta.json`.
 */
export async function bundleFunction(entry: string, outdir: string, plugins: Plugin[] = []): Promise<string> {
  const { files, metafile } = await bundleModules(entry, plugins);
  // Node looks for the nearest package.json to know a file's module format; ours says ESM, and so would the operator's.
  files.set('package.json', '{"type":"commonjs"}');
  const name = `${basename(entry, '.ts')}-${contentHash(files)}`;
  const folder = join(outdir, name);
  if (!existsSync(folder)) {
    await mkdir(outdir, { recursive: true });
    await writeFile(join(outdir, `${name}.meta.json`), JSON.stringify(metafile));
    await writeFolder(folder, files);
  }
  return folder;
}

async function bundleModules(
  entry: string,
  plugins: Plugin[],
): Promise<{ files: Map<string, string>; metafile: Metafile }> {
  const alone = new Set<string>();
  const main = await build({
    ...OPTIONS,
    entryPoints: [entry],
    splitting: true,
    external: NEVER_REACHED,
    plugins: [...plugins, standInPlugin(TABLE_STAND_INS), apart(alone)],
  });
  refuseOtherClients(entry, main.metafile);
  const rest = await Promise.all(
    [...alone].map((module) => build({ ...OPTIONS, entryPoints: [module], plugins: [standInPlugin(STAND_INS)] })),
  );
  const files = new Map<string, string>();
  for (const { path, text } of [main, ...rest].flatMap(({ outputFiles }) => outputFiles)) {
    files.set(basename(path), await asCommonJs(text));
  }
  const metafiles = [main, ...rest].map(({ metafile }) => metafile);
  return {
    files,
    metafile: {
      inputs: Object.assign({}, ...metafiles.map(({ inputs }) => inputs)),
      outputs: Object.assign({}, ...metafiles.map(({ outputs }) => outputs)),
    },
  };
}

/** The stand-ins in a function's main code are enough for DynamoDB's client, and for no other. */
function refuseOtherClients(entry: string, { inputs }: Metafile): void {
  const other = Object.keys(inputs).find((path) => /@aws-sdk\/client-(?!dynamodb\/)/.test(path));
  if (other) throw new Error(`${entry} loads ${other}: put that client into a module that is bundled alone`);
}

/** Leaves the modules that are bundled alone to be loaded from the function's folder, and notes which they are. */
const apart = (met: Set<string>): Plugin => ({
  name: 'apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\/[\w/-]+\.ts$/ }, ({ kind, path, resolveDir }) => {
      const name = basename(path, '.ts');
      if (kind !== 'dynamic-import' || !BUNDLED_ALONE.includes(name)) return undefined;
      met.add(join(resolveDir, path));
      return { path: `./${name}.js`, external: true };
    });
  },
});

/**
 * The bundler splits only ES modules, but CommonJS starts 17 to 46 ms sooner on Lambda: so the split modules are turned
 * into CommonJS one by one.
 */
async function asCommonJs(module: string): Promise<string> {
  const { code } = await transform(module, {
    format: 'cjs',
    platform: 'node',
    target: TARGET,
    minify: true,
    legalComments: 'none',
    // A dynamic import would start Node's ES module loader for a CommonJS file; require does not.
    supported: { 'dynamic-import': false },
  });
  return code;
}

function contentHash(files: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const [name, text] of [...files].sort()) {
    hash.update(`${name}\0${text}\0`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** The folder appears whole or not at all, whoever else writes the same one at the same time. */
async function writeFolder(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const draft = `${folder}.${randomUUID()}`;
  await mkdir(draft);
  await Promise.all([...files].map(([name, text]) => writeFile(join(draft, name), text)));
  try {
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}
