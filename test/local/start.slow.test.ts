import { type ChildProcess, type ChildProcessByStdio, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const MAIN = fileURLToPath(new URL('../../local/main.ts', import.meta.url));
const COMPILE_CACHE = new URL('../../tools/compile-cache.mjs', import.meta.url).href;
let folder: string;
let output: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stream-api-start-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** `npm start` without npm, up to the line that says it is ready. */
async function start(
  ...args: string[]
): Promise<{ child: ChildProcessByStdio<null, Readable, Readable>; url: string }> {
  output = '';
  const options = ['--import', COMPILE_CACHE, MAIN, '--port', '0', '--data-dir', folder, ...args];
  const child = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const ready = /^Stream API ready at (http:\/\/localhost:\d+)$/m;
  while (!ready.test(output)) {
    if (child.exitCode === 1) throw new Error(output);
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`Ended in another way: ${output}`);
    await delay(10);
  }
  return { child, url: ready.exec(output)![1]! };
}

const containersOf = (pid: number) =>
  execFileSync('pgrep', ['-P', String(pid), '-f', 'aws-lambda-ric'])
    .toString()
    .trim()
    .split('\n')
    .map(Number);

const childrenOf = (pid: number) => execFileSync('ps', ['-o', 'args=', '--ppid', String(pid)]).toString();

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Sends the signal, and checks that it ends the stack and its containers. */
async function expectEnd(child: ChildProcess, signal: 'SIGINT' | 'SIGTERM'): Promise<void> {
  const containers = containersOf(child.pid!);
  expect(containers.length).toBeGreaterThan(0);
  child.kill(signal);
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  expect(containers.filter(isAlive)).toEqual([]);
}

test('SIGINT ends the stack and its containers', async () => {
  const { child, url } = await start();
  const answer = await fetch(`${url}/api/stream/extract?tmdbId=550`);
  expect(answer.status).toBe(400);
  await answer.text();
  expect(childrenOf(child.pid!)).not.toContain('esbuild');
  await expectEnd(child, 'SIGINT');
  expect(output.match(/ready at/g)).toHaveLength(1);
  expect(output.trimEnd().split('\n').at(-1)).toMatch(
    /^400 GET \/api\/stream\/extract · \d+ ms · mediaType is required\.$/,
  );
});

test('a page on another port reads answers, a watched file is the whole of its titles, and SIGTERM ends it all', async () => {
  const page = 'http://localhost:5173';
  const titles = join(folder, 'titles.jsonl');
  const line = (tmdbId: string, file: string) =>
    JSON.stringify({ tmdbId, mediaType: 'movie', sources: [{ url: `https://media.example/${file}.mp4` }] });
  await writeFile(titles, `${line('42', 'old')}\nwrong`);
  const log = join(folder, 'new', 'folder', 'log.jsonl');
  const args = ['--cors-origin', `${page}/`, '--watch', titles, '--log', log, '--verbose', '--rate-limit', '100000'];
  const { child, url } = await start(...args);
  const ask = (tmdbId: string, init: RequestInit = {}) =>
    fetch(`${url}/api/stream/extract?tmdbId=${tmdbId}&mediaType=movie`, { ...init, headers: { origin: page } });

  const preflight = await ask('42', { method: 'OPTIONS' });
  expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, page]);
  const answer = await ask('42');
  expect(answer.headers.get('access-control-allow-origin')).toBe(page);
  expect(await answer.text()).toContain('old.mp4');
  expect(output).toMatch(/^titles\.jsonl: line 2: /m);

  await writeFile(titles, line('43', 'new'));
  while (!(await (await ask('43')).text()).includes('new.mp4')) await delay(100);
  while ((await ask('42')).status !== 404) await delay(100);
  expect((await ask('550')).status).toBe(200);
  expect(output).toMatch(/^titles\.jsonl: 1 title changed, 1 removed$/m);
  await (await fetch(`${url}/media/test-card/poster.jpg`)).arrayBuffer();

  await expectEnd(child, 'SIGTERM');
  expect(await readFile(log, 'utf8')).toContain('"message":"request"');
  expect(output).toMatch(/^titles\.jsonl: 1 title, no problem$/m);
  expect(output).toMatch(/^200 movie 42 · miss → catalogue · 1 source, \w+ · \d+ ms$/m);
  expect(output).toMatch(/^200 GET \/media\/test-card\/poster.jpg · \d+ ms$/m);
});

test('containers do not outlive a stack that was killed', async () => {
  const { child, url } = await start();
  await (await fetch(`${url}/api/stream/extract`)).text();
  const containers = containersOf(child.pid!);
  child.kill('SIGKILL');
  await once(child, 'exit');
  while (containers.some(isAlive)) await delay(10);
  expect(containers.filter(isAlive)).toEqual([]);
});

test('a start that cannot succeed is one line and exit code 1', async () => {
  await expect(start('--log', folder)).rejects.toThrow(/^The log .* cannot be written: it is a folder\n$/);
  await expect(start('--prot', '1')).rejects.toThrow(/^Unknown option '--prot'[^\n]*\n$/);
});

describe('a disk that takes no more', () => {
  // RLIMIT_FSIZE stands in for it: to the process, both are a write that fails.
  const limitFiles = (pid: number, bytes: string) =>
    execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
  const canLimit = spawnSync('prlimit', ['--version']).status === 0;

  (canLimit ? test : test.skip)('costs what is written, not the stack', async () => {
    const { child, url } = await start();
    const ask = (id: string) => fetch(`${url}/api/stream/extract?tmdbId=${id}&mediaType=movie`);
    expect((await ask('10378')).status).toBe(200);
    limitFiles(child.pid!, '1');
    for (const id of ['550', '45745', '550', '10378']) expect([id, (await ask(id)).status]).toEqual([id, 200]);
    expect(child.exitCode).toBeNull();
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(output.match(/^The tables in .*, no file may be that large here \(ulimit -f\)$/gm)).toHaveLength(1);
  });

  (canLimit ? test : test.skip)('is reported in one sentence at the start', async () => {
    const { stderr, status } = spawnSync(
      'prlimit',
      ['--fsize=1', process.execPath, MAIN, '--port', '0', '--data-dir', join(folder, 'full')],
      { encoding: 'utf8' },
    );
    expect(stderr).toMatch(/^The data folder .*full cannot be used: no file may be that large here \(ulimit -f\)\n$/);
    expect(status).toBe(1);
  });
});
