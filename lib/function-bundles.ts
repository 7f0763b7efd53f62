import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, transform } from 'esbuild';
import { FUNCTIONS, type FunctionBundles } from './functions.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ENTRIES = join(ROOT, 'lambda', 'functions');

/** Where bundles go unless told otherwise. */
export const BUNDLES_FOLDER = join(ROOT, 'cdk.out', 'bundles');

/** Both builds must agree on it: the first resolves and shakes, the second only changes the module format. */
const TARGET = 'node24';

/**
 * Where the AWS SDK looks for credentials when none stand in the environment. On Lambda they always do (Lambda Developer
 * Guide, "Defined runtime environment variables"), so these stay out: a hit then loads a seventh less code.
 */
const OTHER_CREDENTIAL_SOURCES = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
];

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
export async function bundleFunction(entry: string, outdir: string): Promise<string> {
  const { files, metafile } = await bundleModules(entry);
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

/**
 * The bundler splits only ES modules, but CommonJS starts 17 to 46 ms sooner on Lambda: so the split modules are turned
 * into CommonJS one by one.
 */
async function bundleModules(entry: string): Promise<{ files: Map<string, string>; metafile: Metafile }> {
  const split = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outdir: 'out',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: TARGET,
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    metafile: true,
    write: false,
    external: OTHER_CREDENTIAL_SOURCES,
    logLevel: 'silent',
  });
  const files = new Map<string, string>();
  for (const { path, text } of split.outputFiles) {
    const commonjs = await transform(text, {
      format: 'cjs',
      platform: 'node',
      target: TARGET,
      minify: true,
      legalComments: 'none',
      // A dynamic import would start Node's ES module loader for a CommonJS file; require does not.
      supported: { 'dynamic-import': false },
    });
    files.set(basename(path), commonjs.code);
  }
  return { files, metafile: split.metafile };
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
