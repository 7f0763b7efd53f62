import { once } from 'node:events';
import { Readable } from 'node:stream';
import dynalite from 'dynalite';
import { importCatalogue } from '../../commands/catalogue/catalogue-import.ts';
import { sampleLines } from '../../local/sample-catalogue.ts';
import { createTable, dynamoClient } from '../../local/tables/tables.ts';

/*
 * The tables of the functions under `sam local invoke`: runs in a container on their network, where nothing outside can
 * reach it. Arguments: the names of all tables, the catalogue's first.
 */

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
const lines = Readable.from(await sampleLines('https://media.example.com'));
await importCatalogue({ client, table: tables[0]!, lines });
console.log('ready');
