import { parseArgs } from 'node:util';
import { repeatedOption } from '../commands/repeated-option.ts';
import { refuseOptionsOfNpm } from './npm-options.ts';
import { httpUrl, OptionError, setting, stageName, whole } from './option-values.ts';

export { OptionError } from './option-values.ts';

export interface LocalOptions {
  readonly port: number;
  readonly stage: string;
  /** Providers that are asked before the stage's own, in this order. */
  readonly providerUrls: readonly string[];
  readonly providerToken?: string | undefined;
  /** The most of one function at the same time. */
  readonly containers: number;
  readonly dataDir: string;
  /** Private origins whose manifests may be fetched. */
  readonly trustedOrigins: readonly string[];
  /** Origins whose pages may read answers, beside the stage's own. */
  readonly corsOrigins?: readonly string[] | undefined;
  /** Requests per client and window. */
  readonly rateLimit?: number | undefined;
  readonly freshSeconds?: number | undefined;
  readonly staleSeconds?: number | undefined;
  /** A file of titles that are in the catalogue as long as they are in the file. */
  readonly watchFile?: string | undefined;
  readonly logFile?: string | undefined;
  /** Prints the requests for media and the stack's own routes, too. */
  readonly verbose?: boolean | undefined;
  /** Changes to the stage's settings, each `PATH=JSON`. */
  readonly settings?: readonly string[] | undefined;
}

export const HELP = `The whole stack on this machine.

  npm start -- [options]      options are also environment variables: --data-dir is DATA_DIR

  --port N                    the port on loopback (3000)
  --stage NAME                the stage whose settings it runs (dev)
  --cors-origin URL           a page's origin that may read answers, such as http://localhost:5173; repeatable
  --extractor-url URL         a provider of type http, asked before the catalogue; repeatable, asked in order;
                              the variable EXTRACTOR_TOKEN holds the bearer token that it gets
  --watch FILE                titles, as the import reads them: saving the file changes them at once
  --containers N              the most containers of one function (4)
  --data-dir DIR              the folder of the tables and keys (.local)
  --trust-origin URL          a private origin whose manifests may be read; repeatable
  --fresh SECONDS             how long an answer is fresh
  --stale SECONDS             how long it may be served after that while it is refreshed
  --rate-limit N              requests per client and window
  --set PATH=JSON             any setting of the stage, as in lib/stage/stages.ts: --set lifetimes.notFoundSeconds=5;
                              repeatable, on the command line only; --fresh 5 is --set lifetimes.freshSeconds=5
  --log FILE                  everything the functions log, one JSON object per line
  --verbose                   prints the requests for media and for the stack's own routes, too
`;

export const OPTIONS = {
  port: { type: 'string', default: '3000' },
  stage: { type: 'string', default: 'dev' },
  'cors-origin': { type: 'string', multiple: true, default: [] as string[] },
  'extractor-url': { type: 'string', multiple: true, default: [] as string[] },
  watch: { type: 'string' },
  containers: { type: 'string', default: '4' },
  'data-dir': { type: 'string', default: '.local' },
  'trust-origin': { type: 'string', multiple: true, default: [] as string[] },
  fresh: { type: 'string' },
  stale: { type: 'string' },
  'rate-limit': { type: 'string' },
  log: { type: 'string' },
  verbose: { type: 'boolean' },
  set: { type: 'string', multiple: true, default: [] as string[] },
} as const;

type OptionName = keyof typeof OPTIONS;
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the options of the command line. Each is also an environment variable in capitals (`--data-dir` is `DATA_DIR`;
 * several values are separated by commas); the command line wins. `--set` is no variable, because JSON has commas. The
 * providers' token is only a variable, `EXTRACTOR_TOKEN`: everybody on the machine can read a command line.
 *
 * @throws OptionError for an unknown option or a value that cannot be used
 */
export function readOptions(args: readonly string[], environment: Environment): LocalOptions {
  refuseOptionsOfNpm(args, environment, Object.keys(OPTIONS));
  const values = parse(args, environment);
  const bounded = (name: 'rate-limit' | 'fresh' | 'stale', least: number, most: number) =>
    values[name] === undefined ? undefined : whole(name, values[name], least, most);
  const corsOrigins = values['cors-origin'].map((url) => httpUrl('cors-origin', url).origin);
  return {
    port: whole('port', values.port, 0, 65_535),
    stage: stageName(values.stage),
    providerUrls: values['extractor-url'].map((url) => httpUrl('extractor-url', url).href),
    providerToken: environment.EXTRACTOR_TOKEN || undefined,
    containers: whole('containers', values.containers, 1, 64),
    dataDir: values['data-dir'],
    trustedOrigins: values['trust-origin'].map((url) => httpUrl('trust-origin', url).origin),
    corsOrigins: corsOrigins.length > 0 ? corsOrigins : undefined,
    rateLimit: bounded('rate-limit', 1, 999_999_999),
    freshSeconds: bounded('fresh', 1, 86_400),
    staleSeconds: bounded('stale', 0, 86_400),
    watchFile: values.watch,
    logFile: values.log,
    verbose: values.verbose,
    settings: values.set.length > 0 ? values.set.map(setting) : undefined,
  };
}

function parse(args: readonly string[], environment: Environment) {
  const isGiven = (name: string) => args.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
  const fromEnvironment = Object.keys(OPTIONS).flatMap((name) =>
    name === 'set' || isGiven(name) ? [] : fromVariable(name as OptionName, environment),
  );
  try {
    const joined = withNegativeNumbers(args);
    const { values, tokens } = parseArgs({
      args: [...fromEnvironment, ...joined],
      options: OPTIONS,
      strict: true,
      tokens: true,
    });
    const repeated = repeatedOption(tokens, OPTIONS);
    if (repeated !== undefined) throw new Error(`--${repeated} is given twice`);
    return values;
  } catch (error) {
    throw new OptionError(`${(error as Error).message.split('\n')[0]} (--help lists the options)`);
  }
}

function fromVariable(name: OptionName, environment: Environment): string[] {
  const value = environment[name.toUpperCase().replaceAll('-', '_')];
  if (value === undefined || value === '') return [];
  if (OPTIONS[name].type === 'boolean') return /^(0|false|no)$/i.test(value) ? [] : [`--${name}`];
  return ('multiple' in OPTIONS[name] ? value.split(',') : [value]).map((each) => `--${name}=${each.trim()}`);
}

/** The parser takes the `-5` of `--fresh -5` for an option; joined, it is a value, which the bounds refuse by name. */
function withNegativeNumbers(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const former = joined.at(-1);
    const isValue = /^-\d/.test(arg) && former !== undefined && /^--[a-z-]+$/.test(former);
    if (isValue) joined[joined.length - 1] = `${former}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}
