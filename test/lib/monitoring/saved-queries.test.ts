import { expect, test } from '@jest/globals';
import { ALARMS } from '../../../lib/monitoring/watch-stage.ts';

const queryOf = (alarm: string): readonly string[] => ALARMS.find(({ name }) => name === alarm)!.query;

/** Which lines of the log each query is about. */
const FILTERS = {
  ErrorRatio: 'status >= 500',
  CachedAnswersSlow: 'message = "request" and cache.tier in ["memory", "table"]',
  UncachedAnswersSlow: 'message = "request" and cache.tier = "provider"',
  HitRatioLow: 'ispresent(cache.tier)',
  ProviderUnhealthy: 'ispresent(extractions.0.outcome)',
  RefreshesDropped: 'ispresent(cache.refresh)',
  RefreshesFailing: 'message = "refresh" and outcome not in ["stored", "superseded"]',
  FunctionThrottled: 'ispresent(Requests)',
  LimiterFallback: 'ispresent(limiterFailure)',
  CacheTableFailing: 'cache.tableErrors > 0 or ispresent(cache.purgesUnknown)',
  TableThrottled: 'message = "request"',
  TableWritesNearMaximum: 'message = "request"',
  ConcurrencyNearMaximum: 'message = "request"',
  CanaryFailing: 'message = "canary" and level = "ERROR"',
};

test.each(Object.entries(FILTERS))('the query of %s filters first, by what its alarm is about', (name, filter) => {
  const commands = queryOf(name);
  expect(commands[0]).toBe(`filter ${filter}`);
  expect(commands.slice(1).filter((command) => command.startsWith('filter'))).toEqual([]);
});

test('every provider of a line is looked at', () => {
  for (const commands of ALARMS.map(({ query }) => query)) {
    // A list that has a first element is one that is there; nothing else may ask for an element by its number.
    expect(commands.join(' ').replace('ispresent(extractions.0.outcome)', '')).not.toMatch(/extractions\.\d/);
  }
  expect(queryOf('ProviderUnhealthy').slice(1)).toEqual([
    'fields jsonParse(@message) as line',
    'unnest line.extractions into extraction',
    'stats count(*) as extractions by extraction.provider, extraction.outcome, extraction.cause',
    'sort extractions desc',
  ]);
  for (const name of ['UncachedAnswersSlow', 'RefreshesFailing'] as const) {
    expect(queryOf(name).find((command) => command.startsWith('fields '))).toMatch(/, @message$/);
  }
});
