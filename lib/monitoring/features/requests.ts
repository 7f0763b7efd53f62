import prices from '../../prices.json' with { type: 'json' };
import { functionCosts } from '../costs.ts';
import { alarm, type Feature, MINUTE, panel, percentileAbove, QUESTIONS, ratioAbove, row } from '../feature.ts';
import { awsSeries, ownSeries, rate, ratio } from '../series.ts';

/** The spec's performance targets. */
const CACHED_MS = 2_000;
const UNCACHED_MS = 5_000;
const ERROR_PERCENT = 1;

const errorRatio = alarm('ErrorRatio', [
  'filter status >= 500',
  'stats count(*) as errors by error, cache.outcome, bin(1m)',
  'sort errors desc',
]);
const cachedAnswersSlow = alarm('CachedAnswersSlow', [
  'filter message = "request" and cache.tier in ["memory", "table"]',
  'stats pct(responseTime, 95) as p95, max(responseTime) as slowest, count(*) as answers by cache.tier, bin(5m)',
]);
const uncachedAnswersSlow = alarm('UncachedAnswersSlow', [
  'filter message = "request" and cache.tier = "provider"',
  'fields @timestamp, mediaType, tmdbId, season, episode, status, responseTime, cache.outcome, cache.waitedMs, @message',
  'sort responseTime desc',
  'limit 100',
]);

/** How many requests there are, how fast they are answered, and how many fail. */
export const requests: Feature = {
  alarms: [errorRatio, cachedAnswersSlow, uncachedAnswersSlow],
  watch(monitored) {
    const { stage, functions } = monitored;
    const own = ownSeries(stage);
    const gateway = awsSeries('AWS/ApiGateway', 'gateway', { ApiName: monitored.apiName, Stage: stage });
    const percentiles = (metric: 'CachedResponseTime' | 'UncachedResponseTime') =>
      (['p50', 'p95', 'p99'] as const).map((statistic) => own(metric, statistic, statistic));
    const atGateway = gateway('Count', 'at the gateway');
    const answered = own('Requests', 'requests');
    const cached = percentiles('CachedResponseTime');
    const uncached = percentiles('UncachedResponseTime');
    const serverErrors = ratio('serverErrorRatio', 'server errors', [gateway('5XXError', '5xx')], [atGateway]);
    const clientErrors = ratio('clientErrorRatio', 'client errors', [gateway('4XXError', '4xx')], [atGateway]);
    const errors = [
      own('ValidationErrors', '400 Validation error'),
      own('NotAvailable', '404 Extraction failed'),
      own('MethodErrors', '405 Method not allowed'),
      own('RateLimited', '429 Too many requests'),
      own('InternalErrors', '500 Internal server error'),
      own('UnavailableErrors', '503 Service unavailable'),
      own('TimeoutErrors', '504 Request timeout'),
    ];
    return {
      rows: [
        row(
          'How much is asked?',
          panel('Requests', 'count', [atGateway, answered, own('RateLimited', 'refused: over the limit')]),
          panel('Request rate', 'per second', [rate('at the gateway', atGateway), rate('answered', answered)]),
        ),
        row(
          QUESTIONS.speed,
          panel('Cached answers', 'ms', cached, { target: CACHED_MS }),
          panel('Uncached answers', 'ms', uncached, { target: UNCACHED_MS }),
        ),
        row(
          QUESTIONS.errors,
          panel('Error ratio', '%', [serverErrors, clientErrors], { target: ERROR_PERCENT }),
          panel('Errors by type', 'count', errors, { isStacked: true }),
        ),
      ],
      rules: [
        {
          ...ratioAbove(errorRatio, serverErrors, ERROR_PERCENT, 20),
          severity: 'page',
          periodSeconds: MINUTE,
          periods: { breaching: 3, of: 5 },
        },
        percentileAbove(cachedAnswersSlow, cached[1]!, CACHED_MS),
        percentileAbove(uncachedAnswersSlow, uncached[1]!, UNCACHED_MS),
      ],
      costs: [
        { service: 'gatewayCost', terms: [{ series: atGateway, factor: prices.apiGatewayPerMillionRequests / 1e6 }] },
        ...functionCosts('extract', functions.extract, monitored),
      ],
    };
  },
};
