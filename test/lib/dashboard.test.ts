import { describe, expect, test } from '@jest/globals';
import type { StageOverrides } from '../../lib/stage-settings.ts';
import { synthesise } from './synthesise.ts';
import { onlyResource } from './template-resources.ts';

interface Widget {
  readonly type: string;
  readonly properties: {
    readonly title?: string;
    readonly stacked?: boolean;
    readonly metrics?: unknown[][];
    readonly annotations?: { readonly horizontal?: { readonly value: number }[] };
  };
}

function graphsOf(stage: string, overrides: StageOverrides = {}): Map<string, Widget['properties']> {
  const [, dashboard] = onlyResource(synthesise(stage, overrides), 'AWS::CloudWatch::Dashboard');
  const [, parts] = (dashboard.Properties.DashboardBody as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
  const body = JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'token')).join('')) as {
    widgets: Widget[];
  };
  const graphs = body.widgets.filter(({ type }) => type === 'metric');
  return new Map(graphs.map(({ properties }) => [properties.title!, properties]));
}

const http = { type: 'http', name: 'first-one', url: 'https://extractor.example/find' } as const;
const catalogue = { type: 'catalogue', name: 'catalogue' } as const;

/** `UpstreamLatency first-one` */
const upstreamMetrics = (graphs: ReturnType<typeof graphsOf>): string[] =>
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
      'Waits of a herd': [],
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
      'Limiter on its own': [1],
      Containers: [80],
      'Write units': [3200],
      'Read units': [],
      Throttled: [0],
      'Estimated cost': [],
    });
  });
});

test('only parts of a whole are stacked', () => {
  const stacked = [...graphsOf('prod')].filter(([, graph]) => graph.stacked === true).map(([title]) => title);
  expect(stacked).toEqual(['Errors by type', 'Lookups by outcome', 'Estimated cost']);
});

describe('what the dashboard draws of a provider', () => {
  test('is, of the catalogue, everything but a breaker, which it does not have', () => {
    const graphs = graphsOf('prod');
    const drawn = new Set(upstreamMetrics(graphs));
    expect([...drawn].sort()).toEqual([
      'UpstreamAttempts catalogue',
      'UpstreamExtractions catalogue',
      'UpstreamFailures catalogue',
      'UpstreamLatency catalogue',
    ]);
    expect(graphs.has('Links left out')).toBe(true);
  });

  test('is, of an extractor service, its breaker too', () => {
    const graphs = graphsOf('prod', { providers: [http, catalogue] });
    const ofBreakers = upstreamMetrics(graphs).filter((each) => each.startsWith('BreakerOpen'));
    expect(ofBreakers).toEqual(['BreakerOpen first-one']);
  });
});
