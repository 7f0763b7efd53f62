import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { projectWithout, removeCopy } from './project-copy.ts';
import { ROOMS } from './rooms.ts';

const LIMIT_MS = 240_000;

/** Runs an npm script or a binary of a package in a folder. Its output, where it fails. */
const run = (folder: string, command: 'npm' | 'npx', ...args: string[]): Promise<string> =>
  new Promise((resolve) => {
    // A variable of this run of Jest would reach the one in the copy.
    const { NODE_OPTIONS: _options, JEST_WORKER_ID: _worker, STAGES_FOLDER: _stages, ...env } = process.env;
    const options = { cwd: folder, env, maxBuffer: 64 * 1024 * 1024, timeout: LIMIT_MS };
    execFile(command, args, options, (error, stdout, stderr) =>
      resolve(error ? `${error.killed ? 'out of time' : ''}\n${stdout}\n${stderr}`.trim().slice(-8_000) : ''),
    );
  });

describe.each(ROOMS)('a project without $name', (room) => {
  let folder: string;
  beforeAll(async () => {
    folder = await projectWithout(room);
    // The rules of the environments and the validators are made from what is left.
    expect(await run(folder, 'npm', 'run', 'generate')).toBe('');
  });
  afterAll(() => removeCopy(folder));

  test('passes the type check', async () => {
    for (const part of [[], ['-p', 'client'], ['-p', 'web']]) {
      expect(await run(folder, 'npx', 'tsc', '--noEmit', ...part)).toBe('');
    }
  });

  test.each(['dev', 'prod'])('synthesises %s', async (stage) => {
    expect(await run(folder, 'npx', 'cdk', 'synth', '--quiet', '-c', `stage=${stage}`)).toBe('');
  });

  test('answers the API as it should', async () => {
    expect(await run(folder, 'npm', 'test', '--', 'test/stream-api.test.ts')).toBe('');
  });
});
