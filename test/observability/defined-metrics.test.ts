import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { METRICS, METRICS_NAMESPACE, PROVIDER_METRICS, unitOf } from '../../contract/metrics.ts';
import { metricsOf } from '../../lib/monitoring/series.ts';
import { watchStage } from '../../lib/monitoring/watch-stage.ts';

const LAMBDA = fileURLToPath(new URL('../../lambda', import.meta.url));

const source = readdirSync(LAMBDA, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(LAMBDA, name), 'utf8'))
  .join('\n');

const monitored = {
  stage: 'test',
  providers: [
    { type: 'http', name: 'first' },
    { type: 'http', name: 'second-one' },
  ],
  fallback: { strategy: 'hedge' },
  apiName: 'api',
  functions: {
    extract: { name: 'extract', logGroup: 'a', memoryMiB: 1024 },
    refresh: { name: 'refresh', logGroup: 'b', memoryMiB: 1024 },
    preferences: { name: 'preferences', logGroup: 'c', memoryMiB: 1024 },
    usage: { name: 'usage', logGroup: 'd', memoryMiB: 1024 },
  },
  canary: { everyMinutes: 5 },
  health: { everyMinutes: 5 },
  cdns: [
    {
      name: 'main',
      match: 'https://origin.example.com/',
      base: 'https://cdn.example.com/',
      scope: 1,
      sign: { type: 'path-hmac', secret: 'media-key', ttlSeconds: 300 },
    },
  ],
  tables: { cache: 'cache', catalogue: 'catalogue', limits: 'limits', usage: 'usage' },
  architecture: 'arm64',
  reservedConcurrency: 100,
  maxWriteRequestUnits: 1000,
} as const;
const { rows, rules } = watchStage(monitored);
const shown = rows.flatMap(({ panels }) => panels).flatMap((panel) => panel.series);

const own = { ...METRICS, ...PROVIDER_METRICS };

test('the unit of every metric follows from its name', () => {
  for (const [metric, unit] of Object.entries(own)) expect([metric, unitOf(metric)]).toEqual([metric, unit]);
});

describe('every metric that is defined', () => {
  test.each(Object.keys(own))('%s is written by a function and shown on the dashboard', (name) => {
    expect(source).toContain(`'${name}'`);
    const onDashboard = shown.flatMap(metricsOf).filter(({ namespace }) => namespace === METRICS_NAMESPACE);
    expect(onDashboard.map(({ metric }) => metric)).toContain(name);
  });
});

test('every custom metric that is watched is defined', () => {
  const watched = [...shown, ...rules.map((rule) => rule.series)].flatMap(metricsOf);
  const undefinedOnes = watched.filter((each) => each.namespace === METRICS_NAMESPACE && !(each.metric in own));
  expect(undefinedOnes).toEqual([]);
});

test('no function writes a metric by a name that is not defined', () => {
  const names = [...source.matchAll(/addMetric\(\s*'(\w+)'/g)].map(([, name]) => name);
  expect(names).toEqual([]);
});

test('dimensions are the service and the stage, and for a provider its name', () => {
  const ours = shown.flatMap(metricsOf).filter(({ namespace }) => namespace === METRICS_NAMESPACE);
  for (const { metric, dimensions } of ours) {
    const expected = metric in PROVIDER_METRICS ? ['service', 'stage', 'upstream'] : ['service', 'stage'];
    expect([metric, Object.keys(dimensions).sort()]).toEqual([metric, expected]);
  }
});

test('an id means one series only, so that no graph mixes two up', () => {
  const byId = new Map<string, string>();
  for (const each of shown.flatMap(metricsOf)) {
    expect(each.id).toMatch(/^[a-z]\w*$/);
    const meaning = JSON.stringify([each.namespace, each.metric, each.dimensions, each.statistic]);
    expect(byId.get(each.id) ?? meaning).toBe(meaning);
    byId.set(each.id, meaning);
  }
});

test('what an alarm watches is on the dashboard with its threshold', () => {
  for (const { name, series: watched, threshold } of rules) {
    const panel = rows.flatMap(({ panels }) => panels).find((each) => each.series.some(({ id }) => id === watched.id));
    expect([name, panel?.lines.map(({ value }) => value)]).toEqual([name, expect.arrayContaining([threshold])]);
  }
});
