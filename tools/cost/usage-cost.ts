import { type CostLine, GIGABYTE, MILLION } from '../../bench/simulation/feature.ts';
import prices from '../../lib/prices.json' with { type: 'json' };
import { lambdaPerMillion } from './lambda-cost.ts';

/** Metrics of players (contract/metrics.ts), and those that their alarm looks at. */
export const USAGE_METRICS: readonly string[] = ['PlayedSeconds', 'StalledSeconds', 'PlaybackErrors', 'StartupTime'];

/**
 * Calls of an hour of viewing, counted over the deployed handler (test/usage/viewing-hour.test.ts): a player that
 * records every 30 seconds and sends ten records a post, with a start, six changes of quality and two stalls.
 */
export const COUNTED = { posts: 13, counts: 13, writes: 17, lookUps: 1 };

export const USAGE_BILLED_MS = 8;
/** An entry, eventually consistent. */
const READ_UNITS_OF_LOOK_UP = 0.5;
/** A line of metrics, and what Lambda adds. */
const LOG_BYTES = 420 + 300;

/** A month of the metrics, and of the alarm, which looks at two of them. */
export const usageMonth = USAGE_METRICS.length * prices.metricPerMonth + 2 * prices.alarmPerMonth;

/** What a million hours of viewing cost to measure. */
export function usageCost(): CostLine[] {
  const { posts, counts, writes, lookUps } = COUNTED;
  return [
    { what: 'API Gateway', dollars: posts * prices.apiGatewayPerMillionRequests },
    {
      what: 'Lambda',
      dollars: posts * lambdaPerMillion(USAGE_BILLED_MS),
    },
    {
      what: 'DynamoDB',
      dollars:
        (counts + writes) * prices.dynamoDbPerMillionWriteUnits +
        lookUps * READ_UNITS_OF_LOOK_UP * prices.dynamoDbPerMillionReadUnits,
    },
    { what: 'Logs', dollars: ((posts * MILLION * LOG_BYTES) / GIGABYTE) * prices.logsPerGb },
  ];
}
