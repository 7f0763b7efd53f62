import { MAX_PURGE_TARGETS } from '../contract/bounds.ts';
import { type CacheCommand, cacheCommand } from '../contract/cache-command.ts';
import type { CacheView } from '../lambda/wiring/operator/show-entry.ts';
import { findCacheFunction, invokeCache } from './cache/cache-function.ts';
import { cacheReport } from './cache/cache-report.ts';
import {
  contentOfOptions,
  runCommand,
  TARGET_OPTIONS,
  TITLE_OPTIONS,
  targetOfOptions,
  UsageError,
  type Values,
} from './command-line.ts';
import type { StageTarget } from './target/stage-target.ts';

const HELP = `The cache that all containers of a stage share.

  npm run cache -- show <title> <where>     what it holds of one title: lifetimes, links, lease, breakers (--json: as data)
  npm run cache -- purge <what> <where>     forget it: within 5 seconds no container serves the old answer

<title> is --tmdb-id ID --media-type movie, or --tmdb-id ID --media-type tv --season N --episode N
<what> is a <title>, or one of
  --tmdb-id ID --media-type movie|tv --all-of-title    all its seasons and episodes
  --everything
<where> is one of
  --stage NAME                        a deployed stage, with your own AWS credentials
  --endpoint http://localhost:3000    the local stack

The exit code is 1 when something failed.
`;

const AFTER_A_PURGE = `Browsers keep an answer they already have for 30 minutes, then until they have shown it once more,
for an hour at most; for less where the stage sets less or the links expire sooner.
`;

const EVERYTHING_INSTEAD = `The whole cache was purged with it: ${MAX_PURGE_TARGETS} others had been purged by name within three days,
and more are not listed. Providers are asked for every title again.
`;

const OPTIONS = {
  ...TARGET_OPTIONS,
  ...TITLE_OPTIONS,
  'all-of-title': { type: 'boolean' },
  everything: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

type Options = Values<typeof OPTIONS>;

type PurgeScope = (CacheCommand & { action: 'purge' })['scope'];

function scopeOf(options: Options): PurgeScope {
  const { season, episode, everything } = options;
  const [tmdbId, mediaType] = [options['tmdb-id'], options['media-type']];
  if (everything) {
    if ([tmdbId, mediaType, season, episode, options['all-of-title']].some((option) => option !== undefined)) {
      throw new UsageError('--everything takes no title');
    }
    return { all: true };
  }
  if (!options['all-of-title']) return { content: contentOrAll(options) };
  if (season !== undefined || episode !== undefined) {
    throw new UsageError('--all-of-title takes neither --season nor --episode');
  }
  const command = cacheCommand.safeParse({ action: 'purge', scope: { title: { tmdbId, mediaType } } });
  if (!command.success) throw new UsageError('--all-of-title needs --tmdb-id and --media-type movie or tv');
  return (command.data as CacheCommand & { action: 'purge' }).scope;
}

/** The title to purge. Who names none may have meant the whole cache. */
function contentOrAll(options: Options) {
  try {
    return contentOfOptions(options);
  } catch (error) {
    if (options['tmdb-id'] !== undefined) throw error;
    throw new UsageError(`${(error as Error).message}; the whole cache is --everything`);
  }
}

async function show(command: CacheCommand, target: StageTarget, json: boolean): Promise<void> {
  const view = await invokeCache<CacheView>(await findCacheFunction(target), command);
  process.stdout.write(json ? `${JSON.stringify(view, null, 2)}\n` : cacheReport(view));
}

async function purge(scope: PurgeScope, target: StageTarget, json: boolean): Promise<void> {
  const command = { action: 'purge', scope } as const;
  const purged = await invokeCache<{ purged: object; generation: number }>(await findCacheFunction(target), command);
  if (json) process.stdout.write(`${JSON.stringify(purged)}\n`);
  else process.stdout.write(`Purged (generation ${purged.generation}). Within 5 seconds no container serves it.\n`);
  if ('all' in purged.purged && !('all' in scope)) process.stderr.write(EVERYTHING_INSTEAD);
  process.stderr.write(AFTER_A_PURGE);
}

await runCommand({
  help: HELP,
  options: OPTIONS,
  commands: {
    show: {
      run: async (values) => {
        if (values.everything || values['all-of-title']) throw new UsageError('show takes one title');
        await show(
          { action: 'show', content: contentOfOptions(values) },
          targetOfOptions(values),
          values.json ?? false,
        );
      },
    },
    purge: {
      run: (values) => purge(scopeOf(values), targetOfOptions(values), values.json ?? false),
    },
  },
});
