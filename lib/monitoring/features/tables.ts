import prices from '../../prices.json' with { type: 'json' };
import { above, alarm, type Feature, MINUTE, nearMaximum, panel, QUESTIONS, ratioAbove, row } from '../feature.ts';
import { awsSeries, ownSeries, rate, ratio } from '../series.ts';

const cacheTableFailing = alarm('CacheTableFailing', [
  'filter cache.tableErrors > 0 or ispresent(cache.purgesUnknown)',
  'stats sum(cache.tableErrors) as failedCalls, count(*) as requests by cache.outcome, bin(1m)',
]);
const tableThrottled = alarm('TableThrottled', [
  'filter message = "request"',
  'stats count(*) as requests, count_distinct(client) as clients by bin(1m)',
]);
const tableWritesNearMaximum = alarm('TableWritesNearMaximum', [
  'filter message = "request"',
  'stats count(*) as requests by client',
  'sort requests desc',
  'limit 20',
]);

/** Whether the tables answer, and how much they are used. */
export const tables: Feature = {
  alarms: [cacheTableFailing, tableThrottled, tableWritesNearMaximum],
  watch({ stage, tables, maxWriteRequestUnits }) {
    const own = ownSeries(stage);
    const failed = own('CacheTableErrors', 'calls to the cache table that failed');
    const failedRatio = ratio('cacheTableErrorRatio', 'failed table calls', [failed], [own('Requests', 'requests')]);
    const each = Object.entries(tables).map(([name, table]) => tableSeries(name, table));
    const throttled = each.flatMap((table) => table.throttled);
    const writes = each.map((table) => table.writes);
    const reads = each.map((table) => table.reads);
    // The tables of catalogue and health have no maximum, since no client's request writes to them by itself.
    const isFused = ({ name }: { name: string }) => name !== 'catalogue' && name !== 'health';
    const fused = maxWriteRequestUnits === undefined ? [] : each.filter(isFused);
    return {
      rows: [
        row(QUESTIONS.cache, panel('Failed table calls', '%', [failedRatio])),
        row(
          'How much are the tables used?',
          panel('Write units', 'per second', writes),
          panel('Read units', 'per second', reads),
          panel('Throttled', 'count', throttled),
        ),
      ],
      rules: [
        ratioAbove(cacheTableFailing, failedRatio, 5, 20),
        ...throttled.map((series) => ({ ...above(tableThrottled, series, 0), of: series.label })),
        ...fused.map(({ name, writes }) => ({
          ...above(tableWritesNearMaximum, writes, nearMaximum(maxWriteRequestUnits!)),
          of: name,
          periodSeconds: MINUTE,
        })),
      ],
      costs: each.map(({ writes, reads }) => ({
        service: 'tableCost',
        terms: [
          { series: writes.of, factor: prices.dynamoDbPerMillionWriteUnits / 1e6 },
          { series: reads.of, factor: prices.dynamoDbPerMillionReadUnits / 1e6 },
        ],
      })),
    };
  },
};

function tableSeries(name: string, table: string) {
  const own = awsSeries('AWS/DynamoDB', name, { TableName: table });
  return {
    name,
    writes: rate(name, own('ConsumedWriteCapacityUnits', name)),
    reads: rate(name, own('ConsumedReadCapacityUnits', name)),
    throttled: [own('WriteThrottleEvents', `${name}: writes`), own('ReadThrottleEvents', `${name}: reads`)],
  };
}
