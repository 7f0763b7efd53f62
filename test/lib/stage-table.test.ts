import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { STAGES } from '../../lib/stage/stages.ts';

/** Values of a setting that leave its feature off. */
const OFF: readonly unknown[] = [undefined, false, 'public', 'all-at-once'];

function isOn(stage: string, path: string): boolean {
  const value = path
    .split('.')
    .reduce<unknown>((group, name) => (group as Record<string, unknown> | undefined)?.[name], STAGES[stage]);
  return !OFF.includes(value) && !(Array.isArray(value) && value.length === 0);
}

/** Rows of the table that begins with `| feature |`: cells without the outer bars. */
function stageTable(): string[][] {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [table = ''] = /^\| feature \|.*(?:\n\|.*)+/m.exec(readme) ?? [];
  return table.split('\n').map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

test('the README says which feature is on in which stage', () => {
  const [header = [], , ...rows] = stageTable();
  const stages = header.slice(1, -2);
  expect(stages).toEqual(Object.keys(STAGES));
  expect(rows.length).toBeGreaterThan(5);
  for (const row of rows) {
    const [, path = ''] = /^`([\w.]+):/.exec(row.at(-1) ?? '') ?? [];
    const expected = stages.map((stage) => (isOn(stage, path) ? 'on' : '–'));
    expect([path, ...row.slice(1, -2)]).toEqual([path, ...expected]);
  }
});
