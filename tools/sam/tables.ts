import { once } from 'node:events';
import dynalite from 'dynalite';
import { readCatalogueFile } from '../../commands/catalogue/files/catalogue-file.ts';
import { writeRows } from '../../commands/catalogue/store/batches.ts';
import { sampleFile } from '../../local/sample-catalogue.ts';
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
const { items } = readCatalogueFile(await sampleFile('https://media.example.com'));
await writeRows({ client, name: tables[0]! }, { put: items });
console.log('ready');
