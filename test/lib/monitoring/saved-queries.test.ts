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
  PreferencesFailing: '@log like /(?i)preferences/ and status >= 500',
  TokensRefused: '@log like /(?i)preferences/ and status = 401',
  SigningFailed: 'message = "a signing key cannot be read"',
  SigningKeyUnread: 'message = "a signing key cannot be read"',
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

test('single lines are listed newest or slowest first, up to a number that a person reads', () => {
  const endOf = (name: string) => queryOf(name).filter((command) => /^(sort|limit)/.test(command));
  expect(endOf('UncachedAnswersSlow')).toEqual(['sort responseTime desc', 'limit 100']);
  expect(endOf('RefreshesFailing')).toEqual(['sort @timestamp desc', 'limit 100']);
  expect(endOf('TableWritesNearMaximum')).toEqual(['sort requests desc', 'limit 20']);
  expect(endOf('CanaryFailing')).toEqual(['sort @timestamp desc', 'limit 50']);
});

test('counts over time are of one minute, or of the alarm’s own period', () => {
  const bins = ALARMS.flatMap(({ name, query }) => {
    const [, bin] = /bin\((\w+)\)/.exec(query.join(' ')) ?? [];
    return bin === undefined || bin === '1m' ? [] : [[name, bin]];
  });
  expect(bins).toEqual([
    ['CachedAnswersSlow', '5m'],
    ['HitRatioLow', '15m'],
    ['RefreshesDropped', '5m'],
    ['ViewersStalled', '5m'],
  ]);
  expect(queryOf('CachedAnswersSlow')[1]).toMatch(/^stats pct\(responseTime, 95\) as p95, /);
  expect(queryOf('ConcurrencyNearMaximum')[1]).toMatch(/, pct\(responseTime, 99\) as p99, /);
});
