import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { MAX_PURGE_TARGETS } from '../contract/bounds.ts';
import type { CatalogueRow } from '../contract/catalogue.ts';
import { systemClock } from '../lambda/clock.ts';
import { type Content, contentKey } from '../lambda/stream/content.ts';
import { cacheFunctionOf, invokeCache } from './cache/cache-function.ts';
import { cachePurges } from './cache/catalogue-purges.ts';
import type { CatalogueItem } from './catalogue/catalogue-row.ts';
import {
  type CatalogueTable,
  type CatalogueTarget,
  findCatalogueTable,
  listCatalogue,
  readTitle,
} from './catalogue/catalogue-table.ts';
import { type CatalogueFile, readCatalogueFile } from './catalogue/files/catalogue-file.ts';
import { importReport } from './catalogue/import-report.ts';
import { problemReport } from './catalogue/problem-report.ts';
import {
  catalogueChanges,
  targetsOf,
  type UpdateOptions,
  updateCatalogue,
} from './catalogue/store/catalogue-update.ts';
import { noteImport } from './catalogue/store/import-note.ts';
import { matches, sortedByKey, titleReport } from './catalogue/title-list.ts';
import {
  contentOfOptions,
  runCommand,
  TARGET_OPTIONS,
  TITLE_OPTIONS,
  UsageError,
  type Values,
} from './command-line.ts';
import { confirm } from './confirm.ts';
import { counted } from './counted.ts';
import { LINK_OPTIONS, linkCheckOptions } from './links/link-options.ts';
import { printable } from './printable.ts';

const HELP = `The operator's own catalogue: which titles there are, and where their media is.

  npm run catalogue -- import FILE <where>    add or replace titles; - reads standard input
  npm run catalogue -- list <where>           one line a title, sorted; with --json as "import" reads them
  npm run catalogue -- show <title> <where>   one title with its links
  npm run catalogue -- remove <title> <where>
  npm run catalogue -- check <where>          probes every link as a player would; or those of --file FILE

<title> is --tmdb-id ID --media-type movie, or --tmdb-id ID --media-type tv --season N --episode N
<where> is one of
  --stage NAME                        the catalogue of a deployed stage
  --table NAME                        a table by its name; nothing is purged
  --endpoint http://localhost:3000    the local stack

FILE holds JSON lines, a JSON array, CSV with a header line (tmdbId,mediaType,season,episode,title,url,quality,
subtitle_en,…; lines of one title add sources), or the items that Jellyfin lists (docs/operations.md).

of import:
  --dry-run            check the file and write nothing; without <where> the table is not looked at
of import and check --file:
  --strict             a line with a warning is not read either
  --base-url URL       where the files of Jellyfin's items are served
  --base-path FOLDER   the folder that is there, as Jellyfin names it; by default the longest that all files share
of import and remove:
  --keep-cached        purge nothing: cached answers are served until they expire
  --yes                agree to purge the whole cache where more titles have changed than one purge names (200)
of list:
  --search TEXT        titles whose name holds the text, or whose id it is
of check:
  --file FILE          a file as "import" reads it, instead of a catalogue; - reads standard input
  --origin URL         the site whose pages play the sources; without it any page is tried
  --trust-origin URL   a private origin that may be asked; repeatable. That of --endpoint may be
  With --stage and --endpoint, links are looked at as they lead through the stage's CDNs (docs/delivery.md).

Titles that are new or have changed are purged from the cache: within 5 seconds no container serves the old answer.
The exit code is 1 when a line was rejected, a link is not well or something failed; of "check" it is 2 when the
command line is wrong.
`;

const OPTIONS = {
  ...TARGET_OPTIONS,
  table: { type: 'string' },
  ...TITLE_OPTIONS,
  json: { type: 'boolean' },
  search: { type: 'string' },
  'base-url': { type: 'string' },
  'base-path': { type: 'string' },
  'dry-run': { type: 'boolean' },
  strict: { type: 'boolean' },
  'keep-cached': { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
  file: { type: 'string' },
  ...LINK_OPTIONS,
} as const;

type Options = Values<typeof OPTIONS>;

const hasTarget = ({ stage, table, endpoint }: Options): boolean => (stage ?? table ?? endpoint) !== undefined;

function targetOf({ stage, table, endpoint }: Options): CatalogueTarget {
  const targets = [
    ...(stage === undefined ? [] : [{ stage }]),
    ...(table === undefined ? [] : [{ table }]),
    ...(endpoint === undefined ? [] : [{ endpoint }]),
  ];
  const [target] = targets;
  if (target === undefined || targets.length > 1) throw new UsageError('give one of --stage, --table and --endpoint');
  return target;
}

/** The table, the cache in front of it, and the question before that is purged whole. */
async function updateOptions(options: Options): Promise<UpdateOptions> {
  const target = targetOf(options);
  const table = await findCatalogueTable(target);
  const cache = 'table' in target || options['keep-cached'] ? undefined : await cacheFunctionOf(target);
  return {
    table,
    purges: cache && cachePurges((command) => invokeCache(cache, command)),
    settlesOn: 'stage' in target ? systemClock : undefined,
    beforePurgingEverything: ({ changed, removed }) => {
      const count = changed.length + removed.length;
      const reason =
        count > 0
          ? `${counted(count, 'title')} changed, more than can be purged by name (${MAX_PURGE_TARGETS} within three days)`
          : 'An import was interrupted';
      const question = `${reason}: the whole cache would be purged, and providers asked for every title again.`;
      return confirm(question, options.yes ?? false);
    },
  };
}

async function importFile(path: string, options: Options): Promise<void> {
  const dryRun = options['dry-run'] ?? false;
  if (!dryRun) targetOf(options);
  const { items, rejected } = await readFile(path, options);
  for (const line of await linkWarnings(items, options)) console.error(line);
  if (dryRun) {
    const facts = { titles: items.length, rejected, dryRun };
    if (!hasTarget(options)) return void console.error(importReport(facts));
    const { table, purges } = await updateOptions(options);
    const changes = await catalogueChanges(table, { items });
    const purged = purges && (await targetsOf(changes, table, purges));
    return void console.error(importReport({ ...facts, changes, purged }));
  }
  const update = await updateOptions(options);
  const { changes, purged } = await updateCatalogue({ items }, { ...update, onProgress: progress() });
  await noteImport(update.table, {
    at: new Date().toISOString(),
    titles: items.length,
    added: changes.added.length,
    changed: changes.changed.length,
    rejected,
  });
  const where = options.endpoint ? ` --endpoint ${options.endpoint}` : options.stage ? ` --stage ${options.stage}` : '';
  const purges = update.purges !== undefined;
  console.error(importReport({ titles: items.length, rejected, changes, purged, purges, where }));
}

/** Reads a file of titles, and prints how it was read and what is wrong. A line with an error makes the exit code 1. */
async function readFile(path: string, options: Options): Promise<CatalogueFile> {
  const bytes = await buffer(path === '-' ? process.stdin : createReadStream(path));
  const file = readCatalogueFile(bytes, {
    name: path === '-' ? undefined : basename(path),
    strict: options.strict,
    baseUrl: checkedBase(options['base-url']),
    basePath: options['base-path'],
  });
  for (const line of [...file.notes.map(printable), ...problemReport(file.problems)]) console.error(line);
  if (file.rejected > 0) process.exitCode = 1;
  return file;
}

/** What the CDNs of the stage will make of the links. */
async function linkWarnings(items: readonly CatalogueItem[], options: Options): Promise<string[]> {
  const target = hasTarget(options) ? targetOf(options) : undefined;
  if (target === undefined || 'table' in target) return [];
  const { cdnsOfStage } = await import('./links/stage-cdns.ts');
  const { cdnWarnings } = await import('./links/cdn-warnings.ts');
  return cdnWarnings(
    items.map(({ row }) => JSON.parse(row) as CatalogueRow),
    await cdnsOfStage(target),
  );
}

function checkedBase(url: string | undefined): string | undefined {
  if (url !== undefined && !/^https?:\/\/[^\s/?#]+[^\s?#]*$/i.test(url)) {
    throw new UsageError(
      '--base-url is an absolute http(s) URL without a query, such as https://media.example.com/films',
    );
  }
  return url;
}

/** Reports every thousand titles. */
function progress(): (written: number) => void {
  let reported = 0;
  return (written) => {
    if (written < reported + 1000) return;
    reported = written;
    console.error(`${reported} titles …`);
  };
}

async function list(table: CatalogueTable, { json, search }: Options): Promise<void> {
  const found = [];
  for await (const title of listCatalogue(table)) if (search === undefined || matches(title, search)) found.push(title);
  for (const { key, row } of sortedByKey(found)) {
    if (row === undefined) console.error(`${printable(key)}: not a catalogue row`);
    else if (json) console.log(JSON.stringify(row));
    else console.log(`${printable(key)}\t${counted(row.sources.length, 'source')}\t${printable(row.title ?? '')}`);
  }
}

async function show(table: CatalogueTable, content: Content, json: boolean): Promise<void> {
  const title = await readTitle(table, content);
  if (!title) throw new Error(`${contentKey(content)} is not in the catalogue`);
  if (!title.row) throw new Error(`${title.key} is not a catalogue row: import it again`);
  console.log(json ? JSON.stringify(title.row) : titleReport(title.key, title.row));
}

async function remove(content: Content, options: Options): Promise<void> {
  const key = contentKey(content);
  const { changes } = await updateCatalogue({ items: [], remove: [key] }, await updateOptions(options));
  if (changes.removed.length === 0) throw new Error(`${key} is not in the catalogue`);
  console.error(`${key} removed`);
}

async function checkLinks(options: Options): Promise<void> {
  const { file, json = false } = options;
  if (file === undefined && !hasTarget(options)) throw new UsageError('give --file, or where the catalogue is');
  if (file !== undefined && hasTarget(options))
    throw new UsageError('give --file, or where the catalogue is, not both');
  const { checkCatalogue } = await import('./links/check-catalogue.ts');
  const rows =
    file === undefined ? rowsOf(await findCatalogueTable(targetOf(options))) : await rowsOfFile(file, options);
  const { text, data, isWell } = await checkCatalogue(rows, await linkCheckOptions(options));
  process.stdout.write(json ? `${JSON.stringify(data, null, 2)}\n` : text);
  if (!isWell) process.exitCode = 1;
}

async function* rowsOf(table: CatalogueTable): AsyncGenerator<CatalogueRow> {
  for await (const { row } of listCatalogue(table)) if (row) yield row;
}

async function rowsOfFile(path: string, options: Options): Promise<CatalogueRow[]> {
  const { items } = await readFile(path, options);
  return items.map(({ row }) => JSON.parse(row) as CatalogueRow);
}

await runCommand({
  help: HELP,
  options: OPTIONS,
  commands: {
    import: { needs: 'a file, or - for standard input', run: (values, file) => importFile(file, values) },
    list: { run: async (values) => list(await findCatalogueTable(targetOf(values)), values) },
    show: {
      run: async (values) => {
        const content = contentOfOptions(values);
        await show(await findCatalogueTable(targetOf(values)), content, values.json ?? false);
      },
    },
    check: { usageExitCode: 2, run: checkLinks },
    remove: { run: (values) => remove(contentOfOptions(values), values) },
  },
});
