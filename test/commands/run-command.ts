import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface CommandRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs a program of `commands/` as npm would, with nothing in its environment but what is given here and the folder
 * where the processes of this run share their compiled modules.
 */
export function runCommand(
  program: string,
  options: readonly string[],
  { input = '', environment = {} }: { readonly input?: string; readonly environment?: Record<string, string> } = {},
): Promise<CommandRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../commands', `${program}.ts`), ...options], {
      env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...environment },
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.stderr.on('data', (data) => {
      err += data;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
    child.stdin.end(input);
  });
}
