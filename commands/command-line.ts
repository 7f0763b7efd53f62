import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { z } from 'zod';
import { parameterRule } from '../contract/parameter-rules.ts';
import { episodeQuery, extractQuery } from '../contract/query.ts';
import { type Content, contentOf } from '../lambda/stream/content.ts';
import { didYouMean } from './nearest-word.ts';
import { printable } from './printable.ts';
import { repeatedOption } from './repeated-option.ts';
import { awsAdvice } from './target/aws-settings.ts';
import type { StageTarget } from './target/stage-target.ts';

/** A mistake in the command line. */
export class UsageError extends Error {
  override name = 'UsageError' as const;
}

/** The options that name one title, alike in every program. */
export const TITLE_OPTIONS = {
  'tmdb-id': { type: 'string' },
  'media-type': { type: 'string' },
  season: { type: 'string' },
  episode: { type: 'string' },
} as const;

type TitleOptions = { readonly [Name in keyof typeof TITLE_OPTIONS]?: string | undefined };

const NAMED = [
  ['tmdb-id', 'tmdbId'],
  ['media-type', 'mediaType'],
  ['season', 'season'],
  ['episode', 'episode'],
] as const;
const { tmdbId, season, episode } = episodeQuery.shape;
const fields = { tmdbId, season, episode, mediaType: z.enum(['movie', 'tv']) };

/**
 * The title that the options name, by the rules of the API's own query.
 *
 * @throws UsageError
 */
export function contentOfOptions(options: TitleOptions): Content {
  const { season, episode } = options;
  for (const [option, field] of NAMED) {
    const [written, schema] = [options[option], fields[field]];
    if (written !== undefined && !schema.safeParse(written).success) {
      throw new UsageError(`--${option} ${parameterRule[field]}, not ${written}`);
    }
  }
  const query = extractQuery.safeParse({
    tmdbId: options['tmdb-id'],
    mediaType: options['media-type'],
    season,
    episode,
  });
  if (!query.success) {
    throw new UsageError('a title is --tmdb-id and --media-type movie, or with --media-type tv --season and --episode');
  }
  return contentOf(query.data);
}

/** The options that name a stage, alike in every program. */
export const TARGET_OPTIONS = { stage: { type: 'string' }, endpoint: { type: 'string' } } as const;

/** @throws UsageError unless the options name one stage */
export function targetOfOptions({
  stage,
  endpoint,
}: {
  readonly [Name in keyof typeof TARGET_OPTIONS]?: string | undefined;
}): StageTarget {
  if (stage !== undefined && endpoint === undefined) return { stage };
  if (endpoint !== undefined && stage === undefined) return { endpoint };
  throw new UsageError('give one of --stage and --endpoint');
}

/** One command of a program, such as `purge` of `npm run cache`. */
export interface Command<Options extends ParseArgsOptionsConfig> {
  /** What its argument is, for the error when it is missing: "a file". Absent: the command takes no argument. */
  readonly needs?: string;
  /** Instead of the program's. */
  readonly usageExitCode?: number;
  /** @param argument empty for a command that takes none */
  run(values: Values<Options>, argument: string): Promise<void>;
}

/** The values of the options on the command line. */
export type Values<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: Options }>
>['values'];

export interface Program<Options extends ParseArgsOptionsConfig> {
  /** The text that `--help` prints. */
  readonly help: string;
  readonly options: Options;
  /** By name; a program that does one thing has that instead. */
  readonly commands: Readonly<Record<string, Command<Options>>> | Command<Options>['run'];
  /** Exit code of a mistake in the command line: 1, unless 1 means something else. */
  readonly usageExitCode?: number;
}

/**
 * Runs the command that this process was started with. An error becomes one line on standard error and exit code 1.
 *
 * @example await runCommand({ help: HELP, options: {}, commands: { list: { run: list } } })
 */
export async function runCommand<Options extends ParseArgsOptionsConfig>(program: Program<Options>): Promise<void> {
  try {
    await run(program);
  } catch (error) {
    const isUsage = error instanceof UsageError || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
    const sentence = awsAdvice(error) ?? optionAdvice(error, program.options) ?? firstLineOf(error);
    console.error(`${printable(sentence ?? '')}${isUsage ? ' (--help shows how to call it)' : ''}`);
    process.exitCode = isUsage ? usageExitCode(program) : 1;
  }
}

function usageExitCode<Options extends ParseArgsOptionsConfig>(program: Program<Options>): number {
  const { commands } = program;
  const own = typeof commands === 'function' ? {} : commands;
  const named = process.argv.slice(2).find((each) => Object.hasOwn(own, each)) ?? '';
  return own[named]?.usageExitCode ?? program.usageExitCode ?? 1;
}

const firstLineOf = (error: unknown): string | undefined => (error as Error).message.split('\n', 1)[0];

/** What an unknown option may have been. */
function optionAdvice(error: unknown, options: ParseArgsOptionsConfig): string | undefined {
  const written = /^Unknown option '(--?[^']+)'/.exec((error as Error).message)?.[1];
  const names = Object.keys(options).map((name) => `--${name}`);
  return written && `Unknown option '${written}'${didYouMean(written, [...names, '--help'])}`;
}

async function run<Options extends ParseArgsOptionsConfig>({ help, options, commands }: Program<Options>) {
  const known: ParseArgsOptionsConfig = { ...options, help: { type: 'boolean', short: 'h' } };
  const parsed = parseArgs({ options: known, allowPositionals: true, tokens: true });
  if (parsed.values.help) return void process.stdout.write(help);
  const repeated = repeatedOption(parsed.tokens, known);
  if (repeated !== undefined) throw new UsageError(`--${repeated} is given twice`);
  const [name, argument, ...more] = parsed.positionals;
  if (typeof commands === 'function') {
    if (name !== undefined) throw new UsageError(`unexpected argument ${name}`);
    return commands(parsed.values as Values<Options>, '');
  }
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    const names = Object.keys(commands);
    const mistake = name === undefined ? 'no command given' : `unknown command ${name}${didYouMean(name, names)}`;
    throw new UsageError(`${mistake}: choose one of ${names.join(', ')}`);
  }
  const unexpected = command.needs === undefined ? argument : more[0];
  if (unexpected !== undefined) throw new UsageError(`unexpected argument ${unexpected}`);
  if (command.needs !== undefined && argument === undefined) throw new UsageError(`${name} needs ${command.needs}`);
  await command.run(parsed.values as Values<Options>, argument ?? '');
}
