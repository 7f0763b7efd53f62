import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { sampleLines } from '../sample-catalogue.ts';
import { diskTrouble } from '../tables/disk-trouble.ts';
import { watchText } from './file-watch.ts';
import { readTitles, readTitlesFile } from './titles-file.ts';
import { type AppliedChanges, WatchedTitles, type WatchedTitlesOptions } from './watched-titles.ts';

const MOST_PROBLEMS = 20;

export interface WatchOptions extends Pick<WatchedTitlesOptions, 'catalogue' | 'purge'> {
  /** JSON lines, as the catalogue's import reads them. */
  readonly file: string;
  /** Where it notes which titles the file brought, for the next start. */
  readonly dataDir: string;
  /** Of the gateway: the samples' media is there. */
  readonly origin: string;
  /** Called when the cache has been purged of titles. */
  readonly onPurged: () => void;
  /** Gets one line for people about each change. */
  readonly onLine: (line: string) => void;
}

/**
 * Brings the titles of a file into the catalogue, and from then on every change of the file.
 *
 * @returns a function that ends it
 * @throws Error with one sentence when the file cannot be read now
 */
export async function watchTitles(options: WatchOptions): Promise<() => Promise<void>> {
  const { file, dataDir, origin, onPurged, onLine } = options;
  const name = basename(file);
  const note = join(dataDir, `watched-${createHash('sha256').update(resolve(file)).digest('hex').slice(0, 12)}.json`);
  const samples = [...readTitlesFile((await sampleLines(origin)).join('\n')).titles];
  const titles = new WatchedTitles({
    ...options,
    samples: new Map(samples.map(([key, { text }]) => [key, text])),
    former: await readNote(note),
  });

  const apply = async (text: string) => {
    const applied = await titles.apply(text);
    if (applied.changed + applied.removed > 0) onPurged();
    await writeNote(note, titles.titles);
    for (const line of reportOf(applied)) onLine(`${name}: ${line}`);
  };
  // The watch begins first, so that no change is missed while a long file is read.
  const first = Promise.withResolvers<void>();
  const stop = watchText(file, {
    onText: async (text) => {
      await first.promise;
      try {
        if (text === undefined) onLine(`${name} is not there: its titles stay until it is`);
        else await apply(text);
      } catch (error) {
        onLine(`${name}: its titles cannot be changed (${diskTrouble(error) ?? (error as Error).message})`);
      }
    },
  });
  try {
    await apply(await readTitles(file));
  } catch (error) {
    first.resolve();
    await stop();
    throw error;
  }
  first.resolve();
  return stop;
}

function reportOf({ changed, removed, problems }: AppliedChanges): string[] {
  const counted = (count: number, what: string) => (count === 0 ? [] : [`${count} ${what}`]);
  const counts = [
    ...counted(changed, changed === 1 ? 'title changed' : 'titles changed'),
    ...counted(removed, 'removed'),
  ];
  const more = problems.length - MOST_PROBLEMS;
  return [
    ...problems.slice(0, MOST_PROBLEMS),
    ...(more > 0 ? [`and ${more} more`] : []),
    ...(counts.length > 0 ? [counts.join(', ')] : []),
  ];
}

/** A note that is missing or damaged costs the removal of titles that went while the stack was off. */
async function readNote(note: string): Promise<Map<string, string>> {
  try {
    return new Map(Object.entries(JSON.parse(await readFile(note, 'utf8')) as Record<string, string>));
  } catch {
    return new Map();
  }
}

const writeNote = (note: string, titles: ReadonlyMap<string, string>): Promise<void> =>
  writeFile(note, JSON.stringify(Object.fromEntries(titles)));
