import { expect, test } from '@jest/globals';
import { ALARM_QUERIES } from '../../../lib/monitoring/saved-queries.ts';

/** Which lines of the log each query is about. */
const FILTERS = {
  ErrorRatio: 'status >= 500',
  CachedAnswersSlow: 'message = "request" and cache.tier in ["memory", "table"]',
  UncachedAnswersSlow: 'message = "request" and cache.tier = "provider"',
  HitRatioLow: 'ispresent(cache.tier)',
  UpstreamUnhealthy: 'ispresent(extractions.0.outcome)',
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
  const commands = ALARM_QUERIES[name as keyof typeof FILTERS];
  expect(commands[0]).toBe(`filter ${filter}`);
  expect(commands.slice(1).filter((command) => command.startsWith('filter'))).toEqual([]);
});

test('every provider of a line is looked at', () => {
  for (const commands of Object.values(ALARM_QUERIES)) {
    // A list that has a first element is one that is there; nothing else may ask for an element by its number.
    expect(commands.join(' ').replace('ispresent(extractions.0.outcome)', '')).not.toMatch(/extractions\.\d/);
  }
  expect(ALARM_QUERIES.UpstreamUnhealthy.slice(1)).toEqual([
    'fields jsonParse(@message) as line',
    'unnest line.extractions into extraction',
    'stats count(*) as extractions by extraction.provider, extraction.outcome, extraction.cause',
    'sort extractions desc',
  ]);
  for (const name of ['UncachedAnswersSlow', 'RefreshesFailing'] as const) {
    expect(ALARM_QUERIES[name].find((command) => command.startsWith('fields '))).toMatch(/, @message$/);
  }
});
