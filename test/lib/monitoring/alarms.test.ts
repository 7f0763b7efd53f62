import { describe, expect, test } from '@jest/globals';
import type { StageOverrides } from '../../../lib/stage/load-stage.ts';
import { synthesise } from '../synthesise.ts';
import { resourcesOf } from '../template-resources.ts';

interface Query {
  readonly Expression?: string;
  readonly MetricStat?: {
    readonly Period: number;
    readonly Stat: string;
    readonly Metric: { readonly Namespace: string; readonly MetricName: string };
  };
}

interface Alarm {
  readonly AlarmDescription: string;
  readonly ComparisonOperator: string;
  readonly Threshold: number;
  readonly DatapointsToAlarm: number;
  readonly EvaluationPeriods: number;
  readonly TreatMissingData: string;
  readonly AlarmActions?: string[];
  readonly InsufficientDataActions?: string[];
  readonly Metrics: Query[];
}

function alarmsOf(stage: string, overrides: StageOverrides = {}): Alarm[] {
  return resourcesOf(synthesise(stage, overrides), 'AWS::CloudWatch::Alarm')
    .filter(([id]) => id.startsWith('Monitoring'))
    .map(([, { Properties }]) => Properties as unknown as Alarm);
}

/** `page: Error ratio` · `ticket: Table throttled (cache: writes)` */
const nameOf = ({ AlarmDescription }: Alarm): string => AlarmDescription.split(',')[0]!;

const periodsOf = ({ Metrics }: Alarm): number[] => [
  ...new Set(Metrics.flatMap(({ MetricStat }) => MetricStat?.Period ?? [])),
];

/** From how many samples on an alarm may breach, where it has such a bound. */
function leastSamplesOf({ Metrics }: Alarm): number | undefined {
  const bound = /^IF\(.*? >= (\d+), /.exec(Metrics[0]!.Expression ?? '')?.[1];
  return bound === undefined ? undefined : Number(bound);
}

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:pages';
const prod = alarmsOf('prod', {
  reservedConcurrency: 100,
  providers: [
    { type: 'http', name: 'first-one', url: 'https://provider.example/find' },
    { type: 'catalogue', name: 'catalogue' },
  ],
  monitoring: { pageTopicArn: TOPIC },
});
const canaryEvery = (everyMinutes: number) =>
  alarmsOf('prod', { canary: { everyMinutes }, monitoring: { pageTopicArn: TOPIC } }).find((each) =>
    nameOf(each).includes('Canary failing'),
  )!;

/** Name, what breaches, threshold, least samples, breaching periods, all periods, seconds of one. */
const ALARMS = [
  ['page: Error ratio', '>', 1, 20, 3, 5, 60],
  ['ticket: Cached answers slow', '>', 2000, 20, 2, 3, 300],
  ['ticket: Uncached answers slow', '>', 5000, 20, 2, 3, 300],
  ['ticket: Hit ratio low', '<', 80, 200, 2, 3, 900],
  ['page: Provider unhealthy (first-one)', '>', 50, 5, 2, 3, 300],
  ['page: Provider unhealthy (catalogue)', '>', 50, 5, 2, 3, 300],
  ['ticket: Refreshes dropped', '>', 0, undefined, 2, 3, 300],
  ['ticket: Refreshes failing', '>', 50, 5, 2, 3, 300],
  ['page: Function throttled', '>', 0, undefined, 2, 3, 60],
  ['ticket: Limiter fallback', '>', 1, 20, 2, 3, 300],
  ['ticket: Steering expired', '>', 5, 20, 2, 3, 300],
  ['ticket: Cache table failing', '>', 5, 20, 2, 3, 300],
  ['ticket: Table throttled (cache: writes)', '>', 0, undefined, 2, 3, 300],
  ['ticket: Table throttled (cache: reads)', '>', 0, undefined, 2, 3, 300],
  ['ticket: Table throttled (catalogue: writes)', '>', 0, undefined, 2, 3, 300],
  ['ticket: Table throttled (catalogue: reads)', '>', 0, undefined, 2, 3, 300],
  ['ticket: Table throttled (limits: writes)', '>', 0, undefined, 2, 3, 300],
  ['ticket: Table throttled (limits: reads)', '>', 0, undefined, 2, 3, 300],
  ['ticket: Table writes near maximum (cache)', '>', 3200, undefined, 2, 3, 60],
  ['ticket: Table writes near maximum (limits)', '>', 3200, undefined, 2, 3, 60],
  ['ticket: Concurrency near maximum', '>', 80, undefined, 2, 3, 300],
  ['page: Canary failing', '<', 1, undefined, 2, 3, 300],
] as const;

const OPERATORS: Record<string, string> = { GreaterThanThreshold: '>', LessThanThreshold: '<' };

describe('the alarms of a stage', () => {
  test('are these and no others, with these numbers', () => {
    const found = prod.map((each) => [
      nameOf(each),
      OPERATORS[each.ComparisonOperator],
      each.Threshold,
      leastSamplesOf(each),
      each.DatapointsToAlarm,
      each.EvaluationPeriods,
      ...periodsOf(each),
    ]);
    expect(found).toEqual(ALARMS.map((each) => [...each]));
  });

  test('watch the catalogue for throttles, and never for a maximum that it does not have', () => {
    const ofCatalogue = alarmsOf('staging')
      .map(nameOf)
      .filter((name) => name.includes('(catalogue'));
    expect(ofCatalogue).toEqual([
      'page: Provider unhealthy (catalogue)',
      'ticket: Table throttled (catalogue: writes)',
      'ticket: Table throttled (catalogue: reads)',
    ]);
  });

  test("fill in for missing data wherever DynamoDB's own counts are watched", () => {
    const onTables = prod.filter(({ Metrics }) =>
      Metrics.some(({ MetricStat }) => MetricStat?.Metric.Namespace === 'AWS/DynamoDB'),
    );
    expect(onTables).toHaveLength(8);
    for (const { Metrics } of onTables) {
      const [watched, count] = Metrics;
      expect(Metrics).toHaveLength(2);
      expect(watched!.Expression).toMatch(/^FILL\((\w+), 0\)( \/ PERIOD\(\1\))?$/);
      expect(count!.MetricStat).toMatchObject({ Stat: 'Sum' });
    }
  });

  test.each([
    [{ maxWriteRequestUnits: 1000 }, 'Table writes near maximum (cache)', 800],
    [{ reservedConcurrency: 50 }, 'Concurrency near maximum', 40],
  ])('%j: %s at four fifths', (overrides, name, threshold) => {
    expect(alarmsOf('prod', overrides).find((each) => nameOf(each) === `ticket: ${name}`)!.Threshold).toBe(threshold);
  });
});

describe("the canary's alarm", () => {
  test.each([
    [1, 300],
    [5, 300],
    [6, 360],
    [15, 900],
    [30, 1800],
    [60, 3600],
  ])('looks, with a visit every %d minutes, at periods of %d s', (everyMinutes, seconds) => {
    expect(periodsOf(canaryEvery(everyMinutes))).toEqual([seconds]);
  });

  test('is silent before the first visit and pages when visits stop coming', () => {
    const { TreatMissingData, AlarmActions, InsufficientDataActions } = canaryEvery(5);
    expect([TreatMissingData, AlarmActions, InsufficientDataActions]).toEqual(['missing', [TOPIC], [TOPIC]]);
  });

  test('is the only one that says anything of a lack of data', () => {
    const others = prod.filter((each) => nameOf(each) !== 'page: Canary failing');
    for (const { TreatMissingData, InsufficientDataActions } of others) {
      expect([TreatMissingData, InsufficientDataActions]).toEqual(['notBreaching', undefined]);
    }
  });
});
