import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SourceReports } from '../../lambda/health/source-reports.ts';
import { startLiveTables } from '../live/live-tables.ts';

const AT = 1_795_700_000_000;

let tables: Awaited<ReturnType<typeof startLiveTables>>;
beforeAll(async () => {
  tables = await startLiveTables();
});
afterAll(() => tables.stop());

test.each([3, 4, 10, 50])('%d clients at the same moment cause one probe', async (count) => {
  const reports = new SourceReports(tables.client, 'cache');
  const clients = Array.from({ length: count }, (_, index) => `client-${index}`);
  const answers = await Promise.all(clients.map((client) => reports.add('movie:1', `source-${count}`, client, AT)));
  expect(answers.filter(Boolean)).toHaveLength(1);
});

test('two clients at the same moment, however often, cause none', async () => {
  const reports = new SourceReports(tables.client, 'cache');
  const answers = await Promise.all(
    ['a', 'b', 'a', 'b', 'a'].map((client) => reports.add('movie:1', 'few', client, AT)),
  );
  expect(answers.filter(Boolean)).toHaveLength(0);
});
