import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Measurement } from '../../contract/metrics.ts';
import { MetricLine } from '../../lambda/observability/metric-line.ts';

const NAMES = ['Requests', 'ColdStarts', 'CacheMemoryHits', 'CachedResponseTime', 'LimiterFallbacks'] as const;
const measurements = fc.uniqueArray(fc.tuple(fc.constantFrom(...NAMES), fc.nat()), {
  selector: ([name]) => name,
}) as fc.Arbitrary<Measurement[]>;

test('a line is the same whichever lines were written before it, and declares the metrics that it has', () => {
  const used = new MetricLine('dev');
  fc.assert(
    fc.property(measurements, fc.option(fc.jsonValue(), { nil: undefined }), (measured, value) => {
      const fields = value === undefined ? undefined : JSON.stringify({ value }).slice(1, -1);
      const expected = value === undefined ? undefined : JSON.parse(JSON.stringify(value));
      const text = used.text(1_700_000_000_000, measured, fields);
      expect(text).toBe(new MetricLine('dev').text(1_700_000_000_000, measured, fields));
      const { _aws, service, stage, value: logged, ...values } = JSON.parse(text);
      expect(_aws.Timestamp).toBe(1_700_000_000_000);
      expect(_aws.CloudWatchMetrics[0].Metrics.map(({ Name }: { Name: string }) => Name)).toEqual(
        measured.map(([name]) => name),
      );
      expect(values).toEqual(Object.fromEntries(measured));
      expect({ service, stage, logged }).toEqual({ service: 'stream-api', stage: 'dev', logged: expected });
    }),
  );
});
