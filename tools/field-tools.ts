import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '..', '.cache', 'field-tools');

/** Python tools of the field, each with its package. */
const PACKAGES = {
  'cfn-lint': 'cfn-lint==1.58.0',
  sam: 'aws-sam-cli==1.170.0',
  schemathesis: 'schemathesis==4.32.5',
  'yt-dlp': 'yt-dlp==2026.10.26',
} as const;

export type FieldTool = keyof typeof PACKAGES;

/** A tool that is not available here; the message says why, for the line that is printed instead. */
export class ToolUnavailableError extends Error {
  override name = 'ToolUnavailableError' as const;
}

/**
 * The path of a tool. Its first use installs it into a separate Python environment beside the project's caches.
 *
 * @throws ToolUnavailableError when there is no Python, or its package index cannot be reached
 */
export function fieldTool(name: FieldTool): string {
  const environment = join(FOLDER, PACKAGES[name].replace('==', '-'));
  const path = join(environment, process.platform === 'win32' ? 'Scripts' : 'bin', name);
  if (existsSync(path)) return path;
  run('python3', ['-m', 'venv', environment]);
  run('python3', ['-m', 'pip', '--python', environment, 'install', '--quiet', PACKAGES[name]]);
  if (!existsSync(path)) throw new ToolUnavailableError(`${PACKAGES[name]} has no command ${name}`);
  return path;
}

/** Runs a check by such a tool. Where that is not available, one line names the reason; any other error fails. */
export async function checkOrSkip(what: string, check: () => Promise<boolean>): Promise<void> {
  try {
    if (!(await check())) process.exitCode = 1;
  } catch (error) {
    if (error instanceof ToolUnavailableError) console.log(`SKIPPED ${what}: ${error.message}`);
    else {
      console.error((error as Error).message);
      process.exitCode = 1;
    }
  }
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return;
  const reason = error?.message ?? stderr.trim().split('\n').at(-1);
  throw new ToolUnavailableError(`${command} ${args.slice(0, 3).join(' ')} failed: ${reason}`);
}
