import { setTimeout } from 'node:timers/promises';
import { runCommand, TARGET_OPTIONS, targetOfOptions, UsageError, type Values } from './command-line.ts';
import { confirm } from './confirm.ts';
import { keyChecks, keysReport, keysText } from './media-keys/keys-report.ts';
import { type MediaKeys, rotate } from './media-keys/rotation.ts';
import { stageKeys } from './media-keys/stage-keys.ts';
import { checksText } from './status/check.ts';

const HELP = `The keys that sign links to media, and with which the media edge opens them.

  npm run media-keys -- rotate <where> [--wait]    a new key: once the edge takes it, links are signed with it; the
                                                   former key is removed when its last link has expired
  npm run media-keys -- show <where>               which key signs, and which one only opens links
  npm run media-keys -- check <where>              whether secret, store and edge agree: what opens, and what must not

<where> is one of
  --stage NAME                        a deployed stage with a media edge, with your own AWS credentials
  --endpoint http://localhost:3000    the local stack; --secret NAME where it signs with several

--wait      stays until the former key is removed; without it, call rotate once more after the time that it prints
--leaked    with rotate: all former keys are removed in six minutes, and every link that they signed stops;
            asks first, unless --yes
--json      prints data; the steps of a rotation go to standard error in any case

A rotation that was interrupted goes on when it is called again: without --leaked, which makes one more key.
No key is ever printed. The exit code is 0 when all is well, and 1 when something is wrong or failed.
`;

const OPTIONS = {
  ...TARGET_OPTIONS,
  secret: { type: 'string' },
  wait: { type: 'boolean' },
  leaked: { type: 'boolean' },
  yes: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

type Options = Values<typeof OPTIONS>;

function keysOf({ secret, ...options }: Options): Promise<MediaKeys> {
  const target = targetOfOptions(options);
  if (secret !== undefined && 'stage' in target) throw new UsageError('--secret is for a local stack');
  return stageKeys(target, secret);
}

function print(json: boolean | undefined, data: unknown, text: string): void {
  process.stdout.write(json ? `${JSON.stringify(data, null, 2)}\n` : text);
}

const TIME = { now: Date.now, sleep: (milliseconds: number) => setTimeout(milliseconds) };

await runCommand({
  help: HELP,
  options: OPTIONS,
  commands: {
    rotate: {
      run: async ({ wait = false, leaked = false, yes = false, json, ...options }) => {
        const keys = await keysOf(options);
        if (leaked) await confirm('Every link that was given out until now stops in six minutes.', yes);
        const set = await rotate(keys, { wait, leaked }, TIME, (line) => console.error(line));
        const report = keysReport(keys, set);
        print(json, report, keysText(report));
      },
    },
    show: {
      run: async ({ json, ...options }) => {
        const keys = await keysOf(options);
        const report = keysReport(keys, (await keys.secret.read()) ?? { keys: [] });
        print(json, report, keysText(report));
      },
    },
    check: {
      run: async ({ json, ...options }) => {
        const checks = await keyChecks(await keysOf(options), Date.now());
        const ok = checks.every((each) => each.ok !== false);
        print(json, { ok, checks }, checksText(checks));
        if (!ok) process.exitCode = 1;
      },
    },
  },
});
