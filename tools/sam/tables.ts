import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import dynalite from 'dynalite';
import { importCatalogue } from '../../commands/catalogue/catalogue-import.ts';
import { linesOf } from '../../commands/lines.ts';
import { createTable, dynamoClient } from '../../local/tables/tables.ts';

/*
 * The tables of the functions under `sam local invoke`: runs in a container on their network, where nothing outside can
 * reach it. Arguments: the names of all tables, the catalogue's first.
 */

const SAMPLE = join(import.meta.dirname, '..', '..', 'samples', 'catalogue.jsonl');
const PORT = 8000;

const tables = process.argv.slice(2);
const server = dynalite({ createTableMs: 0 });
server.listen(PORT, '0.0.0.0');
await once(server, 'listening');
const client = dynamoClient(`http://127.0.0.1:${PORT}`);
for (const name of tables) {
  await createTable(client, {
    name,
    attributes: [{ AttributeName: 'pk', AttributeType: 'S' }],
    keys: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  });
}
const lines = async function* () {
  for await (const line of linesOf(createReadStream(SAMPLE))) {
    yield line.replaceAll('{origin}', 'https://media.example.com');
  }
};
await importCatalogue({ client, table: tables[0]!, lines: lines() });
console.log('ready');
