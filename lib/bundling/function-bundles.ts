import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile, type Plugin, transform } from 'esbuild';
import { FUNCTION_NAMES, FUNCTIONS, type FunctionBundles } from './functions.ts';
import { joinedStart, loadedWith } from './joined-start.ts';
import { KeptBundles } from './kept-bundles.ts';
import { NEVER_REACHED, STAND_INS, standInPlugin, standInsAreOn, TABLE_STAND_INS } from './stand-ins.ts';
import { replaceFile, writeFolder } from './written-whole.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Where bundles go by default. */
const BUNDLES_FOLDER = join(ROOT, 'cdk.out', 'bundles');

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
 * Modules that are loaded on demand and bundled alone, each with its own copy of what it shares with the rest: one for
 * every AWS client but DynamoDB's. The bundler shakes a shared file once for everything that it serves; together with
 * the rest, they would keep the parts of the SDK's core that only their clients use in the files that every start
 * loads. They may import packages and types only; what signs links also has copies of code without state or errors that
 * others know, since each part that it shares would add to what every start loads.
 */
const BUNDLED_ALONE = [
  'lambda/wiring/clients/lambda-invoker.ts',
  'lambda/wiring/clients/secret-reader.ts',
  'lambda/live/post-to-connections.ts',
  'lambda/wiring/canary/api-key-value.ts',
  'lambda/wiring/delivery/create-delivery.ts',
].map((path) => join(ROOT, path));

/**
 * Bundles every Lambda function into its own folder, which is named by the content: an unchanged function is an
 * unchanged asset, and two processes never write into each other's folder. A function is bundled again only when
 * something that its bundle is made of has changed.
 *
 * @throws the bundler's error, when the code cannot be bundled or a stand-in has nothing to stand in for
 */
export async function bundleFunctions(options: { outdir?: string } = {}): Promise<FunctionBundles> {
  const outdir = options.outdir ?? BUNDLES_FOLDER;
  const kept = new KeptBundles(outdir, ROOT, String(standInsAreOn()));
  const bundles = await Promise.all(
    FUNCTION_NAMES.map(async (name) => {
      const bundle = () => bundleFunction(join(ROOT, FUNCTIONS[name].entry), outdir, [], name);
      return [name, await kept.get(name, bundle)] as const;
    }),
  );
  return Object.fromEntries(bundles) as FunctionBundles;
}

/**
 * Bundles one entry into `<outdir>/<name>-<hash>/<name>.js`, with the bundler's metafile beside that folder as
 * `<name>-<hash>.meta.json`. What the entry imports with `await import()` is in separate files, and what both sides
 * need in a file that they share, so that a class is the same class on either side.
 *
 * @returns the folder
 */
export async function bundleFunction(
  entry: string,
  outdir: string,
  plugins: Plugin[] = [],
  name = basename(entry, '.ts'),
): Promise<string> {
  const { files, metafile } = await bundleModules(entry, name, plugins);
  // Node looks for the nearest package.json to know a file's module format; the project's names ESM.
  files.set('package.json', '{"type":"commonjs"}');
  const version = `${name}-${contentHash(files)}`;
  const folder = join(outdir, version);
  await mkdir(outdir, { recursive: true });
  // Another name of a file changes nothing in the bundle.
  await replaceFile(join(outdir, `${version}.meta.json`), JSON.stringify(metafile));
  if (!existsSync(folder)) await writeFolder(folder, files);
  return folder;
}

async function bundleModules(
  entry: string,
  name: string,
  plugins: Plugin[],
): Promise<{ files: Map<string, string>; metafile: Metafile }> {
  const alone = new Set<string>();
  const main = await build({
    ...OPTIONS,
    entryPoints: [{ in: entry, out: name }],
    splitting: true,
    external: standInsAreOn() ? NEVER_REACHED : [],
    plugins: [...plugins, standInPlugin(TABLE_STAND_INS), apart(alone)],
  });
  refuseOtherClients(entry, main.metafile);
  const rest = await Promise.all(
    [...alone].map((module) => build({ ...OPTIONS, entryPoints: [module], plugins: [standInPlugin(STAND_INS)] })),
  );
  const entryPath = Object.keys(main.metafile.outputs).find((path) => basename(path) === `${name}.js`)!;
  const joined = await joinedStart(main, entryPath, OPTIONS);
  const atStart = new Set(loadedWith(main.metafile, entryPath).map((path) => basename(path)));
  const files = new Map([[`${name}.js`, joined.text]]);
  for (const { path, text } of [main, ...rest].flatMap(({ outputFiles }) => outputFiles)) {
    if (!atStart.has(basename(path))) files.set(basename(path), joined.redirected(await asCommonJs(text)));
  }
  const metafiles = [joined, ...rest].map(({ metafile }) => metafile);
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

/** Leaves the modules that are bundled alone out of the main code, and collects those that it imports. */
const apart = (met: Set<string>): Plugin => ({
  name: 'apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\/[\w/-]+\.ts$/ }, ({ kind, path, resolveDir }) => {
      const module = join(resolveDir, path);
      if (kind !== 'dynamic-import' || !BUNDLED_ALONE.includes(module)) return undefined;
      met.add(module);
      return { path: `./${basename(path, '.ts')}.js`, external: true };
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
