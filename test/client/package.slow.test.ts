import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { createContext, runInContext } from 'node:vm';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { MemoryStorage } from './memory-storage.ts';
import { failure, type StreamServer, startStreamServer, success, videoData } from './stream-server.ts';

const repository = join(import.meta.dirname, '../..');
const room = join(repository, 'client');
const execute = promisify(execFile);
const npm = (cwd: string, ...rest: string[]) => execute('npm', rest, { cwd });

let project: string;
/** The files of `client/dist` before it was built. */
let committed: Record<string, string>;
let built: string;
let tarball: string;
let brought: string[];
let server: StreamServer;
beforeAll(async () => {
  server = await startStreamServer();
  project = await mkdtemp(join(tmpdir(), 'stream-client-'));
  committed = await filesBelow(join(room, 'dist'));
  built = (await npm(room, 'run', 'build')).stdout;
  const { stdout } = await npm(room, 'pack', '--json', '--pack-destination', project);
  const [{ filename }] = JSON.parse(stdout);
  tarball = join(project, filename);
  await writeFile(join(project, 'package.json'), '{ "name": "a-site", "private": true }');
  await npm(project, 'install', `./${filename}`, '--offline', '--no-audit', '--no-fund', '--ignore-scripts');
  brought = (await readdir(join(project, 'node_modules'))).sort();
}, 120_000);
afterAll(async () => {
  await server.close();
  await rm(project, { recursive: true, force: true });
});

/** Every file below a folder with its text; none where there is no folder. */
async function filesBelow(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const texts = files.map(async (file) => [relative(folder, file), await readFile(file, 'utf8')] as const);
  return Object.fromEntries(await Promise.all(texts));
}

/** Runs a file of the project and returns what it prints. */
async function run(name: string, code: string): Promise<string> {
  await writeFile(join(project, name), code);
  const { stdout } = await execute(process.execPath, [name], {
    cwd: project,
    env: { ...process.env, API: server.url },
  });
  return stdout;
}

/** Puts a package of the repository beside the installed one. */
async function provide(...names: string[]): Promise<void> {
  for (const name of names) {
    await mkdir(join(project, 'node_modules', name, '..'), { recursive: true });
    const target = join(project, 'node_modules', name);
    await symlink(join(repository, 'node_modules', name), target, 'junction').catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** The README's examples by their heading, as modules that ask the test's server. */
async function examples(): Promise<Map<string, { code: string; extension: string }>> {
  const readme = await readFile(join(room, 'README.md'), 'utf8');
  const blocks = readme.matchAll(/^## (.+)\n(?:(?!^## |^```)[^\n]*\n)*```(tsx?)\n([\s\S]*?)^```/gm);
  return new Map(
    [...blocks].map(([, heading = '', extension = '', code = '']) => [
      heading,
      { extension, code: code.replaceAll('https://api.example.com', server.url) },
    ]),
  );
}

const MOVIE = "{ tmdbId: '550', mediaType: 'movie' }";

describe('the packed package', () => {
  test('holds what was built, the licence and the README, and brings nothing else along', async () => {
    const installed = join(project, 'node_modules/@stream-api/client');
    expect((await readdir(installed)).sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);
    expect(brought).toEqual(['.package-lock.json', '@stream-api']);
    const declarations = (await readdir(join(installed, 'dist/esm'), { recursive: true })).filter((name) =>
      name.endsWith('.d.ts'),
    );
    const texts = await Promise.all(declarations.map((name) => readFile(join(installed, 'dist/esm', name), 'utf8')));
    const imported = texts.flatMap((text) => [...text.matchAll(/from '([^']+)'/g)].map(([, from]) => from));
    expect(imported.filter((from) => !/^\.{1,2}\/[\w/-]+\.js$/.test(from ?? ''))).toEqual([]);
  });

  test('is what is committed, so that `npm pack` needs no build', async () => {
    // After a change of the SDK: `npm run build -w client`, which this test has just done, and commit client/dist.
    const current = await filesBelow(join(room, 'dist'));
    const names = Object.keys({ ...committed, ...current });
    expect(names.filter((name) => committed[name] !== current[name])).toEqual([]);
  });

  test('has nothing that publint reports', async () => {
    const pkgDir = join(project, 'node_modules/@stream-api/client');
    const { messages, pkg } = await publint({ pkgDir, pack: false, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg!))).toEqual([]);
  });

  test('has the right types for every entry and resolution, as arethetypeswrong finds', async () => {
    const data = await readFile(tarball);
    const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(data)));
    if (!analysis.types) throw new Error('There are no types.');
    expect(Object.keys(analysis.entrypoints).sort()).toEqual([
      '.',
      './package.json',
      './player',
      './react',
      './stream-player',
      './tanstack',
    ]);
    // Node 10 has no `exports`: the entries below the main one are not for it, as the README says.
    const problems = analysis.problems.filter((one) => !('resolutionKind' in one && one.resolutionKind === 'node10'));
    expect(problems).toEqual([]);
  });

  test('works from an ES module', async () => {
    server.answers(success());
    const code = `import { createStreamClient } from '@stream-api/client';
      const data = await createStreamClient({ baseUrl: process.env.API }).getStream(${MOVIE});
      console.log(JSON.stringify(data));`;
    expect(JSON.parse(await run('use.mjs', code))).toEqual(videoData());
  });

  test('works from CommonJS, with one StreamError for the client and the hook', async () => {
    server.answers(failure(404, { error: 'Extraction failed', message: 'No.', retryable: false }));
    await provide('react');
    const code = `const { createStreamClient, StreamError } = require('@stream-api/client');
      const { useStream } = require('@stream-api/client/react');
      createStreamClient({ baseUrl: process.env.API }).getStream(${MOVIE}).catch((error) => {
        console.log(JSON.stringify([error instanceof StreamError, error.status, typeof useStream]));
      });`;
    expect(JSON.parse(await run('use.cjs', code))).toEqual([true, 404, 'function']);
  });

  test('works as a browser bundle, with nothing of Node in reach', async () => {
    server.answers(success());
    const contents = `import { createStreamClient } from '@stream-api/client';
      globalThis.answer = createStreamClient({ baseUrl: '${server.url}' }).getStream(${MOVIE});`;
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: project },
      bundle: true,
      write: false,
      platform: 'browser',
      format: 'iife',
    });
    const localStorage = new MemoryStorage();
    const page: Record<string, unknown> = { AbortController, URLSearchParams, clearTimeout, fetch, setTimeout };
    page.window = { localStorage };
    runInContext(outputFiles[0]?.text ?? '', createContext(page));
    await expect(page.answer).resolves.toMatchObject({ sources: [{ quality: '1080p' }] });
    expect(localStorage.length).toBe(1);
  });

  test('has the sizes in its README', async () => {
    const readme = await readFile(join(room, 'README.md'), 'utf8');
    const stated = [...readme.matchAll(/^\| (.+?) +\| ([\d.]+ KiB) +\|$/gm)].map(
      ([, what, size]) => `${what}: ${size}`,
    );
    const measured = [...built.matchAll(/^(.+: [\d.]+ KiB) minified and gzipped$/gm)].map(([, line]) => line);
    expect(measured).toHaveLength(10);
    expect(stated).toEqual(measured);
    const player = measured.find((line) => line?.startsWith('playTitle, without its libraries'));
    expect(Number(/([\d.]+) KiB/.exec(player ?? '')?.[1])).toBeLessThanOrEqual(8);
  });
});

describe('the examples of the README', () => {
  test('compile against the package, for bundlers and for Node', async () => {
    const found = await examples();
    expect([...found.keys()]).toEqual([
      'Start',
      'Fetch',
      'When it fails',
      'React',
      'TanStack Query and SWR',
      'Play a title',
      'Play a title in React',
      'hls.js, and links that expire',
      'The right quality',
      'What viewers get',
      'Video.js',
    ]);
    await provide('react', '@types/react', 'csstype', '@tanstack/query-core', '@tanstack/react-query');
    const source = join(project, 'examples');
    await mkdir(source, { recursive: true });
    let count = 0;
    for (const { code, extension } of found.values()) {
      count += 1;
      await writeFile(join(source, `example-${count}.${extension === 'tsx' ? 'tsx' : 'mts'}`), code);
    }
    await writeFile(
      join(source, 'commonjs.cts'),
      "import client = require('@stream-api/client');\nclient.StreamError;\n",
    );
    await cp(join(repository, 'test/client/fixtures/players.d.ts'), join(source, 'players.d.ts'));
    // What compiles, and what must not. The package's own `.d.ts` are checked with it.
    await cp(join(repository, 'test/client/types'), join(source, 'types'), { recursive: true });
    const tsc = join(repository, 'node_modules/typescript/bin/tsc');
    for (const [module, moduleResolution] of [
      ['esnext', 'bundler'],
      ['node16', 'node16'],
      ['nodenext', 'nodenext'],
    ]) {
      const compilerOptions = {
        module,
        moduleResolution,
        target: 'es2022',
        lib: ['es2023', 'dom', 'dom.iterable'],
        jsx: 'react-jsx',
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        noEmit: true,
        types: [],
      };
      const exclude = moduleResolution === 'bundler' ? ['commonjs.cts'] : [];
      await writeFile(join(source, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['.'], exclude }));
      await execute(process.execPath, [tsc, '-p', source]).catch(({ stdout }) => {
        throw new Error(`${moduleResolution}:\n${stdout}`);
      });
    }
  });

  /** Runs an example of the README, and what comes after it in the same module. */
  async function runExample(heading: string, then: string): Promise<string> {
    await provide('react', 'react-dom', 'scheduler', 'happy-dom', 'hls.js');
    const example = (await examples()).get(heading);
    const { outputFiles } = await build({
      stdin: { contents: `${example?.code}\n${then}`, loader: 'tsx', resolveDir: project },
      bundle: true,
      write: false,
      platform: 'node',
      format: 'esm',
      jsx: 'automatic',
      packages: 'external',
    });
    return run(`${heading.replaceAll(/\W/g, '-')}.mjs`, outputFiles[0]?.text ?? '');
  }

  test('basic usage returns a movie and an episode, specials included', async () => {
    server.answers(success());
    const before = server.calls.length;
    const then = `console.log((await getStreamURL('1396', 'tv', 0, 0)).sources.length);`;
    expect(await runExample('Fetch', then)).toBe('https://media.example/one.m3u8 1080p\n1\n');
    expect(server.calls.slice(before)).toEqual([
      '/api/stream/extract?tmdbId=550&mediaType=movie',
      '/api/stream/extract?tmdbId=1396&mediaType=tv&season=1&episode=1',
      '/api/stream/extract?tmdbId=1396&mediaType=tv&season=0&episode=0',
    ]);
  });

  test('error handling distinguishes a transient failure, after retries, from a lasting one', async () => {
    const notFound = { error: 'Extraction failed', message: 'No.', retryable: false };
    server.answers(
      failure(404, notFound),
      failure(429, { error: 'Too many requests', message: 'Wait.', retryable: true }, { 'Retry-After': '40' }),
      failure(503, { error: 'Service unavailable', message: 'Wait.', retryable: true }),
      success(),
    );
    const then = `const results = [];
      for (let call = 1; call <= 3; call += 1) results.push(await getStreamOrReason(${MOVIE}));
      console.log(JSON.stringify(results));`;
    expect(JSON.parse(await runExample('When it fails', then))).toEqual([
      'This title is not available.',
      'Too busy. Again in 40 s.',
      videoData(),
    ]);
  });

  test('loading states show in React, and a second call asks again for a title that failed', async () => {
    server.answers(failure(404, { error: 'Extraction failed', message: 'No.', retryable: false }), success());
    const then = `
      import { Window } from 'happy-dom';
      import { createElement, useEffect } from 'react';
      const window = new Window();
      Object.assign(globalThis, { window, document: window.document });
      const { createRoot } = await import('react-dom/client');
      const seen = [];
      function Page() {
        const { extract, loading, error, data } = useStreamExtraction();
        const text = error ?? (loading ? 'loading' : data ? data.sources[0].quality : 'nothing yet');
        if (seen.at(-1) !== text) seen.push(text);
        useEffect(() => void extract('1396', 'tv', 0, 1), []);
        if (error) setTimeout(extract, 0, '1396', 'tv', 0, 1);
        return text;
      }
      createRoot(document.createElement('div')).render(createElement(Page));
      while (seen.at(-1) !== '1080p') await new Promise((resolve) => setTimeout(resolve, 1));
      console.log(JSON.stringify(seen));
      process.exit();`;
    expect(JSON.parse(await runExample('React', then))).toEqual(['nothing yet', 'loading', 'No.', 'loading', '1080p']);
  });
});
