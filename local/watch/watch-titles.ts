import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { cachePurges } from '../../commands/cache/catalogue-purges.ts';
import { readCatalogueFile } from '../../commands/catalogue/files/catalogue-file.ts';
import type { BatchTable } from '../../commands/catalogue/store/batches.ts';
import { counted } from '../../commands/counted.ts';
import { printable } from '../../commands/printable.ts';
import type { CacheCommand } from '../../contract/cache-command.ts';
import type { LambdaFunctions } from '../lambda/lambda-functions.ts';
import { sampleFile } from '../sample-catalogue.ts';
import { diskTrouble } from '../tables/disk-trouble.ts';
import { watchWhole } from './file-watch.ts';
import { readTitles } from './titles-file.ts';
import { type AppliedChanges, WatchedTitles } from './watched-titles.ts';

export interface WatchOptions {
  /** Any that the catalogue's import reads. */
  readonly file: string;
  /** Where it notes which titles the file brought, for the next start. */
  readonly dataDir: string;
  /** Of the gateway: the samples' media is there. */
  readonly origin: string;
  readonly table: BatchTable;
  /** The cache function purges what changes, and the extract function serves it. */
  readonly functions: Pick<LambdaFunctions, 'invoke' | 'renew'>;
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
  const { file, dataDir, origin, table, functions } = options;
  const onLine = (line: string) => options.onLine(printable(line));
  const name = basename(file);
  const note = join(dataDir, `watched-${createHash('sha256').update(resolve(file)).digest('hex').slice(0, 12)}.json`);
  const titles = new WatchedTitles({
    table,
    purges: cachePurges(async (command: CacheCommand) => {
      const { payload, functionError } = await functions.invoke('cache', JSON.stringify(command));
      if (functionError) throw new Error('the cache function failed');
      return JSON.parse(payload) as unknown;
    }),
    samples: readCatalogueFile(await sampleFile(origin)).items,
    former: await readNote(note),
  });
  let hadProblems = false;
  const apply = async (bytes: Uint8Array) => {
    const applied = await titles.apply(bytes);
    // A container knows of a purge after five seconds at most, a new one at once.
    if (applied.changed + applied.removed > 0) functions.renew('extract');
    await writeFile(note, JSON.stringify(titles.keys));
    for (const line of reportOf(applied)) onLine(`${name}: ${line}`);
    const hasProblems = applied.problems.length > 0;
    // Who has fixed a line waits for the word that it is right now.
    if (hadProblems && !hasProblems) onLine(`${name}: ${counted(titles.keys.length, 'title')}, no problem`);
    hadProblems = hasProblems;
  };
  // The watch begins first, so that no change is missed while a long file is read.
  const first = Promise.withResolvers<void>();
  const stop = watchWhole(file, {
    onChange: async (bytes) => {
      await first.promise;
      try {
        if (bytes === undefined) onLine(`${name} is not there: its titles stay until it is`);
        else await apply(bytes);
      } catch (error) {
        hadProblems = true;
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
  const some = (count: number, what: string) => (count === 0 ? [] : [`${count} ${what}`]);
  const counts = [...some(changed, changed === 1 ? 'title changed' : 'titles changed'), ...some(removed, 'removed')];
  return [...problems, ...(counts.length > 0 ? [counts.join(', ')] : [])];
}

/** A note that is missing or damaged costs the removal of titles that went while the stack was off. */
async function readNote(note: string): Promise<string[]> {
  try {
    const keys: unknown = JSON.parse(await readFile(note, 'utf8'));
    return Array.isArray(keys) ? keys.map(String) : [];
  } catch {
    return [];
  }
}
