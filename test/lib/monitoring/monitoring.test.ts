import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { ALARMS } from '../../../lib/monitoring/watch-stage.ts';
import { synthesise } from '../synthesise.ts';
import { onlyResource, type Resource, resourcesOf } from '../template-resources.ts';

const TITLES = ALARMS.map(({ title }) => title);
const TOPICS = {
  pageTopicArn: 'arn:aws:sns:eu-west-1:111122223333:pages',
  ticketTopicArn: 'arn:aws:sns:eu-west-1:111122223333:tickets',
};

const quiet = synthesise('dev');
const everything = synthesise('prod', {
  health: {},
  preferences: { tokenSecret: 'viewer-token' },
  live: {},
  cdns: [
    {
      name: 'main',
      match: 'https://origin.example.com/',
      base: 'https://cdn.example.com/',
      scope: 1,
      sign: { type: 'path-hmac', secret: 'media-key' },
    },
  ],
  usage: {},
  reservedConcurrency: 100,
  providers: [
    { type: 'http', name: 'first-one', url: 'https://provider.example/find' },
    { type: 'catalogue', name: 'catalogue' },
  ],
  monitoring: { ...TOPICS, runbookUrl: 'https://docs.example/runbook.md' },
});

const alarmsOf = (template: Template): Resource[] =>
  resourcesOf(template, 'AWS::CloudWatch::Alarm')
    .filter(([id]) => id.startsWith('Monitoring'))
    .map(([, alarm]) => alarm);

const titleOf = ({ Properties }: Resource): string =>
  /^(?:page|ticket): ([^,(]+?)(?: \(|,)/.exec(String(Properties.AlarmDescription))?.[1] ?? '';

interface Watched {
  readonly Expression?: string;
  readonly MetricStat?: {
    readonly Period: number;
    readonly Stat: string;
    readonly Metric: { readonly MetricName: string };
  };
}

const alarm = (title: string): Resource['Properties'] & { Metrics: Watched[] } =>
  alarmsOf(everything).find((each) => titleOf(each) === title)!.Properties as never;

describe('a stage without alarms', () => {
  test('has none, and still its dashboard and its queries', () => {
    expect(alarmsOf(quiet)).toEqual([]);
    expect(resourcesOf(quiet, 'AWS::CloudWatch::Dashboard')).toHaveLength(1);
    // None for what dev does without: the canary's, three about health, two about preferences, and two about
    // signatures.
    expect(resourcesOf(quiet, 'AWS::Logs::QueryDefinition')).toHaveLength(TITLES.length - 8);
    expect(resourcesOf(everything, 'AWS::Logs::QueryDefinition')).toHaveLength(TITLES.length);
  });
});

describe('a stage with all alarms', () => {
  test('has every one that there is', () => {
    expect(new Set(alarmsOf(everything).map(titleOf))).toEqual(new Set(TITLES));
  });

  test('has one for each provider and table', () => {
    const described = alarmsOf(everything).map(({ Properties }) => String(Properties.AlarmDescription).split(',')[0]);
    expect(described).toEqual(
      expect.arrayContaining([
        'page: Provider unhealthy (first-one)',
        'page: Provider unhealthy (catalogue)',
        'ticket: Table writes near maximum (cache)',
        'ticket: Table writes near maximum (limits)',
        'ticket: Table throttled (cache: writes)',
      ]),
    );
  });

  test('leads from each to its section of the runbook, with M of N periods and a meaning of missing data', () => {
    for (const each of alarmsOf(everything)) {
      const anchor = titleOf(each).toLowerCase().replaceAll(' ', '-');
      const { Properties } = each;
      expect(Properties.AlarmDescription).toMatch(
        new RegExp(`Runbook: https://docs\\.example/runbook\\.md#${anchor}$`),
      );
      expect(Properties.DatapointsToAlarm).toBeLessThan(Properties.EvaluationPeriods as number);
      expect(Properties.TreatMissingData).toBe(
        /^(Canary failing|Health not run)$/.test(titleOf(each)) ? 'missing' : 'notBreaching',
      );
    }
  });

  test('notifies the topic of its severity of the beginning and the end', () => {
    for (const { Properties } of alarmsOf(everything)) {
      const page = String(Properties.AlarmDescription).startsWith('page');
      const topic = page ? TOPICS.pageTopicArn : TOPICS.ticketTopicArn;
      expect([Properties.AlarmActions, Properties.OKActions]).toEqual([[topic], [topic]]);
    }
  });

  test('measures the error ratio by the gateway, from twenty requests on', () => {
    const { Metrics, Threshold } = alarm('Error ratio');
    expect(Threshold).toBe(1);
    expect(Metrics[0]!.Expression).toBe(
      'IF(FILL(gateway_Count_Sum, 0) >= 20, 100 * (FILL(gateway_5XXError_Sum, 0)) / (FILL(gateway_Count_Sum, 0)), 0)',
    );
    expect(Metrics.slice(1).map(({ MetricStat }) => MetricStat!.Metric)).toEqual([
      expect.objectContaining({ Namespace: 'AWS/ApiGateway', MetricName: '5XXError' }),
      expect.objectContaining({ Namespace: 'AWS/ApiGateway', MetricName: 'Count' }),
    ]);
  });

  test.each([
    ['Cached answers slow', 'CachedResponseTime', 2000],
    ['Uncached answers slow', 'UncachedResponseTime', 5000],
  ])('%s by the 95th percentile', (title, metric, threshold) => {
    const { Metrics, Threshold } = alarm(title);
    expect(Threshold).toBe(threshold);
    const [watched, ...sources] = Metrics;
    expect(watched!.Expression).toMatch(/^IF\(FILL\(\w+_samples, 0\) >= 20, \w+_p95, 0\)$/);
    expect(sources.map(({ MetricStat }) => MetricStat)).toEqual([
      expect.objectContaining({ Stat: 'p95', Metric: expect.objectContaining({ MetricName: metric }) }),
      expect.objectContaining({ Stat: 'SampleCount', Metric: expect.objectContaining({ MetricName: metric }) }),
    ]);
  });

  test('holds a hit ratio of too few lookups for a good one', () => {
    const { Metrics, Threshold, ComparisonOperator } = alarm('Hit ratio low');
    expect([Threshold, ComparisonOperator]).toEqual([80, 'LessThanThreshold']);
    expect(Metrics[0]!.Expression).toMatch(/^IF\(.* >= 200, 100 \* .*, 100\)$/);
  });

  test('warns at four fifths of a cost fuse', () => {
    expect(alarm('Table writes near maximum').Threshold).toBe(3200);
    expect(alarm('Concurrency near maximum').Threshold).toBe(80);
  });

  test('has fuses in the tables that requests write to', () => {
    for (const name of ['CacheTable', 'LimitsTable']) {
      const [, table] = onlyResource(everything, 'AWS::DynamoDB::Table', name);
      expect(table.Properties.OnDemandThroughput).toEqual({ MaxWriteRequestUnits: 4000 });
    }
  });
});

describe('without settings for them', () => {
  test('there is no topic and no alarm of a fuse', () => {
    const template = synthesise('staging', { maxWriteRequestUnits: undefined } as never);
    const titles = alarmsOf(template).map(titleOf);
    expect(titles).not.toContain('Table writes near maximum');
    expect(titles).not.toContain('Concurrency near maximum');
    for (const { Properties } of alarmsOf(template)) expect(Properties).not.toHaveProperty('AlarmActions');
  });
});

describe('the runbook', () => {
  const text = readFileSync(new URL('../../../docs/runbook.md', import.meta.url), 'utf8');
  const sections = new Map(
    text
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf('\n')), section] as const),
  );

  test('has a section for each alarm and none without one', () => {
    expect([...sections.keys()].sort()).toEqual(TITLES.sort());
  });

  test.each([...sections])('%s has its meaning, how to investigate and how to resolve', (_title, section) => {
    expect([...section.matchAll(/^\*\*(\w+)\.\*\*/gm)].map(([, part]) => part)).toEqual([
      'Meaning',
      'Investigate',
      'Resolve',
    ]);
  });

  test('links only to sections that exist', () => {
    const anchors = [...sections.keys()].map((title) => title.toLowerCase().replaceAll(' ', '-'));
    for (const [, anchor] of text.matchAll(/\]\(#([\w-]+)\)/g)) expect(anchors).toContain(anchor);
  });

  test('has a saved query for each alarm and none without one, over the logs of every function that answers', () => {
    const queries = resourcesOf(everything, 'AWS::Logs::QueryDefinition').map(([, { Properties }]) => Properties);
    expect(queries.map(({ Name }) => Name).sort()).toEqual(TITLES.map((title) => `StreamApi-prod/${title}`).sort());
    for (const { LogGroupNames } of queries) expect(LogGroupNames).toHaveLength(8);
  });
});

describe('the dashboard', () => {
  const [, dashboard] = onlyResource(everything, 'AWS::CloudWatch::Dashboard');
  const parts = (dashboard.Properties.DashboardBody as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1];
  const body = JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'token')).join('')) as {
    widgets: { type: string; width: number; x: number; properties: Record<string, unknown> }[];
  };

  test('is named by its stage and region, and asks the questions in order', () => {
    expect(dashboard.Properties.DashboardName).toEqual({
      'Fn::Join': ['', ['StreamApi-prod-', { Ref: 'AWS::Region' }]],
    });
    const texts = body.widgets.filter(({ type }) => type === 'text').map(({ properties }) => properties.markdown);
    expect(texts).toEqual([
      '## How much is asked?',
      '## How fast are the answers?',
      '## What goes wrong?',
      '## Does the cache carry the load?',
      '## Are the providers well?',
      '## Do refreshes run, and do the limits hold?',
      '## Do films go on when their links expire?',
      '## How much are the tables used?',
      '## Are the sources well?',
      '## Are those notified who watch?',
      "## Are viewers' preferences kept?",
      '## Can links be signed?',
      '## What do viewers really get?',
      '## What does it cost?',
    ]);
  });

  test.each([
    ['Cached answers', 2000],
    ['Uncached answers', 5000],
    ['Error ratio', 1],
    ['Hit ratio', 80],
  ])("%s shows the specification's target as a line", (title, value) => {
    const widget = body.widgets.find(({ properties }) => properties.title === title);
    expect(widget!.properties.annotations).toMatchObject({
      horizontal: expect.arrayContaining([expect.objectContaining({ value })]),
    });
  });

  test('draws p50, p95 and p99 of cached and uncached answers apart', () => {
    for (const title of ['Cached answers', 'Uncached answers']) {
      const { metrics } = body.widgets.find(({ properties }) => properties.title === title)!.properties;
      const statistics = (metrics as [string, string, ...unknown[]][]).map(
        (each) => (each.at(-1) as { stat: string }).stat,
      );
      expect(statistics).toEqual(['p50', 'p95', 'p99']);
    }
  });

  test('fits the grid of 24 columns', () => {
    for (const { x, width } of body.widgets) expect(x + width).toBeLessThanOrEqual(24);
  });
});

describe('settings of the monitoring', () => {
  test.each([
    [{ monitoring: { pageTopicArn: 'pages' } }, 'monitoring.pageTopicArn must look like'],
    [{ logSampling: 1.5 }, 'logSampling must be at most 1'],
    [{ maxWriteRequestUnits: 0 }, 'maxWriteRequestUnits must be more than 0'],
  ])('%j fails with one sentence', (overrides, sentence) => {
    expect(() => synthesise('dev', overrides)).toThrow(sentence);
  });
});
