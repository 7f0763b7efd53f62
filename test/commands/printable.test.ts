import { expect, test } from '@jest/globals';
import { readCatalogueFile } from '../../commands/catalogue/files/catalogue-file.ts';
import { problemReport } from '../../commands/catalogue/problem-report.ts';
import { titleReport } from '../../commands/catalogue/title-list.ts';
import { reportText } from '../../commands/provider/provider-report.ts';
import { tableText } from '../../commands/table-text.ts';

/** Whether each line is free of what steers a terminal. */
const isPlain = (lines: readonly string[]): boolean => lines.every((line) => !/[\p{Cc}\u2028\u2029\u202e]/u.test(line));
const EVIL = 'a\u001b[2J\rb\nOK: 10 titles imported\u2028\u202e';

test('a name of an imported file with a line end and escapes stays one line', () => {
  const item = { Name: EVIL, Type: 'Movie', MediaSources: [{ Path: '/a.mp4' }] };
  const { problems } = readCatalogueFile(Buffer.from(JSON.stringify({ Items: [item] })), {
    baseUrl: 'https://media.example',
  });
  const lines = problemReport(problems);
  expect([lines.length, isPlain(lines)]).toEqual([1, true]);
});

test('a title of the catalogue is shown in as many lines as it has facts', () => {
  const row = { tmdbId: '1', mediaType: 'movie', title: EVIL, sources: [{ url: 'https://a.example/', label: EVIL }] };
  const lines = titleReport('movie:1', row as Parameters<typeof titleReport>[1]).split('\n');
  expect([lines.length, isPlain(lines)]).toEqual([2, true]);
});

test('a row of a table is one line', () => {
  const lines = tableText(['what'], [[EVIL]]).split('\n');
  expect([lines.length, isPlain(lines)]).toEqual([2, true]);
});

test('a deviation of a provider is one line', () => {
  const deviations = [{ field: EVIL, message: EVIL }];
  const lines = reportText({ url: 'https://a.example/', deviations } as unknown as Parameters<typeof reportText>[0])
    .trimEnd()
    .split('\n');
  expect([lines.length, isPlain(lines)]).toEqual([2, true]);
});
