import { parseArgs } from 'node:util';
import { type CacheCommand, cacheCommand } from '../contract/cache-command.ts';
import type { CacheView } from '../lambda/wiring/show-entry.ts';
import { type CacheTarget, findCacheFunction, invokeCache } from './cache/cache-function.ts';
import { cacheReport } from './cache/cache-report.ts';
import { contentOfOptions, runCommand, TITLE_OPTIONS, UsageError } from './command-line.ts';

const HELP = `The cache that all containers of a stage share.

  npm run cache -- show <title> <where>     what it holds of one title: lives, links, lease, breaker; --json as data
  npm run cache -- purge <what> <where>     forget it: every container refuses the old answer within 5 seconds

<title> is --tmdb-id ID --media-type movie, or --tmdb-id ID --media-type tv --season N --episode N
<what> is a <title>, or one of
  --tmdb-id ID --media-type movie|tv --all-of-title    all its seasons and episodes
  --everything
<where> is one of
  --stage NAME                        a deployed stage, with your own AWS credentials
  --endpoint http://localhost:3000    the local stack

The exit code is 1 when something failed.
`;

const AFTER_A_PURGE = `Browsers keep what they have been given: 30 minutes, then until they have shown it once more, for an hour at most; less
where the stage or the links say so.
`;

const OPTIONS = {
  stage: { type: 'string' },
  endpoint: { type: 'string' },
  ...TITLE_OPTIONS,
  'all-of-title': { type: 'boolean' },
  everything: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Options = ReturnType<typeof parseCommandLine>['values'];

function parseCommandLine() {
  return parseArgs({ options: OPTIONS, allowPositionals: true });
}

async function main(): Promise<void> {
  const { values, positionals } = parseCommandLine();
  const [action, ...more] = positionals;
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  if (more.length > 0) throw new UsageError(`unexpected argument ${more[0]}`);
  switch (action) {
    case 'show': {
      if (values.everything || values['all-of-title']) throw new UsageError('show takes one title');
      return show({ action, content: contentOfOptions(values) }, targetOf(values), values.json ?? false);
    }
    case 'purge':
      return purge({ action, scope: scopeOf(values) }, targetOf(values), values.json ?? false);
    default:
      throw new UsageError(action === undefined ? 'no command given' : `unknown command ${action}`);
  }
}

function targetOf({ stage, endpoint }: Options): CacheTarget {
  if (stage !== undefined && endpoint === undefined) return { stage };
  if (endpoint !== undefined && stage === undefined) return { endpoint };
  throw new UsageError('give one of --stage and --endpoint');
}

function scopeOf(options: Options): (CacheCommand & { action: 'purge' })['scope'] {
  const { season, episode, everything } = options;
  const [tmdbId, mediaType] = [options['tmdb-id'], options['media-type']];
  if (everything) {
    if ([tmdbId, mediaType, season, episode, options['all-of-title']].some((given) => given !== undefined)) {
      throw new UsageError('--everything stands by itself');
    }
    return { all: true };
  }
  if (!options['all-of-title']) return { content: contentOfOptions(options) };
  if (season !== undefined || episode !== undefined) {
    throw new UsageError('--all-of-title takes neither --season nor --episode');
  }
  const command = cacheCommand.safeParse({ action: 'purge', scope: { title: { tmdbId, mediaType } } });
  if (!command.success) throw new UsageError('--all-of-title needs --tmdb-id and --media-type movie or tv');
  return (command.data as CacheCommand & { action: 'purge' }).scope;
}

async function show(command: CacheCommand, target: CacheTarget, json: boolean): Promise<void> {
  const view = await invokeCache<CacheView>(await findCacheFunction(target), command);
  process.stdout.write(json ? `${JSON.stringify(view, null, 2)}\n` : cacheReport(view));
}

async function purge(command: CacheCommand, target: CacheTarget, json: boolean): Promise<void> {
  const purged = await invokeCache<{ generation: number }>(await findCacheFunction(target), command);
  if (json) process.stdout.write(`${JSON.stringify(purged)}\n`);
  else process.stdout.write(`Purged (generation ${purged.generation}). Within 5 seconds no container serves it.\n`);
  process.stderr.write(AFTER_A_PURGE);
}

await runCommand(main);
