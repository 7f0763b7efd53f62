import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '..');
/** For what installs and compiles, on a busy machine. */
const START_LIMIT_MS = 180_000;

const running = new Set<ChildProcess>();

/** A command as typed into a shell at the top of the repository: nothing of the npm that runs this. */
function launch(line: string, variables: Readonly<Record<string, string>> = {}) {
  const own = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  const env = { ...Object.fromEntries(own), NEXT_TELEMETRY_DISABLED: '1', ...variables };
  // Its own process group: npm and shells do not pass signals on to everything that they started.
  const child = spawn(line, { cwd: ROOT, shell: true, detached: true, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  running.add(child);
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve())).then(() => running.delete(child));
  return { child, ended, output: () => output };
}

function end({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, 'SIGTERM');
}

process.on('exit', () => running.forEach(end));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

/**
 * Starts a server, and waits until its address answers.
 * @returns ends it, with all that it started
 * @throws AssertionError with its output, when it ends or is not ready in time
 */
export async function start(
  line: string,
  address: string,
  variables: Readonly<Record<string, string>>,
): Promise<() => Promise<unknown>> {
  const { child, ended, output } = launch(line, variables);
  const limit = Date.now() + START_LIMIT_MS;
  while (!(await isReady(address))) {
    assert.ok(running.has(child) && Date.now() < limit, `${line} did not start:\n${output()}`);
    await delay(200);
  }
  return () => {
    if (running.has(child)) end(child);
    return ended;
  };
}

/** The local stack answers 503 while it starts. */
const isReady = (address: string): Promise<boolean> =>
  fetch(address).then(
    ({ status }) => status !== 503,
    () => false,
  );

/**
 * Runs a command to its end.
 * @throws AssertionError with its output, when it fails
 */
export async function run(line: string, variables: Readonly<Record<string, string>> = {}): Promise<void> {
  const { child, ended, output } = launch(line, variables);
  await ended;
  assert.equal(child.exitCode, 0, `${line} failed:\n${output()}`);
}
