/**
 * Builds dist/: ES modules, CommonJS, and self-contained declarations for both. Prints the sizes in a page. The folder
 * is committed, because this repository runs no scripts at `npm pack` (.npmrc): commit what changes in it.
 */
import { execSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const room = import.meta.dirname;
const inRoom = (...path) => join(room, ...path);

/** The entries that other entries import. Bundled twice, there would be two StreamError classes. */
const sharedEntries = {
  name: 'shared-entries',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\.\.\/index\.ts$/ }, () => ({ path: './index.js', external: true }));
    onResolve({ filter: /^\.\/player\.ts$/ }, () => ({ path: './player.js', external: true }));
    // What only some pages and titles need is its own file.
    onResolve({ filter: /\.ts$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path: `./${basename(path, '.ts')}.js`, external: true } : undefined,
    );
  },
};

const PEERS = ['react', 'hls.js', 'dashjs'];
const LOADED_LATER = [
  './title-quality.js',
  './dash-engine.js',
  './link-keeper.js',
  './title-change.js',
  './progress-words.js',
  './switch-over.js',
  './preference-sync.js',
  './viewing.js',
  './live.js',
];

/** @param {'esm' | 'cjs'} format */
async function bundle(format) {
  await build({
    entryPoints: {
      index: inRoom('src/index.ts'),
      react: inRoom('src/react/index.ts'),
      tanstack: inRoom('src/tanstack/stream-options.ts'),
      player: inRoom('src/play/player.ts'),
      'title-quality': inRoom('src/quality/title-quality.ts'),
      'dash-engine': inRoom('src/engine/dash-engine.ts'),
      'link-keeper': inRoom('src/play/link-keeper.ts'),
      'title-change': inRoom('src/play/title-change.ts'),
      'progress-words': inRoom('src/live/progress-words.ts'),
      'switch-over': inRoom('src/player/switch-over.ts'),
      'preference-sync': inRoom('src/preference/preference-sync.ts'),
      viewing: inRoom('src/usage/viewing.ts'),
      live: inRoom('src/live/live.ts'),
      'stream-player': inRoom('src/play/stream-player-element.ts'),
    },
    outdir: inRoom('dist', format),
    bundle: true,
    format,
    target: 'es2022',
    external: PEERS,
    plugins: [sharedEntries],
    logLevel: 'warning',
  });
  // Next.js requires this directive in modules that use hooks.
  const hook = inRoom('dist', format, 'react.js');
  writeFileSync(hook, `"use client";\n${readFileSync(hook, 'utf8')}`);
}

/** Writes the declarations. TypeScript leaves `.ts` in their imports, where the package has `.d.ts` beside `.js`. */
function declare() {
  execSync('tsc -p tsconfig.build.json', { cwd: room, stdio: 'inherit' });
  const declared = inRoom('dist/declared');
  for (const name of readdirSync(join(declared, 'client/src'), { recursive: true, encoding: 'utf8' })) {
    const file = join(declared, 'client/src', name);
    // What has types of the contract is for no page.
    const isPublic = name.endsWith('.d.ts') && !/from '[./]+contract\//.test(readFileSync(file, 'utf8'));
    if (isPublic) cpSync(file, inRoom('dist/esm', name));
  }
  rmSync(declared, { recursive: true });
  const written = readdirSync(inRoom('dist/esm'), { recursive: true, encoding: 'utf8' });
  for (const name of written.filter((file) => file.endsWith('.d.ts'))) {
    const file = inRoom('dist/esm', name);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/(from '\.{1,2}\/[\w/-]+)\.ts'/g, "$1.js'"));
    cpSync(file, inRoom('dist/cjs', name));
  }
  // Makes the same declarations CommonJS in that folder.
  writeFileSync(inRoom('dist/cjs/package.json'), '{ "type": "commonjs" }\n');
}

/** Bytes of the minified, gzipped browser bundle of some code, without the libraries that a page provides. */
async function pageBytes(code) {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: inRoom('dist/esm') },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    external: [...PEERS, ...LOADED_LATER.filter((name) => !code.includes(name))],
  });
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length;
}

rmSync(inRoom('dist'), { recursive: true, force: true });
await bundle('esm');
await bundle('cjs');
declare();

const sizes = {
  createStreamClient: await pageBytes("export { createStreamClient } from './index.js'"),
  'everything but React': await pageBytes("export * from './index.js'"),
  'useStream, client included': await pageBytes("export { useStream } from './react.js'"),
  'streamOptions, client included': await pageBytes(
    "export { createStreamClient } from './index.js'; export * from './tanstack.js'",
  ),
  'playTitle, without its libraries': await pageBytes("export { playTitle } from './player.js'"),
  'right quality, loaded with a title': await pageBytes("export * from './title-quality.js'"),
  'preferences across devices, loaded with a token': await pageBytes("export * from './preference-sync.js'"),
  'measure, loaded with it': await pageBytes("export * from './viewing.js'"),
  'cmcdConfig, for your own hls.js': await pageBytes("export { cmcdConfig } from './player.js'"),
  'playTitle and stream-player': await pageBytes("export { playTitle, defineStreamPlayer } from './player.js'"),
};
// `npm pack --json` writes its JSON to the same output.
const output = process.env.npm_lifecycle_event === 'prepack' ? process.stderr : process.stdout;
for (const [what, bytes] of Object.entries(sizes)) {
  output.write(`${what}: ${(bytes / 1024).toFixed(1)} KiB minified and gzipped\n`);
}
