import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type Usage, writeUsages } from '../../bench/simulation/usage.ts';

const usage = (billedMs: number): Usage => ({
  memory: 0.5,
  table: 0.3,
  stale: 0.1,
  waiting: 0.1,
  refreshes: 0.1,
  billedMs,
  readUnits: 1,
  writeUnits: 1,
});

test('a run of one scenario keeps what the file has of the others', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'usage-')), 'usage.json');
  await writeFile(file, JSON.stringify({ small: usage(100), large: usage(200) }));

  await writeUsages(file, { large: usage(300.123456) });

  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ small: usage(100), large: usage(300.1) });
});
