import { readFile } from 'node:fs/promises';
import { extractQuery } from '../../contract/query.ts';
import { type Content, contentKey, contentOf } from '../../lambda/stream/content.ts';

/** A line of the file that names a title. */
export interface TitleLine {
  readonly content: Content;
  readonly text: string;
}

export interface TitlesFile {
  /** All lines, so that their numbers are those of the file. */
  readonly lines: readonly string[];
  /** Key → the last line of that title, which is the one that counts. */
  readonly titles: ReadonlyMap<string, TitleLine>;
  /** Numbers of the lines that do not name a title. */
  readonly unnamed: readonly number[];
}

/** Reads which titles a file of JSON lines has. What is wrong with a line otherwise is for its import to say. */
export function readTitlesFile(text: string): TitlesFile {
  const lines = text.split('\n').map((line) => line.trim());
  const titles = new Map<string, TitleLine>();
  const unnamed: number[] = [];
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const content = contentOfLine(line);
    if (content === undefined) unnamed.push(index + 1);
    else titles.set(contentKey(content), { content, text: line });
  }
  return { lines, titles, unnamed };
}

function contentOfLine(line: string): Content | undefined {
  let row: Record<string, unknown> | null;
  try {
    row = JSON.parse(line) as Record<string, unknown> | null;
  } catch {
    return undefined;
  }
  // Ids and numbers may be written as text or as numbers.
  const { tmdbId, mediaType, season, episode } = row ?? {};
  const named = extractQuery.safeParse({
    tmdbId: String(tmdbId),
    mediaType,
    season: String(season),
    episode: String(episode),
  });
  return named.success ? contentOf(named.data) : undefined;
}

/**
 * The text of a file of titles.
 *
 * @throws Error with one sentence when it cannot be read
 */
export async function readTitles(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reasons: Readonly<Record<string, string>> = { ENOENT: 'there is no such file', EISDIR: 'it is a folder' };
    throw new Error(`The titles of ${file} cannot be read: ${reasons[code ?? ''] ?? message}`, { cause: error });
  }
}
