import { describe, expect, test } from '@jest/globals';
import { connectionsFor } from '../../bench/provider-path.ts';
import { callsOfHerd, operationsPerRequest } from '../../bench/table-operations.ts';

/* The figures of docs/performance.md that do not depend on the machine. */

describe('calls to the tables, of a container that answers 50 requests a second', () => {
  test.each([
    [0.8, 1.205],
    [0.95, 1.055],
  ])(
    'with %d memory hits are %d a request: the count, the misses, a read of the purges every four seconds',
    async (hits, calls) => {
      expect(await operationsPerRequest(hits)).toBeCloseTo(calls, 6);
    },
  );
});

test('one provider call for 200 containers that miss the same title', async () => {
  expect(await callsOfHerd(200)).toBe(1);
});

test('1,000 provider calls, eight at a time, share eight connections', async () => {
  expect(await connectionsFor(1000)).toBeLessThanOrEqual(8);
});
