import { PRICES } from '../prices.ts';
import { awsSeries, hourly, type MetricSeries, ownSeries, rate, ratio, upstreamSeries } from './series.ts';

/** What the dashboard and the alarms of a stage look at. The names may be CDK's tokens. */
export interface MonitoredStage {
  readonly stage: string;
  /** Names of the providers. */
  readonly upstreams: readonly string[];
  /** Of them those that no breaker guards: they have no metric of one. */
  readonly unguardedUpstreams?: readonly string[] | undefined;
  readonly apiName: string;
  readonly functions: { readonly extract: MonitoredFunction; readonly refresh: MonitoredFunction };
  readonly canary?: { readonly everyMinutes: number } | undefined;
  readonly tables: { readonly cache: string; readonly catalogue: string; readonly limits: string };
  readonly architecture: 'arm64' | 'x86_64';
  readonly functionMemoryMiB: number;
  readonly reservedConcurrency?: number | undefined;
  /** Of the cache's and the limits' table, each. */
  readonly maxWriteRequestUnits?: number | undefined;
}

export interface MonitoredFunction {
  readonly name: string;
  readonly logGroup: string;
}

/** Every metric that a stage is watched by, each defined here once. */
export function stageSeries(monitored: MonitoredStage) {
  const { stage, functions, canary, tables } = monitored;
  const own = ownSeries(stage);
  const gateway = awsSeries('AWS/ApiGateway', 'gateway', { ApiName: monitored.apiName, Stage: stage });
  const percentiles = (metric: 'CachedResponseTime' | 'UncachedResponseTime') =>
    (['p50', 'p95', 'p99'] as const).map((statistic) => own(metric, statistic, statistic));
  const requests = own('Requests', 'requests');
  const outcomes = {
    memory: own('CacheMemoryHits', 'memory'),
    table: own('CacheTableHits', 'table'),
    stale: own('CacheStaleHits', 'stale'),
    negative: own('CacheNegativeHits', 'known not to be available'),
  };
  const hits = Object.values(outcomes);
  const misses = own('CacheMisses', 'misses');
  const lookups = [...hits, misses];
  const refreshes = own('Refreshes', 'refreshes');
  const limiterFallbacks = own('LimiterFallbacks', 'limiter on its own');
  const cacheTableErrors = own('CacheTableErrors', 'calls to the cache table that failed');
  const gatewayRequests = gateway('Count', 'at the gateway');
  return {
    gatewayRequests,
    requests,
    rateLimited: own('RateLimited', 'refused: over the limit'),
    cachedTimes: percentiles('CachedResponseTime'),
    uncachedTimes: percentiles('UncachedResponseTime'),
    serverErrorRatio: ratio('serverErrorRatio', 'server errors', [gateway('5XXError', '5xx')], [gatewayRequests]),
    clientErrorRatio: ratio('clientErrorRatio', 'client errors', [gateway('4XXError', '4xx')], [gatewayRequests]),
    errors: [
      own('ValidationErrors', '400 Validation error'),
      own('NotAvailable', '404 Extraction failed'),
      own('MethodErrors', '405 Method not allowed'),
      own('RateLimited', '429 Too many requests'),
      own('InternalErrors', '500 Internal server error'),
      own('UnavailableErrors', '503 Service unavailable'),
      own('TimeoutErrors', '504 Request timeout'),
    ],
    hitRatio: ratio('hitRatio', 'all hits', hits, lookups),
    hitRatios: Object.entries(outcomes).map(([tier, series]) =>
      ratio(`${tier}HitRatio`, series.label, [series], lookups),
    ),
    cacheOutcomes: [...hits, misses],
    leaseWaits: own('LeaseWaitTime', 'waits for another container', 'SampleCount'),
    leaseWaitTime: own('LeaseWaitTime', 'time waited (p95)', 'p95'),
    cacheTableErrors,
    cacheTableErrorRatio: ratio('cacheTableErrorRatio', 'failed table calls', [cacheTableErrors], [requests]),
    purgesUnknown: own('PurgesUnknown', 'answers while purges were unreadable'),
    sourcesDropped: own('SourcesDropped', 'sources and links left out'),
    refreshes: [
      own('RefreshesStarted', 'started'),
      own('RefreshesNotStarted', 'could not be started'),
      own('HandedOver', 'handed over at the deadline'),
      refreshes,
      own('RefreshesFailed', 'failed'),
    ],
    refreshTime: own('RefreshTime', 'time (p95)', 'p95'),
    refreshFailureRatio: ratio('refreshFailureRatio', 'failed', [own('RefreshesFailed', 'failed')], [refreshes]),
    refreshesDropped: lambda('refresh', functions.refresh)('AsyncEventsDropped', 'dropped by Lambda'),
    throttles: [
      lambda('extract', functions.extract)('Throttles', 'extract'),
      lambda('refresh', functions.refresh)('Throttles', 'refresh'),
    ],
    concurrency: lambda('extract', functions.extract)('ConcurrentExecutions', 'containers at work', 'Maximum'),
    coldStarts: own('ColdStarts', 'cold starts'),
    limiterFallbacks,
    limiterFallbackRatio: ratio('limiterFallbackRatio', 'limiter on its own', [limiterFallbacks], [requests]),
    canary: canary && {
      success: own('CanarySuccess', 'visits that went well', 'Average'),
      time: own('CanaryResponseTime', 'canary', 'Maximum'),
    },
    upstreams: monitored.upstreams.map((upstream) => upstreamOf(stage, upstream)),
    breakersOpen: monitored.upstreams
      .filter((upstream) => !monitored.unguardedUpstreams?.includes(upstream))
      .map((upstream) => upstreamSeries(stage, upstream)('BreakerOpen', `${upstream}: breaker open`)),
    tables: Object.entries(tables).map(([name, table]) => tableOf(name, table)),
    costs: costsOf(monitored, gatewayRequests),
  };
}

export type StageSeries = ReturnType<typeof stageSeries>;

const lambda = (of: string, { name }: Pick<MonitoredFunction, 'name'>) =>
  awsSeries('AWS/Lambda', of, { FunctionName: name });

function upstreamOf(stage: string, name: string) {
  const own = upstreamSeries(stage, name);
  const extractions = own('UpstreamExtractions', name);
  return {
    name,
    attempts: own('UpstreamAttempts', name),
    median: own('UpstreamLatency', `${name} p50`, 'p50'),
    latency: own('UpstreamLatency', `${name} p95`, 'p95'),
    failureRatio: ratio(
      `failureRatio_${name.replace(/\W/g, '_')}`,
      name,
      [own('UpstreamFailures', name)],
      [extractions],
    ),
  };
}

function tableOf(name: string, table: string) {
  const own = awsSeries('AWS/DynamoDB', name, { TableName: table });
  return {
    name,
    writes: rate(name, own('ConsumedWriteCapacityUnits', name)),
    reads: rate(name, own('ConsumedReadCapacityUnits', name)),
    throttled: [own('WriteThrottleEvents', `${name}: writes`), own('ReadThrottleEvents', `${name}: reads`)],
  };
}

/** US dollars: see `prices.ts`. */
function costsOf({ functions, tables, architecture, functionMemoryMiB }: MonitoredStage, requests: MetricSeries) {
  const perMs = (PRICES.lambdaGibSecond[architecture] * (functionMemoryMiB / 1024)) / 1000;
  const eachFunction = Object.entries(functions);
  return [
    hourly('gatewayCost', 'API Gateway', [{ series: requests, factor: PRICES.gatewayRequest }]),
    hourly(
      'lambdaCost',
      'Lambda',
      eachFunction.flatMap(([name, each]) => [
        { series: lambda(name, each)('Duration', 'time'), factor: perMs },
        { series: lambda(name, each)('Invocations', 'calls'), factor: PRICES.lambdaRequest },
      ]),
    ),
    hourly(
      'tableCost',
      'DynamoDB',
      Object.entries(tables)
        .map(([name, table]) => tableOf(name, table))
        .flatMap(({ writes, reads }) => [
          { series: writes.of, factor: PRICES.tableWriteUnit },
          { series: reads.of, factor: PRICES.tableReadUnit },
        ]),
    ),
    hourly(
      'logCost',
      'Logs',
      eachFunction.map(([name, { logGroup }]) => ({
        series: awsSeries('AWS/Logs', name, { LogGroupName: logGroup })('IncomingBytes', 'bytes'),
        factor: PRICES.logByte,
      })),
    ),
  ];
}
