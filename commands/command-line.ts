import { extractQuery } from '../contract/query.ts';
import { type Content, contentOf } from '../lambda/stream/content.ts';

/** A mistake in how a command was called. */
export class UsageError extends Error {
  override name = 'UsageError' as const;
}

/** How every command of an operator names one title. */
export const TITLE_OPTIONS = {
  'tmdb-id': { type: 'string' },
  'media-type': { type: 'string' },
  season: { type: 'string' },
  episode: { type: 'string' },
} as const;

type TitleOptions = { readonly [Name in keyof typeof TITLE_OPTIONS]?: string | undefined };

/**
 * The title that the options name, by the rules of the API's own query.
 *
 * @throws UsageError
 */
export function contentOfOptions(options: TitleOptions): Content {
  const { season, episode } = options;
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

/** Runs a command. Whatever it throws becomes one line on standard error, and the exit code 1. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const mistaken = error instanceof UsageError || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
    console.error(`${(error as Error).message.split('\n', 1)[0]}${mistaken ? ' (--help shows how to call it)' : ''}`);
    process.exitCode = 1;
  }
}
