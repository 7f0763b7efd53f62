import type { UsageReport } from '../contract/local/usage.ts';
import { USAGE_DAYS, USAGE_DIMENSIONS, type UsageDimension } from '../contract/usage.ts';
import { runCommand, TARGET_OPTIONS, targetOfOptions, UsageError, type Values } from './command-line.ts';
import { invoke, stageFunction } from './target/stage-function.ts';
import { usageText } from './usage/usage-report.ts';

const HELP = `What viewers really got: what they watch, how long it takes to start, how often it stalls, what fails.

  npm run usage -- --by quality|cdn|title|source|hour <where> [--days N] [--json]

<where> is one of
  --stage NAME                        a deployed stage with usage in its settings, with your own AWS credentials
  --endpoint http://localhost:3000    the local stack

Of the last 24 hours, or of N times as many (at most ${USAGE_DAYS}); by title and by source of all UTC days that these touch.
Titles and sources that fewer than five have watched in a day are shown together. What the numbers mean: docs/usage.md.

The exit code is 1 when something failed.
`;

const OPTIONS = {
  ...TARGET_OPTIONS,
  by: { type: 'string' },
  days: { type: 'string' },
  json: { type: 'boolean' },
} as const;

const PLACE = {
  key: 'usage-report',
  output: 'UsageFunctionName',
  without: 'the stage does not measure: set usage: {} in lib/stage/stages.ts, and deploy it',
};

async function show({ by, days: written, json, ...target }: Values<typeof OPTIONS>): Promise<void> {
  const dimension = USAGE_DIMENSIONS.find((each) => each === by);
  if (dimension === undefined) throw new UsageError(`--by is one of ${USAGE_DIMENSIONS.join(', ')}`);
  const { days, rows } = await reported(target, { by: dimension, days: daysOf(written) });
  process.stdout.write(json ? `${JSON.stringify(rows, null, 2)}\n` : usageText(dimension, rows, days));
}

async function reported(
  target: Pick<Values<typeof OPTIONS>, 'stage' | 'endpoint'>,
  command: { readonly by: UsageDimension; readonly days: number },
): Promise<UsageReport> {
  const found = await stageFunction(targetOfOptions(target), PLACE);
  if (!found) throw new Error('The local stack does not measure: start it without --set usage=null');
  return invoke<UsageReport>(found, command);
}

function daysOf(written = '1'): number {
  const days = /^\d{1,2}$/.test(written) ? Number(written) : 0;
  if (days < 1 || days > USAGE_DAYS) throw new UsageError(`--days is a whole number from 1 to ${USAGE_DAYS}`);
  return days;
}

await runCommand({ help: HELP, options: OPTIONS, commands: show });
