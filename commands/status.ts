import { runCommand, UsageError } from './command-line.ts';
import { reportText, stageReport } from './status/stage-report.ts';

const HELP = `How a stage is: its version, tables, providers and breakers, last import and alarms.

  npm run status -- --stage NAME                       a deployed stage, with your own AWS credentials
  npm run status -- --endpoint http://localhost:3000   the local stack

--json    the same as data: {ok, stage, version, lastImport, checks: [{name, ok, text}]}

The exit code is 1 when something is wrong. For uptime monitors there is GET /api/stream/status, which needs no key.
`;

await runCommand({
  help: HELP,
  options: { stage: { type: 'string' }, endpoint: { type: 'string' }, json: { type: 'boolean' } },
  commands: async ({ stage, endpoint, json }) => {
    const targets = [...(stage ? [{ stage }] : []), ...(endpoint ? [{ endpoint }] : [])];
    const [target] = targets;
    if (target === undefined || targets.length > 1) throw new UsageError('give one of --stage and --endpoint');
    const report = await stageReport(target);
    process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report));
    if (!report.ok) process.exitCode = 1;
  },
});
