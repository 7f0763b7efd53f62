import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/**
 * The options of a program that measures, read before it starts anything. `--help` prints the usage and ends the
 * process with exit code 0; a mistake is one line, and exit code 1.
 */
export function commandOptions<Options extends ParseArgsOptionsConfig>(
  usage: string,
  options: Options,
): ReturnType<typeof parseArgs<{ options: Options }>>['values'] {
  try {
    const known: ParseArgsOptionsConfig = { ...options, help: { type: 'boolean', short: 'h' } };
    const { values } = parseArgs({ options: known });
    if (!values.help) return values as ReturnType<typeof parseArgs<{ options: Options }>>['values'];
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  } catch (error) {
    console.error(`${(error as Error).message.split('\n', 1)[0]} (--help shows how to call it)`);
    process.exit(1);
  }
}
