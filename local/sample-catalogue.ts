import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { readCatalogueFile } from '../commands/catalogue/files/catalogue-file.ts';
import { problemText } from '../commands/catalogue/problem.ts';
import { writeRows } from '../commands/catalogue/store/batches.ts';
import { dynamoClient } from './tables/tables.ts';

const SAMPLE = new URL('../samples/catalogue.jsonl', import.meta.url);

/** The sample titles as a catalogue file, whose media is at this origin. */
export const sampleFile = async (origin: string): Promise<Uint8Array> =>
  Buffer.from((await readFile(SAMPLE, 'utf8')).replaceAll('{origin}', origin));

/**
 * Fills the catalogue table with the sample titles, as the import reads and writes them. Their links contain the
 * gateway's port, so they are written again when it has changed, and only then: titles that an operator has imported or
 * removed since stay as they are.
 * @param origin of the gateway · @param note file with the hash of what was seeded last
 */
export async function seedSampleCatalogue(
  endpoint: string,
  table: string,
  origin: string,
  note: string,
): Promise<void> {
  const file = await sampleFile(origin);
  const seed = createHash('sha256').update(table).update('\n').update(file).digest('hex');
  if ((await readFile(note, 'utf8').catch(() => '')) === seed) return;
  const { items, problems } = readCatalogueFile(file);
  if (problems[0]) throw new Error(`Line ${problems[0].line} of the sample catalogue: ${problemText(problems[0])}`);
  const client = dynamoClient(endpoint);
  try {
    await writeRows({ client, name: table }, { put: items });
  } finally {
    client.destroy();
  }
  await writeFile(note, seed);
}
