import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { importCatalogue } from '../commands/catalogue/catalogue-import.ts';
import { dynamoClient } from './tables/tables.ts';

const SAMPLE = new URL('../samples/catalogue.jsonl', import.meta.url);

/** The lines of the sample titles, whose media is at this origin. */
export const sampleLines = async (origin: string): Promise<string[]> =>
  (await readFile(SAMPLE, 'utf8')).replaceAll('{origin}', origin).split('\n');

/**
 * Fills the catalogue table with the sample titles, through the importer that operators use. Their links contain the
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
  const lines = await sampleLines(origin);
  const seed = createHash('sha256')
    .update([table, ...lines].join('\n'))
    .digest('hex');
  if ((await readFile(note, 'utf8').catch(() => '')) === seed) return;
  const client = dynamoClient(endpoint);
  try {
    const { rejected } = await importCatalogue({ client, table, lines: Readable.from(lines) });
    if (rejected[0])
      throw new Error(`Line ${rejected[0].line} of the sample catalogue is wrong: ${rejected[0].reason}`);
  } finally {
    client.destroy();
  }
  await writeFile(note, seed);
}
