import { createInterface } from 'node:readline/promises';

/**
 * Asks a person before something that cannot be undone.
 *
 * @param yes the option with which a script has agreed already
 * @throws Error when the answer is no, or there is nobody to ask
 */
export async function confirm(question: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw new Error(`${question} Nothing was done: --yes agrees`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} Go on? [y/N] `);
    if (!/^y(es)?$/i.test(answer.trim())) throw new Error('Nothing was done');
  } finally {
    terminal.close();
  }
}
