import { expect, test } from '@jest/globals';
import { FunctionLog } from '../../local/lambda/function-log.ts';
import { FakeClock } from '../support/fake-clock.ts';

test('the last ten thousand lines are kept, in their order', () => {
  const log = new FunctionLog(new FakeClock());
  const write = (from: number, to: number) => {
    for (let line = from; line <= to; line += 1) log.write('extract', JSON.stringify({ line }));
  };
  write(1, 10_000);
  expect([log.records.length, log.records[0]]).toEqual([10_000, { line: 1 }]);
  write(10_001, 10_001);
  expect([log.records.length, log.records[0]]).toEqual([10_000, { line: 2 }]);
  write(10_002, 25_000);
  expect([log.records.length, log.records[0], log.records.at(-1)]).toEqual([
    10_000,
    { line: 15_001 },
    { line: 25_000 },
  ]);
});

test('a line that is no JSON object is the message of one, with its time and its function', () => {
  const seen: unknown[] = [];
  const log = new FunctionLog(new FakeClock(Date.UTC(2026, 0, 1)), undefined, (record) => seen.push(record));
  for (const line of ['started', '{half', '[1]', '{"level":"INFO"}']) log.write('refresh', line);
  const wrapped = (message: string) => ({ timestamp: '2026-01-01T00:00:00.000Z', function: 'refresh', message });
  expect(log.records).toEqual([wrapped('started'), wrapped('{half'), wrapped('[1]'), { level: 'INFO' }]);
  expect(seen).toEqual(log.records);
});
