import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { answerDeviations } from '../../commands/provider/answer-deviations.ts';

const docs = (file: string) => readFile(join(import.meta.dirname, '../../docs', file), 'utf8');
const EPISODE = { mediaType: 'tv', tmdbId: '1396', season: 1, episode: 1 } as const;

async function examples(): Promise<unknown[]> {
  const page = await docs('provider.md');
  return [...page.matchAll(/```json\n(.+?)```/gs)].map(([, text]) => JSON.parse(text!));
}

test('every example of docs/provider.md conforms, also to the JSON Schema', async () => {
  const matches = new Ajv2020({ strict: false }).compile(JSON.parse(await docs('provider.schema.json')));
  const all = await examples();
  expect(all.length).toBeGreaterThan(0);
  for (const example of all) {
    expect(answerDeviations(example, EPISODE, Date.parse('2026-06-01T00:00:00Z'))).toEqual([]);
    expect(matches(example)).toBe(true);
  }
});

test('the page shows every field of the schema', async () => {
  const { properties } = JSON.parse(await docs('provider.schema.json'));
  const page = await docs('provider.md');
  const ofEntries = ['sources', 'subtitles'].flatMap((list) => {
    const { items, anyOf } = properties[list];
    return Object.keys((items ?? anyOf[0].items).properties);
  });
  for (const name of [...Object.keys(properties), ...ofEntries]) expect(page).toContain(name);
});
