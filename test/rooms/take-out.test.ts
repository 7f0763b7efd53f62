import { execFile } from 'node:child_process';
import { afterAll, describe, expect, test } from '@jest/globals';
import { projectWithout, removeCopy } from './project-copy.ts';
import type { Room } from './room.ts';
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

/** By check, its output where it fails. */
type Checks = Record<'types' | 'dev' | 'prod' | 'api', Promise<string>>;

const checks = new Map<Room, Promise<Checks>>();
const removals: Promise<void>[] = [];

/** Begins all checks of a project without a room. Each waits now and then, and together they keep two cores busy. */
async function begin(room: Room): Promise<Checks> {
  const folder = await projectWithout(room);
  // The rules of the environments and the validators are made from what is left.
  const problem = await run(folder, 'npm', 'run', 'generate');
  const check = (command: 'npm' | 'npx', ...args: string[]) =>
    problem === '' ? run(folder, command, ...args) : Promise.resolve(problem);
  const typeCheck = async (): Promise<string> => {
    let output = '';
    for (const part of [[], ['-p', 'client'], ['-p', 'web']]) output += await check('npx', 'tsc', '--noEmit', ...part);
    return output;
  };
  const synth = (stage: string): Promise<string> =>
    check('npx', 'cdk', 'synth', '--quiet', '-c', `stage=${stage}`, '--output', `cdk.out/${stage}`);
  // The tests of the API take longest, and wait for a service that fails: they begin first.
  const api = check('npm', 'test', '--', 'test/stream-api.test.ts');
  const begun = { api, types: typeCheck(), dev: synth('dev'), prod: synth('prod') };
  removals.push(Promise.all(Object.values(begun)).then(() => removeCopy(folder)));
  return begun;
}

const outputOf = async (room: Room, check: keyof Checks): Promise<string> => {
  const begun = checks.get(room) ?? begin(room);
  checks.set(room, begun);
  return (await begun)[check];
};

afterAll(() => Promise.all(removals));

// As many of these at the same time as the configuration says: a room begins while the former one's API is tested.
describe.each(ROOMS)('a project without $name', (room) => {
  test.concurrent('passes the type check', async () => {
    expect(await outputOf(room, 'types')).toBe('');
  });

  test.concurrent.each(['dev', 'prod'] as const)('synthesises %s', async (stage) => {
    expect(await outputOf(room, stage)).toBe('');
  });

  test.concurrent('answers the API as it should', async () => {
    expect(await outputOf(room, 'api')).toBe('');
  });
});
