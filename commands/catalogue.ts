import { createReadStream } from 'node:fs';
import { type Content, contentKey } from '../lambda/stream/content.ts';
import { importCatalogue } from './catalogue/catalogue-import.ts';
import {
  type CatalogueTable,
  type CatalogueTarget,
  findCatalogueTable,
  listCatalogue,
  removeFromCatalogue,
} from './catalogue/catalogue-table.ts';
import { contentOfOptions, runCommand, TITLE_OPTIONS, UsageError, type Values } from './command-line.ts';
import { linesOf } from './lines.ts';

const HELP = `The operator's own catalogue: which titles there are, and where their media is.

  npm run catalogue -- import FILE <where>    add or replace titles, one JSON object a line; - reads standard input
  npm run catalogue -- list <where>           one line a title; with --json as "import" reads them
  npm run catalogue -- remove --tmdb-id ID --media-type movie|tv [--season N --episode N] <where>

<where> is one of
  --stage NAME                        the catalogue of a deployed stage
  --table NAME                        a table by its name
  --endpoint http://localhost:3000    the local stack

Answers that are already cached stay until they expire.
The exit code is 1 when a line was rejected or something failed.
`;

const OPTIONS = {
  stage: { type: 'string' },
  table: { type: 'string' },
  endpoint: { type: 'string' },
  ...TITLE_OPTIONS,
  json: { type: 'boolean' },
} as const;

type Options = Values<typeof OPTIONS>;

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

async function importFile(file: string, { client, name }: CatalogueTable): Promise<void> {
  let reported = 0;
  const { imported, rejected } = await importCatalogue({
    client,
    table: name,
    lines: linesOf(file === '-' ? process.stdin : createReadStream(file)),
    onProgress: (progress) => {
      if (progress.imported < reported + 1000) return;
      reported = progress.imported;
      console.error(`${reported} titles …`);
    },
  });
  for (const { line, reason } of rejected) console.error(`line ${line}: ${reason}`);
  console.error(`${counted(imported, 'title')} imported, ${counted(rejected.length, 'line')} rejected`);
  if (rejected.length > 0) process.exitCode = 1;
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

async function list(table: CatalogueTable, json: boolean): Promise<void> {
  for await (const { key, row } of listCatalogue(table)) {
    if (row === undefined) console.error(`${key}: not a catalogue row`);
    else if (json) console.log(JSON.stringify(row));
    else console.log(`${key}\t${counted(row.sources.length, 'source')}\t${row.title ?? ''}`);
  }
}

async function remove(table: CatalogueTable, content: Content): Promise<void> {
  const key = contentKey(content);
  if (!(await removeFromCatalogue(table, content))) throw new Error(`${key} is not in the catalogue`);
  console.error(`${key} removed`);
}

await runCommand({
  help: HELP,
  options: OPTIONS,
  commands: {
    import: {
      needs: 'a file, or - for standard input',
      run: async (values, file) => importFile(file, await findCatalogueTable(targetOf(values))),
    },
    list: { run: async (values) => list(await findCatalogueTable(targetOf(values)), values.json ?? false) },
    remove: {
      run: async (values) => {
        const content = contentOfOptions(values);
        await remove(await findCatalogueTable(targetOf(values)), content);
      },
    },
  },
});
