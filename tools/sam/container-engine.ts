import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ToolUnavailableError } from '../field-tools.ts';

const START_TIMEOUT_MS = 30_000;

/** A Docker engine that responds: one that was running already, or one that was started here. */
export interface ContainerEngine {
  /** Ends the engine when it was started here. */
  stop(): Promise<void>;
}

/**
 * Uses the engine that runs on this machine, or starts one where this process may.
 *
 * @throws ToolUnavailableError with the reason when there is none
 */
export async function containerEngine(): Promise<ContainerEngine> {
  if (!succeeds('docker', ['--version'])) throw new ToolUnavailableError('there is no docker command');
  if (engineAnswers()) return { stop: async () => undefined };
  if (process.getuid?.() !== 0 || !succeeds('dockerd', ['--version'])) {
    throw new ToolUnavailableError('no container engine runs, and none can be started here');
  }
  const data = mkdtempSync(join(tmpdir(), 'stream-api-docker-'));
  const daemon = spawn('dockerd', ['--data-root', data], { stdio: 'ignore' });
  const stop = async () => {
    await ended(daemon);
    rmSync(data, { recursive: true, force: true });
  };
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!engineAnswers()) {
    if (daemon.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new ToolUnavailableError('the container engine does not start on this machine');
    }
    await delay(250);
  }
  return { stop };
}

function ended(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    daemon.once('exit', () => resolve());
    daemon.kill('SIGTERM');
  });
}

const engineAnswers = () => succeeds('docker', ['info', '--format', '{{.ServerVersion}}']);

function succeeds(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 10_000 }).status === 0;
}

/** Runs a docker command. @returns what it printed · @throws Error with its message */
export function docker(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('docker', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`docker ${args[0]}: ${stderr.trim()}`);
  return stdout.trim();
}
