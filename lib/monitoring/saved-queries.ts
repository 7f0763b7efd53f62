import { CfnQueryDefinition } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ALARM_TITLES, type AlarmName } from './alarm-rules.ts';

/** Makes a record of each provider that a line names (CloudWatch Logs User Guide, "unnest"). */
const EACH_EXTRACTION = ['fields jsonParse(@message) as line', 'unnest line.extractions into extraction'];

/** The first question to ask the logs when an alarm goes off, in CloudWatch Logs Insights' language. */
export const ALARM_QUERIES: Readonly<Record<AlarmName, readonly string[]>> = {
  ErrorRatio: ['filter status >= 500', 'stats count(*) as errors by error, cache.outcome, bin(1m)', 'sort errors desc'],
  CachedAnswersSlow: [
    'filter message = "request" and cache.tier in ["memory", "table"]',
    'stats pct(responseTime, 95) as p95, max(responseTime) as slowest, count(*) as answers by cache.tier, bin(5m)',
  ],
  UncachedAnswersSlow: [
    'filter message = "request" and cache.tier = "provider"',
    'fields @timestamp, mediaType, tmdbId, season, episode, status, responseTime, cache.outcome, cache.waitedMs, @message',
    'sort responseTime desc',
    'limit 100',
  ],
  HitRatioLow: ['filter ispresent(cache.tier)', 'stats count(*) as lookups by cache.tier, cache.outcome, bin(15m)'],
  UpstreamUnhealthy: [
    'filter ispresent(extractions.0.outcome)',
    ...EACH_EXTRACTION,
    'stats count(*) as extractions by extraction.provider, extraction.outcome, extraction.cause',
    'sort extractions desc',
  ],
  RefreshesDropped: ['filter ispresent(cache.refresh)', 'stats count(*) as answers by cache.refresh, bin(5m)'],
  RefreshesFailing: [
    'filter message = "refresh" and outcome not in ["stored", "superseded"]',
    'fields @timestamp, mediaType, tmdbId, season, episode, outcome, responseTime, @message',
    'sort @timestamp desc',
    'limit 100',
  ],
  FunctionThrottled: [
    'filter ispresent(Requests)',
    'stats sum(Requests) as requests, sum(ColdStarts) as starts by bin(1m)',
  ],
  LimiterFallback: ['filter ispresent(limiterFailure)', 'stats count(*) as requests by limiterFailure, bin(1m)'],
  CacheTableFailing: [
    'filter cache.tableErrors > 0 or ispresent(cache.purgesUnknown)',
    'stats sum(cache.tableErrors) as failedCalls, count(*) as requests by cache.outcome, bin(1m)',
  ],
  TableThrottled: [
    'filter message = "request"',
    'stats count(*) as requests, count_distinct(client) as clients by bin(1m)',
  ],
  TableWritesNearMaximum: [
    'filter message = "request"',
    'stats count(*) as requests by client',
    'sort requests desc',
    'limit 20',
  ],
  ConcurrencyNearMaximum: [
    'filter message = "request"',
    'stats avg(responseTime) as mean, pct(responseTime, 99) as p99, count(*) as requests by cache.tier, bin(1m)',
  ],
  CanaryFailing: [
    'filter message = "canary" and level = "ERROR"',
    'fields @timestamp, @message',
    'sort @timestamp desc',
    'limit 50',
  ],
};

export interface SavedQueriesProps {
  /** Under which they stand in the console. */
  readonly folder: string;
  /** The logs of every function that any of the alarms is about. */
  readonly logGroupNames: readonly string[];
}

/** A saved query for each alarm of the runbook. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, { folder, logGroupNames }: SavedQueriesProps) {
    super(scope, id);
    for (const [name, commands] of Object.entries(ALARM_QUERIES)) {
      new CfnQueryDefinition(this, name, {
        name: `${folder}/${ALARM_TITLES[name as AlarmName]}`,
        queryString: commands.join('\n| '),
        logGroupNames: [...logGroupNames],
      });
    }
  }
}
