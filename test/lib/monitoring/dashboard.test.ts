import { describe, expect, test } from '@jest/globals';
import type { StageOverrides } from '../../../lib/stage/load-stage.ts';
import { synthesise } from '../synthesise.ts';
import { onlyResource } from '../template-resources.ts';

interface Widget {
  readonly type: string;
  readonly properties: {
    readonly title?: string;
    readonly stacked?: boolean;
    readonly metrics?: unknown[][];
    readonly annotations?: { readonly horizontal?: { readonly value: number }[] };
  };
}

interface Placed extends Widget {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function bodyOf(stage: string, overrides: StageOverrides = {}) {
  const [, dashboard] = onlyResource(synthesise(stage, overrides), 'AWS::CloudWatch::Dashboard');
  const [, parts] = (dashboard.Properties.DashboardBody as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'token')).join('')) as {
    start: string;
    periodOverride: string;
    widgets: Placed[];
  };
}

function graphsOf(stage: string, overrides: StageOverrides = {}): Map<string, Widget['properties']> {
  const graphs = bodyOf(stage, overrides).widgets.filter(({ type }) => type === 'metric');
  return new Map(graphs.map(({ properties }) => [properties.title!, properties]));
}

const http = { type: 'http', name: 'first-one', url: 'https://provider.example/find' } as const;
const catalogue = { type: 'catalogue', name: 'catalogue' } as const;

/** `UpstreamLatency first-one` */
const providerMetrics = (graphs: ReturnType<typeof graphsOf>): string[] =>
  [...graphs.values()]
    .flatMap(({ metrics = [] }) => metrics)
    .filter((words) => words.includes('upstream'))
    .map((words) => `${words[1]} ${words[words.indexOf('upstream') + 1]}`);

describe('the lines of the graphs', () => {
  test('are the targets and the thresholds of the alarms, each once', () => {
    const lines = [...graphsOf('prod', { reservedConcurrency: 100, providers: [http, catalogue] })].map(
      ([title, { annotations }]) => [title, (annotations?.horizontal ?? []).map(({ value }) => value)],
    );
    expect(Object.fromEntries(lines)).toEqual({
      Requests: [],
      'Request rate': [],
      'Cached answers': [2000],
      'Uncached answers': [5000],
      'As the canary sees it': [],
      'Error ratio': [1],
      'Errors by type': [],
      Canary: [1],
      'Hit ratio': [80],
      'Lookups by outcome': [],
      'Waits for another container': [],
      'Cache trouble': [],
      'Failed table calls': [5],
      'Failed extractions': [50],
      'Latency of one call': [],
      Calls: [],
      'Breaker and links left out': [],
      Refreshes: [0],
      'Refreshes: time': [],
      'Refreshes: failed': [50],
      'Throttles and faults': [0],
      'Rate limit counted locally': [1],
      'Playlists and steering': [],
      'Renewals and switches': [],
      'Steering without a link that works': [5],
      Containers: [80],
      'Write units': [3200],
      'Read units': [],
      Throttled: [0],
      'Estimated cost': [],
    });
  });
});

test('each metric is drawn by the statistic that its question asks for', () => {
  const drawn = [...graphsOf('prod')].map(([title, { metrics = [] }]) => [
    title,
    metrics.flatMap((words) => {
      // Average is CloudWatch's own default, which CDK leaves out.
      const { stat = 'Average', visible } = words.at(-1) as { stat?: string; visible?: boolean };
      return typeof words[0] === 'string' && visible !== false ? [`${words[0]} ${words[1]} ${stat}`] : [];
    }),
  ]);
  const plain = drawn.filter(([, metrics]) => metrics!.length > 0);
  expect(Object.fromEntries(plain)).toEqual({
    Requests: ['AWS/ApiGateway Count Sum', 'StreamApi Requests Sum', 'StreamApi RateLimited Sum'],
    'Cached answers': [
      'StreamApi CachedResponseTime p50',
      'StreamApi CachedResponseTime p95',
      'StreamApi CachedResponseTime p99',
    ],
    'Uncached answers': [
      'StreamApi UncachedResponseTime p50',
      'StreamApi UncachedResponseTime p95',
      'StreamApi UncachedResponseTime p99',
    ],
    'As the canary sees it': ['StreamApi CanaryResponseTime Maximum'],
    'Errors by type': [
      'StreamApi ValidationErrors Sum',
      'StreamApi NotAvailable Sum',
      'StreamApi MethodErrors Sum',
      'StreamApi RateLimited Sum',
      'StreamApi InternalErrors Sum',
      'StreamApi UnavailableErrors Sum',
      'StreamApi TimeoutErrors Sum',
    ],
    Canary: ['StreamApi CanarySuccess Average'],
    'Lookups by outcome': [
      'StreamApi CacheMemoryHits Sum',
      'StreamApi CacheTableHits Sum',
      'StreamApi CacheStaleHits Sum',
      'StreamApi CacheNegativeHits Sum',
      'StreamApi CacheMisses Sum',
    ],
    'Waits for another container': ['StreamApi LeaseWaitTime p95'],
    'Cache trouble': [
      'StreamApi LeaseWaitTime SampleCount',
      'StreamApi CacheTableErrors Sum',
      'StreamApi PurgesUnknown Sum',
    ],
    'Latency of one call': ['StreamApi UpstreamLatency p50', 'StreamApi UpstreamLatency p95'],
    Calls: ['StreamApi UpstreamAttempts Sum'],
    'Links left out': ['StreamApi SourcesDropped Sum'],
    Refreshes: [
      'StreamApi RefreshesStarted Sum',
      'StreamApi RefreshesNotStarted Sum',
      'StreamApi HandedOver Sum',
      'StreamApi Refreshes Sum',
      'StreamApi RefreshesFailed Sum',
      'AWS/Lambda AsyncEventsDropped Sum',
    ],
    'Refreshes: time': ['StreamApi RefreshTime p95'],
    'Throttles and faults': ['AWS/Lambda Throttles Sum', 'AWS/Lambda Throttles Sum', 'StreamApi LimiterFallbacks Sum'],
    'Playlists and steering': [
      'StreamApi PlaylistsServed Sum',
      'StreamApi SteeringAnswers Sum',
      'StreamApi SteeringExpired Sum',
    ],
    'Renewals and switches': [
      'StreamApi SteeringRenewals Sum',
      'StreamApi SteeringRefreshes Sum',
      'StreamApi PathwaySwitches Sum',
      'StreamApi PlaybackLeftOut Sum',
    ],
    Containers: ['AWS/Lambda ConcurrentExecutions Maximum', 'StreamApi ColdStarts Sum'],
    Throttled: [
      'AWS/DynamoDB WriteThrottleEvents Sum',
      'AWS/DynamoDB ReadThrottleEvents Sum',
      'AWS/DynamoDB WriteThrottleEvents Sum',
      'AWS/DynamoDB ReadThrottleEvents Sum',
      'AWS/DynamoDB WriteThrottleEvents Sum',
      'AWS/DynamoDB ReadThrottleEvents Sum',
    ],
  });
});

test('the cost of an hour is estimated by the list prices', () => {
  const { metrics = [] } = graphsOf('prod').get('Estimated cost')!;
  const formulas = metrics.flatMap(([words]) => (words as { expression?: string }).expression ?? []);
  // Dollars for a request, a GB-millisecond and a call, a write and a read unit, and a byte of the log.
  expect(formulas[0]).toBe('3600 / PERIOD(gateway_Count_Sum) * (0.0000035 * FILL(gateway_Count_Sum, 0))');
  const factors = formulas.slice(1).map((text) => [...new Set(text.match(/0\.0\d+/g))]);
  expect(factors).toEqual([['0.0000000133334', '0.0000002'], ['0.000000625', '0.000000125'], ['0.000000000465661287']]);
});

test('the cost of a function follows from its own memory', () => {
  const [words] = graphsOf('dev')
    .get('Estimated cost')!
    .metrics!.find((each) => JSON.stringify(each).includes('Lambda'))!;
  const { expression } = words as { expression: string };
  expect(expression).toContain('0.0000000133334 * FILL(live_Duration_Sum, 0)');
  // A quarter of the others'.
  expect(expression).toContain('0.00000000333335 * FILL(notify_Duration_Sum, 0)');
});

test('only parts of a whole are stacked', () => {
  const stacked = [...graphsOf('prod')].filter(([, graph]) => graph.stacked === true).map(([title]) => title);
  expect(stacked).toEqual(['Errors by type', 'Lookups by outcome', 'Estimated cost']);
});

describe('what the dashboard draws of a provider', () => {
  test('is, of the catalogue, everything but a breaker, which it does not have', () => {
    const graphs = graphsOf('prod');
    const drawn = new Set(providerMetrics(graphs));
    expect([...drawn].sort()).toEqual([
      'UpstreamAttempts catalogue',
      'UpstreamExtractions catalogue',
      'UpstreamFailures catalogue',
      'UpstreamLatency catalogue',
    ]);
    expect(graphs.has('Links left out')).toBe(true);
  });

  test('is, of an HTTP provider, its breaker too', () => {
    const graphs = graphsOf('prod', { providers: [http, catalogue] });
    const ofBreakers = providerMetrics(graphs).filter((each) => each.startsWith('BreakerOpen'));
    expect(ofBreakers).toEqual(['BreakerOpen first-one']);
  });
});

describe('how the dashboard is drawn', () => {
  const { start, periodOverride, widgets } = bodyOf('prod');
  const graphs = widgets.filter(({ type }) => type === 'metric');

  test('begins with the last three hours, in points that grow with the time shown', () => {
    expect([start, periodOverride]).toEqual(['-PT3H', 'auto']);
  });

  test('asks each question over the whole width, and answers it in lines of at most three graphs', () => {
    const headings = widgets.filter(({ type }) => type === 'text');
    expect(new Set(headings.map(({ width, height }) => `${width} × ${height}`))).toEqual(new Set(['24 × 1']));
    const lines = Map.groupBy(graphs, ({ y }) => y);
    for (const line of lines.values()) {
      expect(line.length).toBeLessThanOrEqual(3);
      expect(line.map(({ x }) => x)).toEqual(line.map((_, index) => index * line[0]!.width));
    }
    const widths = [...lines.values()].map((line) => `${line.length} of ${line[0]!.width}`);
    expect(new Set(widths)).toEqual(new Set(['1 of 24', '2 of 12', '3 of 8', '2 of 8', '1 of 8']));
  });

  test('draws each graph by the minute, as high as the others, from zero and with its unit', () => {
    for (const { height, properties } of graphs as (Placed & { properties: Record<string, unknown> })[]) {
      expect([height, properties.view, properties.period ?? 60]).toEqual([6, 'timeSeries', 60]);
      expect(properties.yAxis).toEqual({ left: { label: expect.stringMatching(/./), showUnits: false, min: 0 } });
    }
    const units = graphs.map(({ properties }) => (properties as never as { yAxis: { left: { label: string } } }).yAxis);
    expect(new Set(units.map(({ left }) => left.label))).toEqual(
      new Set(['count', 'per second', 'ms', '%', 'USD per hour']),
    );
  });

  test('names every line of a graph, each by another name', () => {
    for (const { properties } of graphs) {
      const labels = properties.metrics!.flatMap((words) => {
        const { label, visible } = words.at(-1) as { label?: string; visible?: boolean };
        return visible === false ? [] : [label];
      });
      expect(labels.filter((label) => !label)).toEqual([]);
      expect([properties.title, new Set(labels).size]).toEqual([properties.title, labels.length]);
    }
  });
});
