import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '..', '.cache', 'field-tools');

/** Tools of the field that are written in Python: the package to install for each. */
const PACKAGES = {
  'cfn-lint': 'cfn-lint==1.58.0',
  sam: 'aws-sam-cli==1.170.0',
  schemathesis: 'schemathesis==4.32.5',
} as const;

export type FieldTool = keyof typeof PACKAGES;

/** A tool is not available here. The message is the reason, for one line instead of the tool's report. */
export class ToolUnavailableError extends Error {
  override name = 'ToolUnavailableError' as const;
}

/**
 * The path of a tool, installed on first use into its own Python environment beside the project's caches.
 *
 * @throws ToolUnavailableError when there is no Python, or its package index cannot be reached
 */
export function fieldTool(name: FieldTool): string {
  const environment = join(FOLDER, PACKAGES[name].replace('==', '-'));
  const path = join(environment, process.platform === 'win32' ? 'Scripts' : 'bin', name);
  if (existsSync(path)) return path;
  run('python3', ['-m', 'venv', environment]);
  run('python3', ['-m', 'pip', '--python', environment, 'install', '--quiet', PACKAGES[name]]);
  if (!existsSync(path)) throw new ToolUnavailableError(`${PACKAGES[name]} brought no command ${name}`);
  return path;
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return;
  const reason = error?.message ?? stderr.trim().split('\n').at(-1);
  throw new ToolUnavailableError(`${command} ${args.slice(0, 3).join(' ')} failed: ${reason}`);
}
