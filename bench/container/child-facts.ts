import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { lambdaEnvironment } from '../lambda-environment.ts';

/**
 * Runs a script of `children/` as a function's process, whose log is discarded.
 *
 * @param flags of Node
 * @returns what it printed after `BENCH`
 * @throws Error with all that it printed, when it printed no facts
 */
export async function childFacts<T>(
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): Promise<T> {
  const child = spawn(process.execPath, [...flags, join(import.meta.dirname, '../children', script), ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: lambdaEnvironment(environment),
  });
  let output = '';
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  await once(child, 'close');
  const facts = output.match(/^BENCH (.*)$/m)?.[1];
  if (facts === undefined) throw new Error(`${script} failed: ${output}`);
  return JSON.parse(facts) as T;
}
