import { type ChildProcessByStdio, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const MAIN = fileURLToPath(new URL('../../local/main.ts', import.meta.url));
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
  const child = spawn(process.execPath, [MAIN, '--port', '0', '--data-dir', folder, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const ready = /^Stream API ready at (http:\/\/localhost:\d+)$/m;
  while (!ready.test(output)) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(output);
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

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends the stack and its containers', async (signal) => {
  const { child, url } = await start();
  const answer = await fetch(`${url}/api/stream/extract?tmdbId=550`);
  expect(answer.status).toBe(400);
  await answer.text();
  const containers = containersOf(child.pid!);
  expect(containers.length).toBeGreaterThan(0);
  child.kill(signal);
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  expect(containers.filter(isAlive)).toEqual([]);
  expect(output.match(/ready at/g)).toHaveLength(1);
  expect(output.trimEnd().split('\n').at(-1)).toMatch(
    /^400 GET \/api\/stream\/extract · \d+ ms · mediaType is required\.$/,
  );
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
  await expect(start('--stage', 'nope')).rejects.toThrow('There is no stage "nope"');
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
