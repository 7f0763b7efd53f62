import { runCommand, TARGET_OPTIONS, targetOfOptions } from './command-line.ts';
import { reportText, stageReport } from './status/stage-report.ts';

const HELP = `How a stage is: its version, tables, providers and breakers, last import and alarms.

  npm run status -- --stage NAME                       a deployed stage, with your own AWS credentials
  npm run status -- --endpoint http://localhost:3000   the local stack

--json    the same as data: {ok, stage, version, lastImport, checks: [{name, ok, text}]}

The exit code is 1 when something is wrong. For uptime monitors there is GET /api/stream/status, which needs no key.
`;

await runCommand({
  help: HELP,
  options: { ...TARGET_OPTIONS, json: { type: 'boolean' } },
  commands: async ({ json, ...options }) => {
    const report = await stageReport(targetOfOptions(options));
    process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report));
    if (!report.ok) process.exitCode = 1;
  },
});
