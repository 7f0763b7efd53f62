import { parseArgs } from 'node:util';

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
  /** Requests per client and window. */
  readonly rateLimit?: number | undefined;
  readonly freshSeconds?: number | undefined;
  readonly staleSeconds?: number | undefined;
  readonly logFile?: string | undefined;
  /** Changes to the stage's settings, each `PATH=JSON`. */
  readonly settings?: readonly string[] | undefined;
}

/** An option that cannot be used. The message is one sentence. */
export class OptionError extends Error {
  override name = 'OptionError' as const;
}

export const HELP = `The whole stack on this machine.

  npm start -- [options]      options are also environment variables: --data-dir is DATA_DIR

  --port N                    the port on loopback (3000)
  --stage NAME                the stage whose settings it runs (dev)
  --extractor-url URL         a provider of type http, asked before the catalogue; repeatable, asked in order;
                              the variable EXTRACTOR_TOKEN holds the bearer token that it gets
  --containers N              the most containers of one function (4)
  --data-dir DIR              the folder of the tables and keys (.local)
  --trust-origin URL          a private origin whose manifests may be read; repeatable
  --fresh SECONDS             how long an answer is fresh
  --stale SECONDS             how long it may be served after that while it is refreshed
  --rate-limit N              requests per client and window
  --set PATH=JSON             any setting of the stage, as in lib/stage/stages.ts: --set lifetimes.notFoundSeconds=5;
                              repeatable, on the command line only
  --log FILE                  everything the functions log, one JSON object per line
`;

export const OPTIONS = {
  port: { type: 'string', default: '3000' },
  stage: { type: 'string', default: 'dev' },
  'extractor-url': { type: 'string', multiple: true, default: [] as string[] },
  containers: { type: 'string', default: '4' },
  'data-dir': { type: 'string', default: '.local' },
  'trust-origin': { type: 'string', multiple: true, default: [] as string[] },
  fresh: { type: 'string' },
  stale: { type: 'string' },
  'rate-limit': { type: 'string' },
  log: { type: 'string' },
  set: { type: 'string', multiple: true, default: [] as string[] },
} as const;

/**
 * Reads the options of the command line. Each is also an environment variable in capitals (`--data-dir` is `DATA_DIR`;
 * several values are separated by commas); the command line wins. `--set` is no variable, because JSON has commas. The
 * providers' token is only a variable, `EXTRACTOR_TOKEN`: everybody on the machine can read a command line.
 *
 * @throws OptionError for an unknown option or a value that cannot be used
 */
export function readOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): LocalOptions {
  const values = parse(args, environment);
  return {
    port: whole('port', values.port, 0, 65_535),
    stage: values.stage,
    providerUrls: values['extractor-url'].map((url) => httpUrl('extractor-url', url).href),
    providerToken: environment.EXTRACTOR_TOKEN || undefined,
    containers: whole('containers', values.containers, 1, 64),
    dataDir: values['data-dir'],
    trustedOrigins: values['trust-origin'].map((url) => httpUrl('trust-origin', url).origin),
    rateLimit:
      values['rate-limit'] === undefined ? undefined : whole('rate-limit', values['rate-limit'], 1, 999_999_999),
    freshSeconds: values.fresh === undefined ? undefined : whole('fresh', values.fresh, 1, 86_400),
    staleSeconds: values.stale === undefined ? undefined : whole('stale', values.stale, 0, 86_400),
    logFile: values.log,
    settings: values.set.length > 0 ? values.set.map(setting) : undefined,
  };
}

function parse(args: readonly string[], environment: Readonly<Record<string, string | undefined>>) {
  const fromEnvironment = Object.entries(OPTIONS).flatMap(([name, option]) => {
    const value = environment[name.toUpperCase().replaceAll('-', '_')];
    if (
      name === 'set' ||
      value === undefined ||
      value === '' ||
      args.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`))
    )
      return [];
    return ('multiple' in option ? value.split(',') : [value]).map((each) => `--${name}=${each.trim()}`);
  });
  try {
    return parseArgs({ args: [...fromEnvironment, ...args], options: OPTIONS, strict: true }).values;
  } catch (error) {
    throw new OptionError(`${(error as Error).message.split('\n')[0]} (--help lists the options)`);
  }
}

function setting(text: string): string {
  if (!/^[^=]+=./s.test(text)) {
    throw new OptionError(`--set must be PATH=JSON, such as lifetimes.freshSeconds=60, not "${text}"`);
  }
  return text;
}

function whole(name: string, value: string, least: number, most: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < least || number > most) {
    throw new OptionError(`--${name} must be a whole number from ${least} to ${most}, not "${value}"`);
  }
  return number;
}

function httpUrl(name: string, value: string): URL {
  const url = URL.parse(value);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.hash) {
    throw new OptionError(`--${name} must be an http(s) URL without credentials, not "${value}"`);
  }
  return url;
}
