import { runCommand, TARGET_OPTIONS, targetOfOptions, type Values } from './command-line.ts';
import { findHealthFunction, healthOf } from './health/health-function.ts';
import { healthReport, isWell } from './health/health-report.ts';

const HELP = `Which sources are well, as the stage's prober finds them.

  npm run health -- show <where> [--json]     what is not well, since when and why
  npm run health -- check <where> [--json]    has a run now, then shows it

<where> is one of
  --stage NAME                        a deployed stage with health in its settings, with your own AWS credentials
  --endpoint http://localhost:3000    the local stack

One probe changes nothing: see docs/operations.md. To check links that are not deployed yet:
npm run catalogue -- check, npm run provider -- check.

The exit code is 0 when all is well, 1 when something is not or failed, and 2 when the command line is wrong.
`;

const OPTIONS = { ...TARGET_OPTIONS, json: { type: 'boolean' } } as const;

async function report(options: Values<typeof OPTIONS>, action: 'show' | 'check'): Promise<void> {
  const view = await healthOf(await findHealthFunction(targetOfOptions(options)), action);
  process.stdout.write(options.json ? `${JSON.stringify(view, null, 2)}\n` : healthReport(view));
  if (!isWell(view)) process.exitCode = 1;
}

await runCommand({
  help: HELP,
  options: OPTIONS,
  usageExitCode: 2,
  commands: {
    show: { run: (values) => report(values, 'show') },
    check: { run: (values) => report(values, 'check') },
  },
});
